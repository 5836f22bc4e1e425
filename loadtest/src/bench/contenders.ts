/** Who takes part: our gateway and its peers, each as users write it and, where that is theirs to choose, batching. */
import { fileURLToPath } from 'node:url';
import type { Contender } from './server.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
export const PEERS = `${ROOT}loadtest/peers/`;
/** What is built or written for a run; git ignores it. */
export const OUTPUT = `${ROOT}bench-output/`;

export const API_KEY = 'key-of-the-benchmarks-0123456789';
/** As our gateway does by default. */
const PEER_FLUSH_MS = '50';

/** @param env settings of the gateway over those of the benchmarks. */
export function ourGateway(env: Readonly<Record<string, string>> = {}, name = 'ours'): Contender {
  return {
    name,
    label: 'Danmaku Live',
    ours: true,
    batches: true,
    dialect: 'danmaku',
    hasRooms: true,
    apiKey: API_KEY,
    command: {
      file: process.execPath,
      args: [`${ROOT}gateway/dist/main.js`],
      env: {
        PORT: '0',
        HOST: '127.0.0.1',
        API_KEYS: API_KEY,
        // What is measured is how much can be sent, not how much a viewer should be sent.
        ROOM_BUDGET: '100000',
        ACCEPT_PER_SECOND: '100000',
        POST_PER_SECOND: '10000',
        POST_BURST: '100000',
        REDIS_URL: '',
        WORKERS: '1',
        DEMO: '0',
        ...env,
      },
    },
  };
}

function nodePeer(name: string, label: string, dialect: Contender['dialect'], batches: boolean): Contender {
  return {
    name: batches ? `${name}-batching` : name,
    label: batches ? `${label}, batching` : label,
    ours: false,
    batches,
    dialect,
    hasRooms: true,
    command: { file: process.execPath, args: [`${PEERS}${name}-server.mjs`, batches ? PEER_FLUSH_MS : '0'] },
  };
}

export function nodePeers(): readonly Contender[] {
  return [
    nodePeer('ws', 'npm ws, prepared frame', 'ws', false),
    nodePeer('ws', 'npm ws, prepared frame', 'ws', true),
    nodePeer('socket-io', 'Socket.IO, rooms', 'socket.io', false),
    nodePeer('socket-io', 'Socket.IO, rooms', 'socket.io', true),
  ];
}

export function cWriter(): Contender {
  return {
    name: 'c-writer',
    label: 'bare C writer',
    ours: false,
    batches: false,
    dialect: 'c-writer',
    hasRooms: false,
    command: { file: `${OUTPUT}peers/c-writer`, args: [] },
  };
}

/** @param file the built server. */
export function centrifuge(file: string): readonly Contender[] {
  return [false, true].map((batches) => ({
    name: batches ? 'centrifuge-batching' : 'centrifuge',
    label: batches ? 'Centrifuge, write delay' : 'Centrifuge',
    ours: false,
    batches,
    dialect: 'centrifuge',
    hasRooms: true,
    command: { file, args: batches ? [PEER_FLUSH_MS] : [], env: { GOMAXPROCS: '1' } },
  }));
}

/** @param folder where its configuration is, and where it may write. */
export function nchan(nginx: string, folder: string, port: number): Contender {
  return {
    name: 'nchan',
    label: 'nginx with Nchan',
    ours: false,
    batches: false,
    dialect: 'nchan',
    hasRooms: true,
    command: { file: nginx, args: ['-p', folder, '-c', `${folder}nchan.conf`] },
    port,
  };
}
