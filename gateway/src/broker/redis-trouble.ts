/** What an error of Redis means: wait, look for the room elsewhere, or tell somebody. */
export type Trouble =
  /** The server is away, or can't take writes now; waiting may help. */
  | 'away'
  /** The room's slot is, or soon will be, on another server of the cluster. */
  | 'moved'
  /** The server answers, and will go on refusing until an operator does something. */
  | 'refused'
  /** A mistake of ours. */
  | 'bug';

// A script's error carries the code of the command that failed in it: in front (7), or after some words (6.2).
const MOVED = /\b(MOVED|ASK|TRYAGAIN|CROSSSLOT)\b|non local key/;
const AWAY = /\b(LOADING|READONLY|MASTERDOWN|MISCONF|OOM|NOREPLICAS|BUSY|UNKILLABLE|CLUSTERDOWN)\b/;
// So is a right that a script lacks: Redis 6.2 and 7 speak of "the user", Valkey of a "failure in script".
const REFUSED = /\b(NOAUTH|WRONGPASS|NOPERM)\b|user executing the script can't|ACL failure in script|invalid password/;

const OURS = new Set(['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError']);

export function troubleOf(error: unknown): Trouble {
  if (!(error instanceof Error) || OURS.has(error.name)) return 'bug';
  // What the connection says, as against the server.
  if (error.name !== 'ReplyError') return 'away';
  const { message } = error;
  if (AWAY.test(message)) return 'away';
  if (MOVED.test(message)) return 'moved';
  return REFUSED.test(message) ? 'refused' : 'bug';
}

/** One line of what happened, without the script's number. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message || error.name : String(error);
  return (message.split('\n')[0] ?? '').replace(/,? script: [0-9a-f]{40}.*$/, '').slice(0, 200);
}
