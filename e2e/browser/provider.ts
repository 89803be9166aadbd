import { createHash, createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What a client is registered with at the provider. */
export const client = { id: 'fieldstory', secret: 'a-secret' };

type Asked = { redirect: string; challenge: string; nonce: string; who: Record<string, unknown> };

/**
 * A provider of single sign-on (OpenID Connect Core 1.0: discovery, the code flow with PKCE, RS256) that
 * lets in whoever says who they are: its page asks for an address and for groups.
 */
export async function provider(): Promise<{ issuer: string; stop: () => Promise<void> }> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const codes = new Map<string, Asked>();
  let issuer = '';

  const sign = (claims: Record<string, unknown>) => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${part({ alg: 'RS256', kid: '1' })}.${part(claims)}`;
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey).toString('base64url')}`;
  };

  const routes: Record<string, (asked: URL, request: IncomingMessage, answer: ServerResponse) => Promise<void> | void> = {
    'GET /.well-known/openid-configuration': (_, __, answer) =>
      json(answer, 200, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        id_token_signing_alg_values_supported: ['RS256'],
        authorization_response_iss_parameter_supported: true,
      }),
    'GET /keys': (_, __, answer) =>
      json(answer, 200, { keys: [{ ...publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: '1' }] }),
    // The browser sends what it was sent with along with what is typed.
    'GET /authorize': (asked, _, answer) => {
      const hidden = [...asked.searchParams].map(
        ([name, value]) => `<input type="hidden" name="${attribute(name)}" value="${attribute(value)}">`,
      );
      answer.setHeader('Content-Type', 'text/html; charset=utf-8');
      answer.end(`<!doctype html><html lang="en"><title>Staff login</title><h1>Staff login</h1>
        <form method="post">${hidden.join('')}
        <p><label>Address <input name="email" type="email"></label>
        <p><label>Name <input name="name"></label>
        <p><label>Groups <input name="groups"></label>
        <p><button>Go on</button></form>`);
    },
    'POST /authorize': async (_, request, answer) => {
      const said = new URLSearchParams(await text(request));
      const get = (name: string) => said.get(name) ?? '';
      if (get('client_id') !== client.id || get('response_type') !== 'code' || get('code_challenge_method') !== 'S256')
        return json(answer, 400, { error: 'invalid_request' });
      const code = randomUUID();
      codes.set(code, {
        redirect: get('redirect_uri'),
        challenge: get('code_challenge'),
        nonce: get('nonce'),
        who: {
          sub: createHash('sha256').update(get('email')).digest('hex'),
          email: get('email'),
          email_verified: true,
          name: get('name'),
          groups: get('groups').split(/\s+/).filter(Boolean),
        },
      });
      const back = new URL(get('redirect_uri'));
      for (const [name, value] of Object.entries({ code, state: get('state'), iss: issuer })) back.searchParams.set(name, value);
      answer.writeHead(303, { Location: back.href }).end();
    },
    'POST /token': async (_, request, answer) => {
      const said = new URLSearchParams(await text(request));
      const asked = codes.get(said.get('code') ?? '');
      codes.delete(said.get('code') ?? ''); // each is good for one token
      const basic = `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`;
      const challenge = createHash('sha256').update(said.get('code_verifier') ?? '').digest('base64url');
      if (!asked || asked.challenge !== challenge || asked.redirect !== said.get('redirect_uri') || request.headers.authorization !== basic)
        return json(answer, 400, { error: 'invalid_grant' });
      const now = Math.floor(Date.now() / 1000);
      const claims = { iss: issuer, aud: client.id, nonce: asked.nonce, iat: now, exp: now + 60, ...asked.who };
      json(answer, 200, { access_token: 'unused', token_type: 'Bearer', id_token: sign(claims) });
    },
  };

  const server = createServer((request, answer) => {
    const asked = new URL(request.url ?? '/', issuer);
    const route = routes[`${request.method} ${asked.pathname}`];
    if (!route) return void answer.writeHead(404).end();
    void Promise.resolve(route(asked, request, answer)).catch(() => answer.writeHead(500).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function json(answer: ServerResponse, status: number, body: unknown): void {
  answer.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

function attribute(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
