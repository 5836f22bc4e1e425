import { runScript } from '../child.mjs';

/** Prettier's form, of all files it knows. */
export async function checkFormat() {
  const { exitCode, output } = await runScript(['node_modules/prettier/bin/prettier.cjs', '--list-different', '.']);
  return exitCode === 0 ? '' : `${output.trim()}\n\`npx prettier --write .\` puts it right.`;
}
