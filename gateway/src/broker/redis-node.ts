/**
 * One Redis server as a gateway uses it: a connection to append, one to read, one to hear, and a heartbeat through all
 * of it. `up` means that a write was answered a moment ago; whoever finds otherwise says so with {@link RedisNode.fail}.
 */
import { nameOf, type RedisAddress } from './redis-address.ts';
import { checkServer, type ServerNeeds } from './redis-check.ts';
import { ServerClock } from './redis-clock.ts';
import { NotSent, RedisLink } from './redis-link.ts';
import { BEAT, type Script } from './redis-scripts.ts';
import { RedisSubscriber } from './redis-subscriber.ts';
import { reasonOf, troubleOf } from './redis-trouble.ts';

const BEAT_MS = 500;
/** While it is away it is asked more often, so that rooms are whole again soon. */
const PROBE_MS = 200;
const BEAT_KEPT_MS = 10_000;
/** A connection that has answered nothing for this long is replaced. */
const SILENCE_MS = 2000;

export interface NodeListener {
  message(channel: string, payload: string): void;
  /** Writes are answered again. */
  up(node: RedisNode): void;
  down(node: RedisNode, reason: string): void;
  /** Every wanted channel is heard again; what was published before may be missing. */
  hearing(node: RedisNode): void;
  /** Something is not where it was. */
  moved(node: RedisNode): void;
  /** Waiting will not help: a sentence for an operator. */
  refused(node: RedisNode, sentence: string): void;
}

export interface NodeOptions {
  readonly address: RedisAddress;
  /** Distinguishes connections of gateways on the server. */
  readonly instance: string;
  readonly beat: { readonly key: string; readonly channel: string };
  readonly needs: ServerNeeds;
  /** How long a command may take. */
  readonly timeoutMs: number;
}

export class RedisNode {
  readonly name: string;
  readonly address: RedisAddress;
  readonly #options: NodeOptions;
  readonly #listener: NodeListener;
  readonly #appends: RedisLink;
  readonly #reads: RedisLink;
  readonly #subscriber: RedisSubscriber;
  #timer: NodeJS.Timeout | undefined;
  #isChecked = false;
  #isChecking = false;
  #isBeating = false;
  #isClosed = false;
  #down: string | undefined = 'not connected yet';
  #beats = 0;
  #answeredMs = performance.now();
  #steppedMs = performance.now();
  /** Whether the last step blamed nobody, because this process had been paused. */
  #hasWaived = false;
  readonly #clock = new ServerClock();

  constructor(options: NodeOptions, listener: NodeListener) {
    const { address, instance, needs, beat, timeoutMs } = options;
    this.name = nameOf(address);
    this.address = address;
    this.#options = options;
    this.#listener = listener;
    const name = `danmaku-${instance}`;
    // While the server is gone one connection knocks; the others come when it is let in.
    const isReached = () => this.#appends.isReady;
    this.#appends = new RedisLink({
      address,
      timeoutMs,
      name: `${name}-append`,
      isReached: () => true,
      onReady: () => {
        this.#gather();
        this.#beat();
      },
      onError: (error) => {
        this.#note(error);
        this.fail(error);
      },
    });
    this.#reads = new RedisLink({
      address,
      timeoutMs,
      name: `${name}-read`,
      isReached,
      onReady: () => void this.#check(),
      onError: (error) => this.#note(error),
    });
    this.#subscriber = new RedisSubscriber({
      address,
      timeoutMs,
      name: `${name}-hear`,
      isReached,
      isSharded: needs.isCluster,
      beatChannel: beat.channel,
      onMessage: (channel, payload) => listener.message(channel, payload),
      onHearing: () => listener.hearing(this),
      onLost: (error) => this.#note(error),
      onMoved: () => listener.moved(this),
    });
  }

  open(): void {
    this.#appends.open();
    this.#reads.open();
    this.#subscriber.open();
    this.#schedule();
  }

  get isUp(): boolean {
    return this.#down === undefined;
  }

  /** What keeps this gateway from the others that use this server. */
  get trouble(): string | undefined {
    if (this.#down !== undefined) return `Redis at ${this.name} is away: ${this.#down}`;
    if (!this.#reads.isReady) return `The connection for reading from Redis at ${this.name} is interrupted`;
    return this.#subscriber.isHearing ? undefined : `The subscription at Redis ${this.name} is interrupted`;
  }

  /** The server's clock now. */
  get serverMs(): number {
    return this.#clock.at(Date.now());
  }

  get publishVerb(): 'PUBLISH' | 'SPUBLISH' {
    return this.#options.needs.isCluster ? 'SPUBLISH' : 'PUBLISH';
  }

  /** Runs a script that writes. A failure means that the server is away, however well it may be read. */
  async append(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    try {
      return await this.#noting(this.#appends.run(script, keys, args));
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble === 'away' || trouble === 'refused') this.fail(error);
      throw error;
    }
  }

  /** Runs a script on the connection for what may take longer. */
  read(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    return this.#noting(this.#reads.run(script, keys, args));
  }

  call(command: string, ...args: readonly (string | number)[]): Promise<unknown> {
    return this.#noting(this.#reads.call(command, ...args));
  }

  /** As {@link RedisSubscriber.want}. */
  hear(channel: string): Promise<boolean> {
    return this.#subscriber.want(channel);
  }

  unhear(channel: string): void {
    this.#subscriber.unwant(channel);
  }

  /** Takes note that the server does not do its work. */
  fail(error: unknown): void {
    if (this.#isClosed) return;
    if (this.#down !== undefined) {
      // What made the connection close says more than that it is closed.
      if (!(error instanceof NotSent)) this.#down = reasonOf(error);
      return;
    }
    this.#down = reasonOf(error);
    this.#schedule();
    this.#listener.down(this, this.#down);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#appends.close();
    this.#reads.close();
    this.#subscriber.close();
  }

  async #noting(work: Promise<unknown>): Promise<unknown> {
    try {
      const answer = await work;
      this.#answeredMs = performance.now();
      return answer;
    } catch (error) {
      this.#note(error);
      throw error;
    }
  }

  /** Passes on what is not this server's own business. */
  #note(error: unknown): void {
    if (this.#isClosed) return;
    const trouble = troubleOf(error);
    if (trouble === 'moved') this.#listener.moved(this);
    if (trouble === 'refused') this.#listener.refused(this, `Redis at ${this.name} refuses: ${reasonOf(error)}`);
  }

  async #check(): Promise<void> {
    this.#isChecked = false;
    if (this.#isChecking) return;
    this.#isChecking = true;
    try {
      const problem = checkServer(String(await this.call('INFO')), this.#options.needs);
      if (!problem) {
        this.#isChecked = true;
        this.#beat();
      } else if (problem.isFinal) this.#listener.refused(this, `Redis at ${this.name} ${problem.sentence}`);
      else this.fail(new Error(problem.sentence));
    } catch {
      // Noted where it was asked; asked again at the next step.
    } finally {
      this.#isChecking = false;
    }
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#step(), this.isUp ? BEAT_MS : PROBE_MS);
  }

  #step(): void {
    this.#schedule();
    const nowMs = performance.now();
    // After a pause of this process, what came meanwhile is still to be read: nobody is to blame yet.
    const wasPaused = nowMs - this.#steppedMs > SILENCE_MS / 2;
    this.#steppedMs = nowMs;
    this.#hasWaived = wasPaused && !this.#hasWaived;
    // What has come is read first: on a busy machine an answer may lie there for longer than anybody may be silent.
    if (!this.#hasWaived) setImmediate(() => this.#replaceSilent(nowMs));
    if (this.#appends.isReady) this.#gather();
    if (this.#isChecked) this.#beat();
    else if (this.#reads.isReady) void this.#check();
  }

  /** The other connections follow the one that was let in. */
  #gather(): void {
    if (this.#isClosed) return;
    this.#reads.comeBack();
    this.#subscriber.comeBack();
  }

  #replaceSilent(nowMs: number): void {
    if (this.#isClosed) return;
    this.#subscriber.check(nowMs);
    const isSilent = nowMs - this.#answeredMs > SILENCE_MS;
    for (const link of [this.#appends, this.#reads]) {
      link.checkHandshake(nowMs);
      if (isSilent && link.isReady) link.reconnect();
    }
    if (isSilent) this.#answeredMs = nowMs;
  }

  #beat(): void {
    if (this.#isBeating || !this.#appends.isReady) return;
    this.#isBeating = true;
    void this.#sendBeat().finally(() => (this.#isBeating = false));
  }

  async #sendBeat(): Promise<void> {
    const { beat } = this.#options;
    this.#beats += 1;
    const sentMs = Date.now();
    try {
      const args = [this.publishVerb, beat.channel, this.#beats, BEAT_KEPT_MS];
      const serverMs = Number(await this.append(BEAT, [beat.key], args));
      this.#clock.learn(serverMs, sentMs, Date.now());
      if (this.isUp || !this.#isChecked || this.#isClosed) return;
      this.#down = undefined;
      this.#listener.up(this);
    } catch {
      // Noted where it was sent.
    }
  }
}
