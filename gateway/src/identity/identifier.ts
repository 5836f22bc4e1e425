/** From a credential to an identity: server keys, user tokens and guests, each by its own means. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { GuestTokens } from './guest-tokens.ts';
import type { Identity } from './identity.ts';
import { networkOf } from './networks.ts';
import type { TokenVerifier } from './token-verifier.ts';

export type Verdict =
  | { readonly ok: true; readonly identity: Identity }
  | { readonly ok: false; readonly code: 'token_invalid' | 'token_expired' | 'overloaded'; readonly message: string };

const MESSAGES = {
  token_invalid: 'This token is not valid here.',
  token_expired: 'This token has expired.',
  overloaded: 'This token can not be checked now; please try again.',
} as const;

export class Identifier {
  readonly #keyHashes: readonly Buffer[];
  readonly #guests: GuestTokens;
  readonly #tokens: TokenVerifier | undefined;

  constructor(apiKeys: readonly string[], guests: GuestTokens, tokens: TokenVerifier | undefined) {
    this.#keyHashes = apiKeys.map(sha256);
    this.#guests = guests;
    this.#tokens = tokens;
  }

  newGuest(nowMs: number): Identity {
    return this.#guests.create(nowMs);
  }

  /** What a guest is given to keep, so that it is known again. */
  tokenOf(identity: Identity): string | undefined {
    return this.#guests.tokenOf(identity);
  }

  /** Who a request without credentials is: the guest of its address. */
  guestOf(address: string): Identity {
    return this.#guests.forAddress(networkOf(address));
  }

  /** Who `credential` (a server key or a token) shows its holder to be in `room`. */
  async identify(credential: string, room: string, nowMs: number): Promise<Verdict> {
    const key = this.serverKey(credential);
    if (key) return { ok: true, identity: key };
    return this.verifyToken(credential, room, nowMs);
  }

  /** As {@link identify}, without server keys: a browser has no business with those. */
  async verifyToken(token: string, room: string, nowMs: number): Promise<Verdict> {
    if (GuestTokens.isGuestToken(token)) {
      const verdict = this.#guests.verify(token, nowMs);
      return verdict.ok ? verdict : refuse(verdict.code);
    }
    if (!this.#tokens) return refuse('token_invalid');
    const verdict = await this.#tokens.verify(token, room, nowMs);
    return verdict.ok ? verdict : refuse(verdict.code);
  }

  /** The owner behind a server key, if it is one. Takes the same time whichever key is tried. */
  serverKey(credential: string): Identity | undefined {
    const hash = sha256(credential);
    let index = -1;
    for (const [position, known] of this.#keyHashes.entries()) if (timingSafeEqual(known, hash)) index = position;
    return index < 0 ? undefined : { id: `server-${index + 1}`, name: 'Server', role: 'owner', by: 'key' };
  }
}

function refuse(code: keyof typeof MESSAGES): Verdict {
  return { ok: false, code, message: MESSAGES[code] };
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
