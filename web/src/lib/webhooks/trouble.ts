import { m } from '$lib/paraglide/messages';

/** Why nobody answered, by the server's words for it. */
export const troubles: Record<string, () => string> = {
	'it is at a private address': m.trouble_private,
	'its name is not known': m.trouble_unknown,
	'it did not answer in time': m.trouble_slow,
	'it could not be reached': m.trouble_unreachable,
	'the address cannot be used': m.trouble_address,
	'it could not be written': m.trouble_unwritten,
};

/** The sentence for it; the server's own where this version has none. */
export function troubleName(trouble: string): string {
	return troubles[trouble]?.() ?? trouble;
}
