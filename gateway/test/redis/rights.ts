/** The rights that a gateway needs on Redis, as the documentation lists them. Tests connect with no others. */
const COMMANDS = [
  ['eval', 'evalsha', 'info', 'time', 'get', 'set', 'del', 'pexpire', 'hset', 'hdel', 'hmget', 'hgetall'],
  ['xadd', 'xdel', 'xlen', 'xtrim', 'xrange', 'xrevrange', 'publish', 'subscribe', 'unsubscribe', 'client|setname'],
].flat();
const CLUSTER_COMMANDS = ['spublish', 'ssubscribe', 'sunsubscribe', 'cluster|slots'];

export const RIGHTS: readonly string[] = ['resetchannels', '~dl:*', '&dl:*', ...COMMANDS.map((name) => `+${name}`)];
export const CLUSTER_RIGHTS: readonly string[] = [...RIGHTS, ...CLUSTER_COMMANDS.map((name) => `+${name}`)];

/** The command that makes a user with `rights` and the password of {@link urlOf}. */
export function userWith(name: string, rights: readonly string[]): readonly string[] {
  return ['ACL', 'SETUSER', name, 'on', '>p@ss word', ...rights];
}

export function urlOf(name: string, port: number, password = 'p@ss word'): string {
  return `redis://${name}:${encodeURIComponent(password)}@127.0.0.1:${port}`;
}
