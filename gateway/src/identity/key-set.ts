/**
 * The site's public keys, by their address. They are fetched when they are first needed and now and then again; while
 * the key server is away the keys that are known stay good, for nobody is to be locked out by its nap.
 */
import { createHash } from 'node:crypto';
import { createLocalJWKSet, errors, jwtVerify, type JSONWebKeySet, type JWTPayload } from 'jose';

/** The keys could not be fetched, so nobody can tell whether the token is good. */
export class KeysAway extends Error {
  override readonly name = 'KeysAway';
}

export interface KeySetOptions {
  readonly algorithms: readonly string[];
  readonly leewaySeconds: number;
  readonly clock: () => number;
}

type Keys = ReturnType<typeof createLocalJWKSet>;

/** Keys are asked for again after this long, in the background. */
const FRESH_MS = 600_000;
/** A token that names an unknown key makes us look again, but not more often than this. */
const LOOK_AGAIN_MS = 5000;
const FETCH_WITHIN_MS = 3000;
const MAX_SET_BYTES = 262_144;
const CACHED_TOKENS = 10_000;

export class KeySet {
  readonly #url: URL;
  readonly #options: KeySetOptions;
  /** Verified tokens, by their hash, in order of last use. */
  readonly #verified = new Map<string, JWTPayload>();
  #keys: Keys | undefined;
  #triedMs = Number.NEGATIVE_INFINITY;
  #loadedMs = Number.NEGATIVE_INFINITY;
  #loading: Promise<void> | undefined;

  constructor(url: URL, options: KeySetOptions) {
    this.#url = url;
    this.#options = options;
  }

  /**
   * The claims of `token`.
   *
   * @throws when it is not signed by one of the keys, is not good now, or has no `exp` or `sub`.
   * @throws KeysAway when the keys are needed and can't be had.
   */
  async verify(token: string): Promise<JWTPayload> {
    await this.#refresh();
    const hash = createHash('sha256').update(token).digest('base64');
    const known = this.#verified.get(hash);
    if (known) {
      this.#remember(hash, known);
      return known;
    }
    const claims = await this.#verifyAfresh(token);
    this.#remember(hash, claims);
    return claims;
  }

  async #verifyAfresh(token: string): Promise<JWTPayload> {
    const keys = this.#keys;
    try {
      return await this.#check(token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      // Somebody else may have had them looked for already: right after a change of keys many come at once.
      if (this.#loading) await this.#loading;
      else if (this.#keys === keys) {
        if (this.#options.clock() - this.#triedMs < LOOK_AGAIN_MS) throw error;
        await this.#load();
      }
      return this.#check(token);
    }
  }

  async #check(token: string): Promise<JWTPayload> {
    if (!this.#keys) throw new KeysAway('the keys of the site can not be fetched');
    const { algorithms, leewaySeconds, clock } = this.#options;
    const { payload } = await jwtVerify(token, this.#keys, {
      algorithms: [...algorithms],
      clockTolerance: leewaySeconds,
      requiredClaims: ['exp', 'sub'],
      currentDate: new Date(clock()),
    });
    return payload;
  }

  async #refresh(): Promise<void> {
    const nowMs = this.#options.clock();
    if (nowMs - this.#loadedMs < FRESH_MS || nowMs - this.#triedMs < LOOK_AGAIN_MS) {
      // Who comes while the first keys are on their way waits for them.
      if (!this.#keys) await this.#loading;
      return;
    }
    const loading = this.#load();
    if (!this.#keys) await loading;
  }

  #load(): Promise<void> {
    this.#triedMs = this.#options.clock();
    this.#loading ??= this.#fetch().finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  /** Never rejects: what is known stays, whatever happens. */
  async #fetch(): Promise<void> {
    try {
      const { url, headers } = request(this.#url);
      const response = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(FETCH_WITHIN_MS) });
      this.#keys = createLocalJWKSet(JSON.parse(await read(response)) as JSONWebKeySet);
      this.#loadedMs = this.#options.clock();
      // A key that is gone must not live on in what it once verified.
      this.#verified.clear();
    } catch {
      // The next token tries again.
    }
  }

  #remember(hash: string, claims: JWTPayload): void {
    this.#verified.delete(hash);
    this.#verified.set(hash, claims);
    const [oldest] = this.#verified.keys();
    if (this.#verified.size > CACHED_TOKENS && oldest !== undefined) this.#verified.delete(oldest);
  }
}

/** A user and password in an address travel as a header: fetch takes no such address. */
function request(address: URL): { readonly url: URL; readonly headers: Readonly<Record<string, string>> } {
  const { username, password } = address;
  const url = new URL(address);
  url.username = '';
  url.password = '';
  const accept = { accept: 'application/json' };
  if (username === '' && password === '') return { url, headers: accept };
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { url, headers: { ...accept, authorization: `Basic ${Buffer.from(pair).toString('base64')}` } };
}

/**
 * The text of a good answer, read no further than an answer may be long. What is left of it is not waited for.
 *
 * @throws when it is no good answer, or longer.
 */
async function read({ ok, status, body }: Response): Promise<string> {
  if (!ok || !body) {
    await body?.cancel();
    throw new Error(`the key server answered ${status}`);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    // Leaving the loop ends the connection.
    if (bytes > MAX_SET_BYTES) throw new Error('the key server answered too much');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
