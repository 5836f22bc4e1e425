import { runScript } from '../child.mjs';

/** Rules of dclint that are a matter of taste, or that don't fit here. */
const NOT_OURS = [
  // Read from top to bottom: what is asked first stands first.
  'services-alphabetical-order',
  'service-keys-order',
  'top-level-properties-order',
  // A list in one line needs them.
  'no-quotes-in-volumes',
  // What is built here has a name, so that it can be pushed.
  'no-build-and-image',
  // The entrance is for everybody.
  'no-unbound-port-interfaces',
];

/** @type {readonly (readonly string[])[]} */
const CHECKS = [
  [
    'node_modules/dclint/bin/dclint.cjs',
    'docker-compose.yml',
    '--max-warnings=0',
    '--no-color',
    ...NOT_OURS.map((rule) => `--disable-rule=${rule}`),
  ],
  ['node_modules/dockerfile-utils/bin/dockerfile-utils', 'lint', 'deploy/Dockerfile'],
  ['deploy/kubernetes/check.mjs'],
];

/** What operators run, by the schemas of those who read it. */
export async function checkDeploy() {
  const findings = [];
  for (const check of CHECKS) {
    const { exitCode, output } = await runScript(check);
    if (exitCode !== 0) findings.push(output.trim() || `${check[0]} ended with ${exitCode}`);
  }
  return findings.join('\n');
}
