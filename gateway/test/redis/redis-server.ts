/** Real Redis servers for tests: private ports on loopback, no files but a temporary folder, ended by their own pid. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { eventually } from '../harness.ts';

export interface RedisServerOptions {
  /** Of `redis.conf`, as arguments. */
  readonly args?: readonly string[];
  /** Commands sent once it answers, before anybody else may talk to it. */
  readonly setUp?: readonly (readonly string[])[];
  readonly port?: number;
  /** Whether it also listens with TLS, on {@link RedisServer.tlsPort}. */
  readonly withTls?: boolean;
}

const running = new Set<ChildProcess>();
// A test that fails half-way must not leave a server behind.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export class RedisServer {
  readonly port: number;
  readonly #options: RedisServerOptions;
  readonly #folder = mkdtempSync(join(tmpdir(), 'danmaku-redis-'));
  #child: ChildProcess | undefined;
  /** As the default user. */
  readonly admin: Redis;

  private constructor(port: number, options: RedisServerOptions) {
    this.port = port;
    this.#options = options;
    this.admin = new Redis({ port, host: '127.0.0.1', lazyConnect: true, retryStrategy: () => 20 });
    this.admin.on('error', () => undefined);
  }

  static async start(options: RedisServerOptions = {}): Promise<RedisServer> {
    const server = new RedisServer(options.port ?? (await freePort()), options);
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  get tlsPort(): number {
    return this.port + 10_000;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Starts it (again, on the same port and with what it had saved) and waits until it answers. */
  async start(): Promise<void> {
    const fixed = ['--port', `${this.port}`, '--bind', '127.0.0.1', '--dir', this.#folder, '--save', ''];
    const { args = [], withTls = false } = this.#options;
    const tls = withTls ? ['--tls-port', `${this.tlsPort}`] : [];
    this.#child = spawn('redis-server', [...fixed, ...args, ...tls], { stdio: 'ignore' });
    const child = this.#child;
    running.add(child);
    child.once('exit', () => running.delete(child));
    await eventually(async () => expectPong(await this.admin.ping()));
    for (const [command = '', ...rest] of this.#options.setUp ?? []) await this.admin.call(command, ...rest);
  }

  /** Gone without a word. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  /** Takes away what a server that was killed had saved. */
  forget(): void {
    for (const name of readdirSync(this.#folder)) rmSync(join(this.#folder, name), { recursive: true });
  }

  /** What it has saved by now; given back to a server that was killed, it is an old copy. */
  copy(): { readonly giveBack: () => void; readonly remove: () => void } {
    const folder = mkdtempSync(join(tmpdir(), 'danmaku-redis-copy-'));
    cpSync(this.#folder, folder, { recursive: true });
    const giveBack = () => {
      this.forget();
      cpSync(folder, this.#folder, { recursive: true });
    };
    return { giveBack, remove: () => rmSync(folder, { recursive: true, force: true }) };
  }

  /** Alive for the kernel, dead for everybody else. */
  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    this.admin.disconnect();
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export interface RedisCluster {
  readonly servers: readonly RedisServer[];
  readonly urls: readonly string[];
  /** One more server, which follows the master of this id and takes over when it dies. */
  addReplica(masterId: string): Promise<RedisServer>;
  stop(): Promise<void>;
}

/** Three masters that share all slots, without replicas. */
export async function startCluster(setUp: RedisServerOptions['setUp'] = []): Promise<RedisCluster> {
  const options = { args: ['--cluster-enabled', 'yes', '--cluster-node-timeout', '2500'], setUp };
  const replicas: RedisServer[] = [];
  const servers = await Promise.all([0, 1, 2].map(() => RedisServer.start(options)));
  const bounds = [0, 5461, 10_923, 16_384];
  for (const [index, { admin }] of servers.entries()) {
    await admin.call('CLUSTER', 'ADDSLOTSRANGE', bounds[index] ?? 0, (bounds[index + 1] ?? 0) - 1);
    await admin.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
    await admin.call('CLUSTER', 'MEET', '127.0.0.1', servers[0]?.port ?? 0);
  }
  for (const { admin } of servers) {
    await eventually(async () => {
      const info = String(await admin.call('CLUSTER', 'INFO'));
      if (!/cluster_state:ok/.test(info) || !/cluster_known_nodes:3/.test(info)) throw new Error('not whole yet');
    });
  }
  return {
    servers,
    urls: servers.map(({ url }) => url),
    addReplica: async (masterId) => {
      const replica = await RedisServer.start(options);
      replicas.push(replica);
      await replica.admin.call('CLUSTER', 'MEET', '127.0.0.1', servers[0]?.port ?? 0);
      await eventually(() => replica.admin.call('CLUSTER', 'REPLICATE', masterId));
      await eventually(async () => {
        if (!/master_link_status:up/.test(await replica.admin.info('replication'))) throw new Error('not in step yet');
      });
      return replica;
    },
    stop: async () => {
      await Promise.all([...servers, ...replicas].map((server) => server.stop()));
    },
  };
}

/** A port nobody listens on now, low enough that the kernel gives it to nobody, with room for a cluster's bus port. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 2700);
    if ((await isFree(port)) && (await isFree(port + 10_000))) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

function expectPong(answer: string): void {
  if (answer !== 'PONG') throw new Error('does not answer yet');
}
