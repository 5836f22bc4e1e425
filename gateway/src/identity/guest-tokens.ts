/**
 * A guest's signed identity: `guest.<claims>.<signature>`, so that a viewer without an account stays the same viewer
 * when it returns. It grants nothing but its own id and name.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Identity } from './identity.ts';

const LIFETIME_MS = 30 * 86_400_000;
const PREFIX = 'guest';
/** A gateway that started without its broker has made a key of its own before it learnt the shared one. */
const KEYS_KEPT = 3;
/** Without letters and digits that are taken for one another. */
const READABLE = 'abcdefghjkmnpqrstuvwxyz23456789';

const claimsSchema = z.object({ sub: z.string().min(1).max(64), name: z.string().min(1).max(64), exp: z.int() });

export type GuestVerdict =
  | { readonly ok: true; readonly identity: Identity }
  | { readonly ok: false; readonly code: 'token_invalid' | 'token_expired' };

export class GuestTokens {
  /** The first signs; guests of the others are still known. */
  #keys: readonly Buffer[];

  /** @param key the signing key; gateways that share it know each other's guests. */
  constructor(key: Buffer) {
    this.#keys = [key];
  }

  /** Signs with `key` from now on. */
  useKey(key: Buffer): void {
    this.#keys = [key, ...this.#keys].slice(0, KEYS_KEPT);
  }

  /** A guest nobody has seen before. */
  create(nowMs: number): Identity {
    const id = `g_${readable(randomBytes(12))}`;
    return identityOf(id, nameOf(id), nowMs + LIFETIME_MS);
  }

  /** The guest behind an address, for requests that carry no identity: always the same one. */
  forAddress(address: string): Identity {
    const id = `g_${readable(createHmac('sha256', this.#signingKey).update(`address:${address}`).digest())}`;
    return { id, name: nameOf(id), role: 'guest', by: 'guest' };
  }

  static isGuestToken(token: string): boolean {
    return token.startsWith(`${PREFIX}.`);
  }

  verify(token: string, nowMs: number): GuestVerdict {
    const [prefix, payload, signature, ...rest] = token.split('.');
    if (prefix !== PREFIX || !payload || !signature || rest.length > 0) return { ok: false, code: 'token_invalid' };
    const given = Buffer.from(signature);
    if (!this.#keys.some((key) => isSame(given, Buffer.from(sign(payload, key)))))
      return { ok: false, code: 'token_invalid' };
    const claims = readClaims(payload);
    if (!claims) return { ok: false, code: 'token_invalid' };
    if (claims.exp <= nowMs) return { ok: false, code: 'token_expired' };
    // A token past half its life is renewed, so that a regular viewer never loses the name.
    const expiresMs = claims.exp - nowMs < LIFETIME_MS / 2 ? nowMs + LIFETIME_MS : claims.exp;
    return { ok: true, identity: identityOf(claims.sub, claims.name, expiresMs) };
  }

  /**
   * What shows `identity` again later; `undefined` for whoever is no guest with an identity of its own. Made when it is
   * told, not kept: it would be a quarter of a viewer's memory.
   */
  tokenOf({ id, name, by, expiresMs }: Identity): string | undefined {
    if (by !== 'guest' || expiresMs === undefined) return undefined;
    const payload = Buffer.from(JSON.stringify({ sub: id, name, exp: expiresMs })).toString('base64url');
    return `${PREFIX}.${payload}.${sign(payload, this.#signingKey)}`;
  }

  get #signingKey(): Buffer {
    return this.#keys[0] ?? Buffer.alloc(0);
  }
}

function identityOf(id: string, name: string, expiresMs: number): Identity {
  return { id, name, role: 'guest', by: 'guest', expiresMs };
}

function sign(text: string, key: Buffer): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

function isSame(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** The key of a deployment that has a `secret`; without one, a key for the process's life. */
export function guestKey(secret: string | undefined): Buffer {
  return secret === undefined
    ? randomBytes(32)
    : createHmac('sha256', secret).update('danmaku-live guest identity').digest();
}

/** Twelve letters and digits that a person can read out: about 60 bits. */
function readable(bytes: Buffer): string {
  return Array.from(bytes.subarray(0, 12), (byte) => READABLE[byte % READABLE.length]).join('');
}

function nameOf(id: string): string {
  return `Guest-${id.slice(2, 7)}`;
}

function readClaims(payload: string): z.infer<typeof claimsSchema> | undefined {
  try {
    return claimsSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString())).data;
  } catch {
    return undefined;
  }
}
