/** `npm start`: one gateway with the demo page, from whatever state the folder is in. */
import { PAGES, PROGRAMS } from '../build.mjs';
import { standIn } from '../foreground.mjs';
import { addressesOf, parseLogLine, readableLine } from '../gateway-lines.mjs';
import { makeReady } from '../ready.mjs';
import { complain, say } from '../say.mjs';

/**
 * @param {string[]} args flags of the gateway.
 * @returns {Promise<number>} the gateway's exit code.
 */
export async function run(args) {
  await makeReady([PROGRAMS, PAGES]);
  let said = false;
  return standIn(['gateway/dist/main.js', ...args], {
    env: { ...process.env, DEMO: process.env['DEMO'] ?? '1' },
    onLine(line) {
      const fields = parseLogLine(line);
      // Whoever collects the log wants it as it is; whoever watches it wants to read it.
      say(fields && process.stdout.isTTY ? readableLine(fields) : line);
      const addresses = fields && !said ? addressesOf(fields) : undefined;
      if (!addresses) return;
      said = true;
      say(`\nDanmaku Live is ready: ${addresses.here}`);
      if (addresses.network) say(`From other devices here: ${addresses.network}`);
      say('Ctrl-C stops it.\n');
    },
    onStop() {
      complain('Stopping: viewers are told to come back elsewhere. Ctrl-C again stops at once.');
    },
  });
}
