/**
 * `npm run dev`: a change is on screen a moment after it is saved. The compiler watches, the gateway restarts on what
 * it writes, and vite serves the demo page from the sources, passing /v1 on to the gateway.
 */
import { PAGES, PROGRAMS } from '../build.mjs';
import { makeReady } from '../ready.mjs';
import { say } from '../say.mjs';
import { runTogether } from '../together.mjs';

/** @returns {Promise<number>} 0 after Ctrl-C. */
export async function run() {
  await makeReady([PROGRAMS, PAGES]);
  const port = process.env['PORT'] ?? '8080';
  say(
    `The gateway takes port ${port}. The page that follows the sources is at vite's address below. Ctrl-C stops all.`,
  );
  const env = { ...process.env, PORT: port, DEMO: '1', DRAIN_SECONDS: '0', GATEWAY_URL: `http://127.0.0.1:${port}` };
  return runTogether(
    {
      types: ['node_modules/typescript/bin/tsc', '-b', '--watch', '--preserveWatchOutput'],
      gateway: ['--watch', '--watch-preserve-output', 'gateway/dist/main.js'],
      pages: ['node_modules/vite/bin/vite.js', '--config', 'overlay/vite.config.ts', '--clearScreen', 'false'],
    },
    env,
  );
}
