/**
 * Log-ins and tokens of the client-credentials grant. The login host answers errors in OAuth's own shape; their texts
 * are real ones, published in the tests of gildas/go-gcloudcx and in CX as Code 1.84.1.
 */
import { randomBytes } from 'node:crypto';
import { badToken, noToken } from './errors.ts';
import type { JsonObject } from './json.ts';
import type { Client } from './model.ts';
import type { Org } from './org.ts';
import { type Window, Windows } from './windows.ts';

const DEFAULT_LIFETIME_SECONDS = 86_400;

interface Token {
  readonly client: Client;
  readonly expires: number;
}

/** What a token request carries. */
interface LoginRequest {
  readonly authorization: string | undefined;
  readonly form: URLSearchParams;
}

interface Credentials {
  readonly id: string;
  readonly secret: string;
}

export class Tokens {
  readonly #org: Org;
  readonly #tokens = new Map<string, Token>();
  readonly #logins: Windows;

  constructor(org: Org) {
    this.#org = org;
    this.#logins = new Windows(org.now);
  }

  /** Answers a token request. Every token lives its own life: a new one leaves the older ones valid. */
  login(request: LoginRequest): { status: number; body: JsonObject } {
    const { id, secret } = this.#credentials(request);
    const client = this.#org.state.clients.find((known) => known.id === id);
    if (!client) return oauthError(400, 'invalid_client', 'client not found');
    if (this.#throttled(this.#logins.count(id))) {
      return oauthError(400, 'invalid_request', 'rate limit exceeded; too many token requests');
    }
    if (client.secret !== secret) return oauthError(401, 'invalid_client', 'authentication failed');
    if (request.form.get('grant_type') !== 'client_credentials') {
      return oauthError(400, 'unsupported_grant_type', 'grant type is not supported');
    }
    return { status: 200, body: this.#issue(client) };
  }

  #throttled({ count }: Window): boolean {
    const { loginLimit } = this.#org.switches;
    return loginLimit > 0 && count > loginLimit;
  }

  #credentials({ authorization, form }: LoginRequest): Credentials {
    const [, basic] = /^basic\s+(\S+)$/i.exec(authorization ?? '') ?? [];
    if (basic === undefined) {
      const accepted = this.#org.switches.secretInForm ? form : new URLSearchParams();
      return { id: accepted.get('client_id') ?? '', secret: accepted.get('client_secret') ?? '' };
    }
    const [id = '', ...secret] = Buffer.from(basic, 'base64').toString().split(':');
    return { id, secret: secret.join(':') };
  }

  #issue(client: Client): JsonObject {
    const token = randomBytes(48).toString('base64url');
    const lifetime = client.accessTokenValiditySeconds ?? DEFAULT_LIFETIME_SECONDS;
    this.#tokens.set(token, { client, expires: this.#org.now() + lifetime * 1000 });
    return { access_token: token, token_type: 'bearer', expires_in: lifetime };
  }

  /** The client of an Authorization header. Throws 401 where there is none, or one that is not valid. */
  clientOf(authorization: string | undefined): { client: Client; token: string } {
    const token = bearerOf(authorization);
    if (token === undefined) throw noToken();
    const known = this.#tokens.get(token);
    if (!known) throw badToken('bad.credentials');
    if (known.expires <= this.#org.now()) throw badToken(this.#org.switches.expiredToken);
    return { client: known.client, token };
  }

  /** Ends the token of an Authorization header, where it carries a valid one. */
  expire(authorization: string | undefined): void {
    const token = bearerOf(authorization) ?? '';
    const known = this.#tokens.get(token);
    if (known) this.#tokens.set(token, { ...known, expires: this.#org.now() });
  }

  /** Ends every token that was issued so far. */
  revokeAll(): void {
    this.#tokens.clear();
  }
}

/** The token of an Authorization header, undefined where it carries none. */
export function bearerOf(authorization: string | undefined): string | undefined {
  return /^bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
}

/** An error in OAuth's own shape. */
export function oauthError(
  status: number,
  error: string,
  description: string,
): { status: number; body: JsonObject } {
  return { status, body: { error, description, error_description: description } };
}
