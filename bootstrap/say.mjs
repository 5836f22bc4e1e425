/** One short line for the person at the terminal. @param {string} line */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/** A line about something that went wrong. @param {string} line */
export function complain(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * How long ago `startMs` was, to read: `0.4 s`.
 *
 * @param {number} startMs from `performance.now()`.
 */
export function since(startMs) {
  return `${((performance.now() - startMs) / 1000).toFixed(1)} s`;
}
