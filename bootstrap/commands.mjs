/** From a name on the command line to the command, and from every way it can end to an exit code. */
import { followParent } from './parent-watch.mjs';
import { complain } from './say.mjs';
import { ROOT } from './root.mjs';
import { errorCode, folderSentence, Stop } from './stop.mjs';

/** @type {Readonly<Record<string, () => Promise<{ run(args: string[]): Promise<number> }>>>} */
const COMMANDS = {
  start: () => import('./commands/start.mjs'),
  test: () => import('./commands/test.mjs'),
  check: () => import('./commands/check.mjs'),
  dev: () => import('./commands/dev.mjs'),
  bench: () => import('./commands/bench.mjs'),
  loadtest: () => import('./commands/loadtest.mjs'),
  faults: () => import('./commands/faults.mjs'),
};

/**
 * Runs a command and sets the exit code. Never rejects.
 *
 * @param {string | undefined} name
 * @param {string[]} args
 */
export async function runCommand(name, args) {
  const load = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) {
    complain(`There is no command "${name ?? ''}"; there are: ${Object.keys(COMMANDS).join(', ')}.`);
    process.exitCode = 1;
    return;
  }
  followParent();
  // Nobody reads us any more (`npm start | head`): whatever runs for us ends with us.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => process.exit(1));
  try {
    const command = await load();
    process.exitCode = await command.run(args);
  } catch (error) {
    if (error instanceof Stop) {
      if (error.message) complain(error.message);
      process.exitCode = error.exitCode;
      return;
    }
    complain(folderSentence(ROOT, errorCode(error)) ?? (error instanceof Error ? String(error.stack) : String(error)));
    process.exitCode = 1;
  }
}
