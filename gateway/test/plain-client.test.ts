/**
 * A client written from PROTOCOL.md alone: nothing of the product is imported but what starts the gateway, and every
 * step names the rule it follows.
 */
import WebSocket from 'ws';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGateway, type Gateway } from './harness.ts';

interface Message {
  readonly type: string;
  readonly [field: string]: unknown;
}

class PlainClient {
  /** The last offset processed (1.5). */
  offset: string | undefined;
  readonly shown: string[] = [];
  readonly #seen = new Set<unknown>();
  #socket: WebSocket | undefined;
  #waiting: ((message: Message) => void)[] = [];
  #refs = 0;

  /** 2.1, 2.2: one address, one subprotocol; 5.2: with the last offset on return. */
  connect(port: number, room: string): Promise<Message> {
    const after = this.offset === undefined ? '' : `?after=${encodeURIComponent(this.offset)}`;
    this.#socket = new WebSocket(`ws://127.0.0.1:${port}/v1/rooms/${room}/ws${after}`, 'danmaku.v1.json');
    this.#socket.on('message', (data: Buffer) => this.#read(JSON.parse(data.toString()) as Message));
    // 4.1: the welcome comes first.
    return this.#next((message) => message.type === 'welcome');
  }

  /** 3.3: answered by `ack` or `refused` with the same ref. */
  post(text: string, ref = `ref-${(this.#refs += 1)}`): Promise<Message> {
    this.#socket?.send(JSON.stringify({ type: 'post', ref, text }));
    return this.#next((message) => message['ref'] === ref);
  }

  /** 3.7 */
  heartbeat(): Promise<Message> {
    const sent = Date.now();
    this.#socket?.send(JSON.stringify({ type: 'heartbeat', sent, offset: this.offset }));
    return this.#next((message) => message.type === 'heartbeat' && message['sent'] === sent);
  }

  showing(text: string): Promise<unknown> {
    return this.shown.includes(text) ? Promise.resolve() : this.#next(() => this.shown.includes(text));
  }

  breakLine(): void {
    this.#socket?.terminate();
  }

  close(): Promise<unknown> {
    return new Promise((resolve) => {
      this.#socket?.once('close', resolve);
      this.#socket?.close();
    });
  }

  #read(message: Message): void {
    // 4.2, 4.3: both bring comments and an offset.
    if (message.type === 'welcome' || message.type === 'comments') {
      this.offset = message['offset'] as string;
      for (const comment of message['comments'] as { id: unknown; text: string }[]) {
        // 5.2: ids that were seen are dropped.
        if (this.#seen.has(comment.id)) continue;
        this.#seen.add(comment.id);
        this.shown.push(comment.text);
      }
    }
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const look of waiting) look(message);
  }

  #next(is: (message: Message) => boolean): Promise<Message> {
    return new Promise((resolve) => {
      const look = (message: Message) => {
        if (is(message)) resolve(message);
        else this.#waiting.push(look);
      };
      this.#waiting.push(look);
    });
  }
}

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ POST_BURST: '100' });
});
afterAll(() => gateway.stop());

it('A client of another make follows PROTOCOL.md through a whole conversation (9)', async () => {
  const [reader, writer] = [new PlainClient(), new PlainClient()];
  const welcome = await reader.connect(gateway.port, 'lobby');
  expect(welcome).toMatchObject({ protocol: 1, room: 'lobby', recovered: true, comments: [] });
  await writer.connect(gateway.port, 'lobby');

  expect(await writer.post('前方高能')).toMatchObject({ type: 'ack' });
  await reader.showing('前方高能');
  expect(await writer.post('   ')).toMatchObject({ type: 'refused', code: 'empty' });
  expect(await reader.heartbeat()).toMatchObject({ viewers: 2 });

  // The reader's line breaks; the writer goes on, and repeats a post it is not sure of (3.4).
  reader.breakLine();
  const first = await writer.post('two', 'unsure');
  expect(await writer.post('two', 'unsure')).toEqual(first);
  await writer.post('three');
  await writer.showing('three');
  expect(await reader.connect(gateway.port, 'lobby')).toMatchObject({ recovered: true });
  await writer.post('four');
  await Promise.all([reader.showing('four'), writer.showing('four')]);
  expect(reader.shown).toEqual(['前方高能', 'two', 'three', 'four']);
  expect(writer.shown).toEqual(reader.shown);
  await Promise.all([reader.close(), writer.close()]);
});
