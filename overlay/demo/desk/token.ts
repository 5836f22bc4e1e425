/** The moderator's token: taken from the address once, kept for this tab only, never written anywhere else. */

const KEY = 'danmaku-desk:token';
/** Three parts of base64url: what a server's key is not. */
const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** What a token says of its holder: for sentences only, the gateway judges it. */
export interface Holder {
  readonly name: string;
  readonly role: string;
}

export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** The token of this tab. One in the address (`#token=…`) is kept instead, and leaves the address and the history. */
export function takeToken(): string | undefined {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given !== null) {
    history.replaceState(null, '', location.pathname + location.search);
    keepToken(given.trim());
  }
  const held = given?.trim() ?? stored((storage) => storage.getItem(KEY)) ?? undefined;
  return held !== undefined && isToken(held) ? held : undefined;
}

export function keepToken(token: string): void {
  if (isToken(token)) stored((storage) => storage.setItem(KEY, token));
}

export function forgetToken(): void {
  stored((storage) => storage.removeItem(KEY));
}

/** @returns `undefined` when the token can't be read. */
export function holderOf(token: string): Holder | undefined {
  try {
    const bytes = Uint8Array.from(
      atob((token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/')),
      (character) => character.charCodeAt(0),
    );
    const claims = JSON.parse(new TextDecoder().decode(bytes)) as Readonly<Record<string, unknown>>;
    const name = claims['name'] ?? claims['sub'];
    const role = claims['role'] ?? 'member';
    return typeof name === 'string' && typeof role === 'string' ? { name, role } : undefined;
  } catch {
    return undefined;
  }
}

function stored<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(sessionStorage);
  } catch {
    return undefined;
  }
}
