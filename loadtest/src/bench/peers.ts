/** Makes the peers ready that can be had here. Who can't be is left out, with a line that says why. */
import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { cWriter, centrifuge, nchan, nodePeers, OUTPUT, PEERS } from './contenders.ts';
import type { Contender } from './server.ts';

export interface Peers {
  readonly contenders: readonly Contender[];
  readonly leftOut: readonly string[];
  readonly versions: Readonly<Record<string, string>>;
}

type Peer =
  | {
      readonly ok: true;
      readonly contenders: readonly Contender[];
      readonly versions: Readonly<Record<string, string>>;
    }
  | { readonly ok: false; readonly reason: string };

const run = promisify(execFile);
const BUILT = `${OUTPUT}peers/`;
const BUILD_WITHIN_MS = 300_000;
/** Where Debian and others put the module of nginx. */
const NCHAN = ['/usr/lib/nginx/modules/ngx_nchan_module.so', '/usr/lib64/nginx/modules/ngx_nchan_module.so'];

export async function preparePeers(say: (line: string) => void): Promise<Peers> {
  mkdirSync(BUILT, { recursive: true });
  const found: Peer[] = [];
  for (const prepare of [ofNode, ofCentrifuge, ofNginx, ofC]) {
    found.push(await prepare(say).catch((error: unknown) => ({ ok: false as const, reason: firstLine(error) })));
  }
  return {
    contenders: found.flatMap((peer) => (peer.ok ? peer.contenders : [])),
    leftOut: found.flatMap((peer) => (peer.ok ? [] : [peer.reason])),
    versions: Object.assign({}, ...found.map((peer) => (peer.ok ? peer.versions : {}))) as Peers['versions'],
  };
}

async function ofNode(): Promise<Peer> {
  const version = (name: string): string => {
    const file = join(PEERS, 'node_modules', name, 'package.json');
    return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  };
  if (!existsSync(join(PEERS, 'node_modules'))) {
    return { ok: false, reason: 'npm ws and Socket.IO are left out: `npm ci` in loadtest/peers did not work.' };
  }
  return {
    ok: true,
    contenders: nodePeers(),
    versions: { 'ws (npm)': version('ws'), 'socket.io': version('socket.io') },
  };
}

async function ofCentrifuge(say: (line: string) => void): Promise<Peer> {
  const go = findProgram('go');
  if (go === undefined) return { ok: false, reason: 'Centrifuge is left out: there is no Go toolchain here.' };
  const file = `${BUILT}centrifuge`;
  if (!existsSync(file)) say('Building the Centrifuge peer; the first time takes some minutes …');
  try {
    await run(go, ['build', '-o', file, '.'], { cwd: join(PEERS, 'centrifuge'), timeout: BUILD_WITHIN_MS });
  } catch (error) {
    return { ok: false, reason: `Centrifuge is left out: it could not be built (${firstLine(error)}).` };
  }
  const { stdout } = await run(go, ['version']);
  const version = /centrifuge (v\S+)/.exec(readFileSync(join(PEERS, 'centrifuge/go.mod'), 'utf8'))?.[1] ?? '';
  return {
    ok: true,
    contenders: centrifuge(file),
    versions: { centrifuge: version, go: stdout.trim().replace('go version go', '') },
  };
}

async function ofNginx(): Promise<Peer> {
  const nginx = findProgram('nginx', ['/usr/sbin', '/usr/local/sbin']);
  const module = NCHAN.find((file) => existsSync(file));
  if (nginx === undefined || module === undefined) {
    return {
      ok: false,
      reason: 'nginx with Nchan is left out: on Debian, `apt-get install nginx libnginx-mod-nchan`.',
    };
  }
  const port = await freePort();
  const template = readFileSync(join(PEERS, 'nchan.conf'), 'utf8');
  const files = String(FILES);
  const text = template.replaceAll('MODULE;', `${module};`).replaceAll('PORT ', `${port} `).replaceAll('FILES', files);
  writeFileSync(`${BUILT}nchan.conf`, text);
  const { stderr } = await run(nginx, ['-v']);
  return {
    ok: true,
    contenders: [nchan(nginx, BUILT, port)],
    versions: { 'nginx with Nchan': stderr.trim().replace(/^.*nginx\//, '') },
  };
}

/** As many connections as anything here opens. */
const FILES = 16_384;

async function ofC(): Promise<Peer> {
  const cc = findProgram('cc') ?? findProgram('gcc') ?? findProgram('clang');
  if (cc === undefined) return { ok: false, reason: 'The bare C writer is left out: there is no C compiler here.' };
  await run(cc, ['-O2', '-o', `${BUILT}c-writer`, join(PEERS, 'c-writer.c')], { timeout: BUILD_WITHIN_MS });
  const { stdout } = await run(cc, ['--version']);
  return { ok: true, contenders: [cWriter()], versions: { 'C compiler': stdout.split('\n')[0] ?? '' } };
}

function findProgram(name: string, more: readonly string[] = []): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...more];
  return folders
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** A port that was free a moment ago, for servers that can't choose one themselves. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n').slice(0, 2).join(' ');
}
