/**
 * Checks the manifests in this folder against the API's own types, which are generated from its schema: the compiler
 * reads each as a literal, so that a wrong type, a missing field and a misspelt one are found. Prints what it found.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
const FOLDER = join(ROOT, 'deploy/kubernetes');

/** Where each kind's type is. Kustomize's own file is no object of the API. */
const MODULES = new Map([
  ['apps/v1 Deployment', 'apps/v1'],
  ['v1 Service', 'core/v1'],
  ['autoscaling/v2 HorizontalPodAutoscaler', 'autoscaling/v2'],
  ['policy/v1 PodDisruptionBudget', 'policy/v1'],
  ['networking.k8s.io/v1 NetworkPolicy', 'networking/v1'],
]);

mkdirSync(join(ROOT, '.bootstrap'), { recursive: true });
// Inside the repository, so that the compiler finds the types.
const WORK = mkdtempSync(join(ROOT, '.bootstrap/kubernetes-'));
const problems = [];
for (const file of readdirSync(FOLDER).filter((name) => /\.ya?ml$/.test(name) && name !== 'kustomization.yaml')) {
  const documents = parseAllDocuments(readFileSync(join(FOLDER, file), 'utf8'), { uniqueKeys: true });
  for (const [index, document] of documents.entries()) {
    problems.push(...document.errors.map((error) => `${file}: ${error.message}`));
    const manifest = /** @type {{ apiVersion?: string, kind?: string }} */ (document.toJS());
    const module = MODULES.get(`${manifest.apiVersion} ${manifest.kind}`);
    if (module === undefined) problems.push(`${file}: ${manifest.apiVersion} ${manifest.kind} is not known here`);
    else writeFileSync(join(WORK, `${file}.${index}.ts`), asTypeScript(module, manifest));
  }
}
problems.push(...compile());
rmSync(WORK, { recursive: true });
for (const problem of problems) console.log(problem);
process.exitCode = problems.length > 0 ? 1 : 0;

/** @param {string} module @param {{ kind?: string }} manifest */
function asTypeScript(module, manifest) {
  const type = `import type { ${manifest.kind} } from 'kubernetes-types/${module}.d.ts';`;
  return `${type}\nexport const manifest: ${manifest.kind} = ${JSON.stringify(manifest, undefined, 2)};\n`;
}

function compile() {
  const compilerOptions = { noEmit: true, strict: true, types: [], module: 'ESNext', moduleResolution: 'Bundler' };
  writeFileSync(join(WORK, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['.'] }));
  try {
    execFileSync(process.execPath, [TSC, '-p', '.'], { cwd: WORK, encoding: 'utf8' });
    return [];
  } catch (error) {
    const { stdout } = /** @type {{ stdout?: string }} */ (error);
    return stdout?.trim().split('\n') ?? [String(error)];
  }
}
