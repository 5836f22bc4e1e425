/** Where a Redis server is and how one signs in, from `REDIS_URL`. */

export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly db: number;
  readonly isTls: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
}

const DEFAULT_PORT = 6379;

/**
 * Reads `redis://user:password@host:port/db` or its `rediss://` twin.
 *
 * @param url a text that `URL` can parse.
 */
export function parseAddress(url: string): RedisAddress {
  const { protocol, hostname, port, username, password, pathname } = new URL(url);
  const db = Number(pathname.slice(1));
  return {
    host: hostname.replace(/^\[|\]$/g, '') || 'localhost',
    port: port === '' ? DEFAULT_PORT : Number(port),
    db: Number.isInteger(db) && db > 0 ? db : 0,
    isTls: protocol === 'rediss:',
    username: decodeURIComponent(username) || undefined,
    password: decodeURIComponent(password) || undefined,
  };
}

/** The server's name for logs and messages: never a password. */
export function nameOf(address: RedisAddress): string {
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  return `${host}:${address.port}`;
}
