import { api, ask } from '$lib/api/client';
import type { Passkey } from '$lib/api/wire';

/** A challenge as the server gives it: bytes are base64url, as WebAuthn writes them in JSON. */
type Asked = Record<string, unknown> & {
	challenge: string;
	user?: { id: string };
	excludeCredentials?: { id: string }[];
};

/** Whether this browser makes passkeys at all. */
export function can(): boolean {
	return typeof PublicKeyCredential !== 'undefined' && isSecureContext;
}

/** Whether it offers them where an address is typed. */
export async function suggests(): Promise<boolean> {
	return can() && ((await PublicKeyCredential.isConditionalMediationAvailable?.()) ?? false);
}

/**
 * Makes a passkey and hands it to the server.
 * @throws {Failure} of the server; DOMException where the person gave up.
 */
export async function make(name: string): Promise<Passkey> {
	const { id, options } = await ask(api.POST('/api/v1/passkeys/begin'));
	const asked = options as Asked;
	const publicKey = {
		...asked,
		challenge: bytes(asked.challenge),
		user: { ...asked.user, id: bytes(asked.user!.id) },
		excludeCredentials: (asked.excludeCredentials ?? []).map((key) => ({ ...key, id: bytes(key.id) })),
	} as unknown as PublicKeyCredentialCreationOptions;
	const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
	const response = made.response as AuthenticatorAttestationResponse;
	const answer = {
		...head(made),
		response: {
			clientDataJSON: text(response.clientDataJSON),
			attestationObject: text(response.attestationObject),
			transports: response.getTransports?.() ?? [],
		},
	};
	return await ask(api.POST('/api/v1/passkeys', { body: { id, name, answer } }));
}

/**
 * Signs in with a passkey: at once, or, with `quietly`, when the person picks one where they type.
 * @throws {Failure} of the server; DOMException where the person gave up, or `signal` did.
 */
export async function use(signal: AbortSignal, quietly = false): Promise<void> {
	const { id, options } = await ask(api.POST('/api/v1/session/passkey/begin'));
	const asked = options as Asked;
	const publicKey = { ...asked, challenge: bytes(asked.challenge) } as PublicKeyCredentialRequestOptions;
	const mediation = quietly ? 'conditional' : undefined;
	const used = (await navigator.credentials.get({ publicKey, signal, mediation })) as PublicKeyCredential;
	const response = used.response as AuthenticatorAssertionResponse;
	const answer = {
		...head(used),
		response: {
			clientDataJSON: text(response.clientDataJSON),
			authenticatorData: text(response.authenticatorData),
			signature: text(response.signature),
			userHandle: response.userHandle ? text(response.userHandle) : undefined,
		},
	};
	await ask(api.POST('/api/v1/session/passkey', { body: { id, answer } }));
}

/** The person closed the browser's sheet, or another one took its place. */
export function gaveUp(error: unknown): boolean {
	return error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'AbortError');
}

function head(key: PublicKeyCredential) {
	return {
		id: key.id,
		rawId: text(key.rawId),
		type: key.type,
		clientExtensionResults: key.getClientExtensionResults(),
	};
}

// toJSON and parse…FromJSON do the same in browsers newer than many phones.
function bytes(base64url: string): Uint8Array<ArrayBuffer> {
	const raw = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'));
	return Uint8Array.from(raw, (c) => c.charCodeAt(0));
}

function text(buffer: ArrayBuffer): string {
	const raw = String.fromCharCode(...new Uint8Array(buffer));
	return btoa(raw).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}
