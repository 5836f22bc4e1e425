/** What both Node peers share: making a comment of a post, and, when asked, one frame per room and flush. */

/** Of the length that our gateway's ids have. */
const ID_PREFIX = 'AbCdEfGh';
let nextId = 0;

/**
 * A post, `{ text }`, as the comment that viewers get: the fields of ours, each as long, and nothing checked.
 *
 * @param {string} text
 */
export function commentOf(text) {
  nextId += 1;
  const user = { id: 'server-1', name: 'Server', role: 'owner' };
  return { id: `${ID_PREFIX}${nextId.toString(36)}`, text, user, time: Date.now() };
}

/**
 * Calls `send` with each comment at once, or, with a flush, with what came in since the last one of its room.
 *
 * @param {number} flushMs 0: one message per comment, as users write it.
 * @param {(room: string, comments: ReturnType<typeof commentOf>[]) => void} send
 */
export function outlet(flushMs, send) {
  /** @type {Map<string, ReturnType<typeof commentOf>[]>} */
  const pending = new Map();
  if (flushMs > 0) {
    setInterval(() => {
      for (const [room, comments] of pending) send(room, comments);
      pending.clear();
    }, flushMs);
  }
  return (/** @type {string} */ room, /** @type {string} */ text) => {
    const comment = commentOf(text);
    if (flushMs === 0) return send(room, [comment]);
    const waiting = pending.get(room);
    if (waiting) waiting.push(comment);
    else pending.set(room, [comment]);
  };
}

/** The bench reads this line to know where to connect. @param {number} port */
export function sayListening(port) {
  process.stdout.write(`${JSON.stringify({ msg: 'listening', port })}\n`);
}
