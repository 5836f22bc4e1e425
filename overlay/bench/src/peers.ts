/** The peers: installed when they are first needed, from a lock file of their own, and never part of the product. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));

interface Manifest {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const wanted = readManifest(`${FOLDER}package.json`)?.dependencies ?? {};

/** @returns why there are none, or `undefined` when all are there. */
export async function installPeers(): Promise<string | undefined> {
  if (isComplete()) return undefined;
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const failed = await new Promise<string | undefined>((resolve) => {
    const child = spawn(npm, args, { cwd: FOLDER, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2_000)));
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code) =>
      resolve(code === 0 ? undefined : (/npm error (.*)/.exec(said)?.[1] ?? `npm ended with ${code}`)),
    );
  });
  return failed ?? (isComplete() ? undefined : 'npm left packages out');
}

function isComplete(): boolean {
  return Object.entries(wanted).every(([name, version]) => installed(name) === version);
}

function installed(name: string): string | undefined {
  return readManifest(`${FOLDER}node_modules/${name}/package.json`)?.version;
}

/** Name and version of each that is there. */
export function peerVersions(): Record<string, string> {
  const versions: Record<string, string> = {};
  for (const name of Object.keys(wanted)) {
    const version = installed(name);
    if (version !== undefined) versions[`${name} (npm)`] = version;
  }
  return versions;
}

function readManifest(file: string): Manifest | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : undefined;
}
