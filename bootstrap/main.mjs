// The door of every `npm run …`. An old Node must get this far: nothing here or in node-version.mjs may use newer syntax.
import { nodeProblem } from './node-version.mjs';

const problem = nodeProblem(process.versions.node);
if (problem) {
  console.error(problem);
  process.exitCode = 1;
} else {
  void import('./commands.mjs').then((commands) => commands.runCommand(process.argv[2], process.argv.slice(3)));
}
