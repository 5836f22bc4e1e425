/** HTTP to a gateway: fetch for what is well formed, a bare socket for what is not. */
import { connect, type Socket } from 'node:net';
import { expect } from 'vitest';
import { SERVER_KEY, within } from './harness.ts';

export interface CallOptions {
  /** Sent as JSON; a text or bytes are sent as they are. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** `null`: none. */
  readonly bearer?: string | null;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; `undefined` when it is none. */
  readonly json: unknown;
}

/** One request, as a server with a key unless `bearer` says otherwise. */
export async function call(
  { port }: { readonly port: number },
  method: string,
  path: string,
  options: CallOptions = {},
): Promise<Answer> {
  const { body, headers = {}, bearer = SERVER_KEY } = options;
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: {
      ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: isRaw ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** An error as RFC 9457 wants it, and rule 7.1 does. */
export function expectProblem(answer: Answer, status: number, code: string, field?: string): void {
  expect(answer).toMatchObject({ status, json: { status, code, ...(field !== undefined && { field }) } });
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  const { title, detail } = answer.json as { title: string; detail: string };
  expect(title).toMatch(/^[a-z ]+$/);
  expect(detail).toMatch(/^[A-Z].+\.$/);
}

/** One metric of the gateway; the sum over its labels. */
export async function metric(gateway: { readonly port: number }, name: string): Promise<number> {
  const { text } = await call(gateway, 'GET', '/metrics');
  const rows = text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  if (rows.length === 0) throw new Error(`no metric ${name}`);
  return rows.reduce((sum, row) => sum + Number(row.slice(row.lastIndexOf(' '))), 0);
}

/** A socket that says exactly what it is told, and remembers what comes back. */
export class RawSocket {
  readonly socket: Socket;
  readonly closed: Promise<void>;
  received = '';

  constructor({ port }: { readonly port: number }) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.on('data', (chunk: Buffer) => (this.received += chunk.toString('latin1')));
    // A reset is an answer too.
    this.socket.on('error', () => {});
    this.closed = new Promise((resolve) => this.socket.once('close', () => resolve()));
  }

  write(data: string | Uint8Array): void {
    this.socket.write(data);
  }

  /** Resolves as soon as what came back matches. */
  async receives(pattern: RegExp): Promise<string> {
    const matches = new Promise<string>((resolve, reject) => {
      const look = () => {
        if (pattern.test(this.received)) resolve(this.received);
      };
      this.socket.on('data', look);
      this.socket.once('close', () => {
        look();
        reject(new Error(`closed before ${String(pattern)}; got ${this.received.slice(-500)}`));
      });
      look();
    });
    return within(15_000, matches, () => `nothing like ${String(pattern)}; got ${this.received.slice(-500)}`);
  }
}

/** What a gateway answers to exactly these bytes, until it has nothing more to say. */
export async function exchange(gateway: { readonly port: number }, bytes: string | Uint8Array): Promise<string> {
  const raw = new RawSocket(gateway);
  raw.write(bytes);
  raw.socket.end();
  await within(15_000, raw.closed, () => `still open; got ${raw.received.slice(-500)}`);
  return raw.received;
}
