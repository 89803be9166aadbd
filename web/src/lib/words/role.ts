import type { Role } from '$lib/api/wire';
import { m } from '$lib/paraglide/messages';

/** All there are, in the order in which they are offered: what most people are comes first. */
export const roles: Role[] = ['contributor', 'editor', 'publisher', 'viewer', 'custodian', 'admin'];

export function roleName(role: Role | string): string {
	return (
		{
			viewer: m.role_viewer,
			contributor: m.role_contributor,
			editor: m.role_editor,
			publisher: m.role_publisher,
			custodian: m.role_custodian,
			admin: m.role_admin,
		}[role as Role]?.() ?? role
	);
}

export function roleMeans(role: Role | string): string {
	return (
		{
			viewer: m.role_viewer_means,
			contributor: m.role_contributor_means,
			editor: m.role_editor_means,
			publisher: m.role_publisher_means,
			custodian: m.role_custodian_means,
			admin: m.role_admin_means,
		}[role as Role]?.() ?? ''
	);
}
