/**
 * A site as an operator runs it: Redis, gateways that each reach it over a line of their own, HAProxy with our own
 * configuration in front, and a second entrance for viewers whose lines can be cut.
 */
import { startHaproxy, type Haproxy } from '../../../deploy/test/haproxy.ts';
import { freePort } from '../../../deploy/test/program.ts';
import { eventually, startGateway, type Gateway } from '../harness.ts';
import { RedisServer } from '../redis/redis-server.ts';
import type { Testimony } from './dump.ts';
import { Relay } from './relay.ts';

export interface Member {
  readonly address: string;
  readonly gateway: Gateway;
  /** Between it and Redis. */
  readonly line: Relay;
}

export interface SiteOptions {
  readonly gateways: number;
  readonly viewers: number;
  readonly env: Readonly<Record<string, string>>;
  /** From each gateway to Redis, in milliseconds; next door unless it is given. */
  readonly wayMs?: number;
}

/** Every gateway gets an address of its own, a replacement too: the old one may still be leaving. */
const FIRST_ADDRESS = 2;

export class Site {
  readonly redis: RedisServer;
  readonly #options: SiteOptions;
  readonly #port: number;
  readonly #members: Member[] = [];
  #nextAddress = FIRST_ADDRESS;
  #haproxy: Haproxy | undefined;
  #entrance: Relay | undefined;
  /** Gateways on their way out, with what they said last. */
  readonly #leaving: Promise<unknown>[] = [];
  /** Those that are gone as well. */
  readonly #all: Member[] = [];

  private constructor(redis: RedisServer, port: number, options: SiteOptions) {
    this.redis = redis;
    this.#port = port;
    this.#options = options;
  }

  static async start(options: SiteOptions): Promise<Site> {
    // With a file of every write, as operators keep what must survive a restart.
    const redis = await RedisServer.start({ args: ['--appendonly', 'yes', '--appendfsync', 'no'] });
    const site = new Site(redis, await freePort(...Array.from({ length: 50 }, (_, index) => `127.0.0.${index + 1}`)), {
      ...options,
    });
    await Promise.all(Array.from({ length: options.gateways }, () => site.add()));
    const addresses = site.#members.map(({ address }) => address);
    // HAProxy counts both sides of a line, and more while viewers change places.
    site.#haproxy = await startHaproxy(addresses, site.#port, { MAXCONN: `${options.viewers * 4}` });
    site.#entrance = await Relay.start(site.#haproxy.port);
    await site.whole();
    return site;
  }

  get members(): readonly Member[] {
    return this.#members;
  }

  /** Where viewers come in. */
  get port(): number {
    return this.#haproxy?.port ?? 0;
  }

  /** The lines of those viewers whose lines may break. */
  get entrance(): Relay {
    if (!this.#entrance) throw new Error('the site is not open');
    return this.#entrance;
  }

  async add(): Promise<Member> {
    const address = `127.0.0.${this.#nextAddress}`;
    this.#nextAddress += 1;
    const line = await Relay.start(this.redis.port, this.#options.wayMs);
    const own = { HOST: address, PORT: `${this.#port}`, REDIS_URL: `redis://127.0.0.1:${line.port}` };
    const gateway = await startGateway({
      INSTANCE_ID: address,
      TRUSTED_PROXIES: '127.0.0.1',
      ACCEPT_PER_SECOND: '5000',
      ...this.#options.env,
      ...own,
    });
    const member = { address, gateway, line };
    this.#members.push(member);
    this.#all.push(member);
    await this.#announce();
    return member;
  }

  /** Takes a gateway out of the name service; it is asked to leave, or is gone already. */
  async remove(member: Member, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const index = this.#members.indexOf(member);
    // Two faults may have chosen the same.
    if (index < 0) return;
    this.#members.splice(index, 1);
    member.gateway.signal(signal);
    const gone = member.gateway.exited.then(async (exit) => {
      await member.line.stop();
      // On a machine that is held up a viewer may outstay the window: it is cut, and comes back.
      if (member.gateway.log.some(({ msg }) => msg === 'left with sockets still open')) return;
      if (signal === 'SIGTERM' && (exit.code !== 0 || exit.stderr !== '')) {
        const said = [exit.stderr, ...member.gateway.lines.slice(-5)].join('\n');
        throw new Error(`${member.address} left with ${exit.code ?? exit.signal}: ${said}`);
      }
    });
    // Looked at in the end, by `stop`.
    gone.catch(() => undefined);
    this.#leaving.push(gone);
    await this.#announce();
  }

  /** Resolves when every gateway is connected to Redis and HAProxy sends viewers to all of them. */
  async whole(): Promise<void> {
    for (const { address } of this.#members) {
      await eventually(async () => {
        const response = await fetch(`http://${address}:${this.#port}/readyz`, { signal: AbortSignal.timeout(2000) });
        const { degraded } = (await response.json()) as { degraded?: string };
        if (!response.ok || degraded !== undefined) throw new Error(`${address}: ${response.status} ${degraded}`);
      });
    }
    await eventually(async () => {
      const healthy = await this.#haproxy?.healthy();
      if (healthy !== this.#members.length) throw new Error(`HAProxy knows ${healthy}`);
    });
  }

  /** The value of one metric of one gateway. */
  async metric(member: Member, name: string): Promise<number> {
    return (await this.metrics(member))(name);
  }

  /** All metrics of one gateway at one moment, by name. */
  async metrics(member: Member): Promise<(name: string) => number> {
    const text = await this.#metricsText(member);
    return (name) => Number(new RegExp(`^${name}\\{[^}]*\\} (.*)$`, 'm').exec(text)?.[1]);
  }

  /** What every gateway said, those that are gone as well. */
  testimonies(): Promise<readonly Testimony[]> {
    return Promise.all(
      this.#all.map(async (member) => {
        const { address, gateway } = member;
        return { address, log: gateway.log, metrics: await this.#metricsText(member).catch(() => undefined) };
      }),
    );
  }

  /** When gateways said that Redis was away for them. */
  get cutOff(): readonly { readonly fromMs: number; readonly toMs: number }[] {
    return this.#all.flatMap(({ gateway: { log } }) => {
      const windows: { fromMs: number; toMs: number }[] = [];
      for (const { msg, time } of log) {
        const atMs = Date.parse(String(time));
        if (msg === 'Redis is back') Object.assign(windows.at(-1) ?? {}, { toMs: atMs });
        else if (String(msg).includes('Redis')) windows.push({ fromMs: atMs, toMs: Number.POSITIVE_INFINITY });
      }
      return windows;
    });
  }

  /** Ends everything. @throws what a gateway said that did not leave cleanly. */
  async stop(): Promise<void> {
    await this.#entrance?.stop();
    await this.#haproxy?.stop();
    for (let member = this.#members[0]; member; member = this.#members[0]) await this.remove(member, 'SIGTERM');
    const left = await Promise.allSettled(this.#leaving);
    await this.redis.stop();
    for (const result of left) if (result.status === 'rejected') throw result.reason;
  }

  async #metricsText({ address }: Member): Promise<string> {
    const answer = await fetch(`http://${address}:${this.#port}/metrics`, { signal: AbortSignal.timeout(2000) });
    return answer.text();
  }

  async #announce(): Promise<void> {
    await this.#haproxy?.use(this.#members.map(({ address }) => address));
  }
}
