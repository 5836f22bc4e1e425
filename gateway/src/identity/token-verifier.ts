/**
 * User tokens: JWTs of the site, verified by a shared secret, a public key or a key set. Each key only ever verifies
 * algorithms of its own kind, so neither `none` nor a public key used as a secret gets through.
 */
import { LIMITS, ROLES, cleanText } from '@danmaku-live/protocol';
import { createVerifier, TokenError } from 'fast-jwt';
import { decodeProtectedHeader, errors } from 'jose';
import { z } from 'zod';
import type { Identity } from './identity.ts';
import { KeySet, KeysAway } from './key-set.ts';

/** Clocks of the site and the gateway may differ by this much. */
const LEEWAY_SECONDS = 30;
const CACHED_TOKENS = 10_000;
const ASYMMETRIC = ['RS256', 'ES256', 'EdDSA'] as const;

const claimsSchema = z.object({
  sub: z.string().min(1).max(64),
  name: z.string().min(1).max(64).optional(),
  role: z.enum(ROLES).default('member'),
  /** Absent: every room. */
  room: z.union([z.string(), z.array(z.string())]).default('*'),
  exp: z.number(),
});

export type TokenVerdict =
  | { readonly ok: true; readonly identity: Identity }
  | { readonly ok: false; readonly code: 'token_invalid' | 'token_expired' | 'overloaded' };

const INVALID: TokenVerdict = { ok: false, code: 'token_invalid' };

export interface TokenKeys {
  readonly secret?: string | undefined;
  readonly publicKey?: string | undefined;
  readonly jwksUrl?: string | undefined;
}

type Verify = (token: string) => unknown;

export class TokenVerifier {
  readonly #bySecret: readonly Verify[];
  /** The key at hand before the set of keys, which may have to be fetched. */
  readonly #byPublicKeys: readonly Verify[];

  /** @throws when the public key can't be read. */
  constructor(keys: TokenKeys) {
    this.#bySecret = keys.secret === undefined ? [] : [localVerifier(keys.secret, ['HS256'])];
    this.#byPublicKeys = [
      ...(keys.publicKey === undefined ? [] : [localVerifier(keys.publicKey, ASYMMETRIC)]),
      ...(keys.jwksUrl === undefined ? [] : [keySetVerifier(new URL(keys.jwksUrl))]),
    ];
  }

  async verify(token: string, room: string, nowMs: number): Promise<TokenVerdict> {
    const alg = token.length > LIMITS.tokenChars ? undefined : algorithmOf(token);
    if (alg === undefined) return INVALID;
    let verdict: TokenVerdict = INVALID;
    const verifiers = alg === 'HS256' ? this.#bySecret : this.#byPublicKeys;
    for (const verify of verifiers) {
      verdict = await judge(verify, token, room, nowMs);
      // Another key may know a signature that this one does not.
      if (verdict.ok || verdict.code !== 'token_invalid') return verdict;
    }
    return verdict;
  }
}

async function judge(verify: Verify, token: string, room: string, nowMs: number): Promise<TokenVerdict> {
  try {
    const claims = claimsSchema.safeParse(await verify(token));
    if (!claims.success || !isForRoom(claims.data.room, room)) return INVALID;
    const { sub, name, role, exp } = claims.data;
    // A cached verification outlives the token by no more than the leeway.
    if ((exp + LEEWAY_SECONDS) * 1000 <= nowMs) return { ok: false, code: 'token_expired' };
    return {
      ok: true,
      identity: { id: sub, name: displayName(name, sub), role, by: 'token', expiresMs: exp * 1000 },
    };
  } catch (error) {
    if (error instanceof KeysAway) return { ok: false, code: 'overloaded' };
    return isExpiry(error) ? { ok: false, code: 'token_expired' } : INVALID;
  }
}

function localVerifier(key: string, algorithms: readonly ('HS256' | (typeof ASYMMETRIC)[number])[]): Verify {
  return createVerifier({
    key,
    algorithms: [...algorithms],
    requiredClaims: ['exp', 'sub'],
    clockTolerance: LEEWAY_SECONDS * 1000,
    cache: CACHED_TOKENS,
  }) as Verify;
}

function keySetVerifier(url: URL): Verify {
  const keys = new KeySet(url, { algorithms: ASYMMETRIC, leewaySeconds: LEEWAY_SECONDS, clock: Date.now });
  return (token) => keys.verify(token);
}

/** Names fly beside comments and stand on the moderators' desk: what may not be in a text may not be in a name. */
function displayName(name: string | undefined, id: string): string {
  for (const candidate of [name ?? id, id]) {
    const clean = cleanText(candidate);
    if (clean.ok) return clean.text;
  }
  return 'Member';
}

function algorithmOf(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).alg;
  } catch {
    return undefined;
  }
}

function isForRoom(claim: string | readonly string[], room: string): boolean {
  const rooms = typeof claim === 'string' ? [claim] : claim;
  return rooms.includes('*') || rooms.includes(room);
}

function isExpiry(error: unknown): boolean {
  return error instanceof errors.JWTExpired || (error instanceof TokenError && error.code === TokenError.codes.expired);
}
