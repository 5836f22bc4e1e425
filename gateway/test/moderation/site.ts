/** A site's own service, as tests set it up: it remembers what it was asked and answers what it is told to. */
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface AskedQuestion {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly json: { readonly text: string; readonly [field: string]: unknown };
}

export type Reply = (question: AskedQuestion, response: ServerResponse) => void;

export class Site {
  readonly questions: AskedQuestion[] = [];
  reply: Reply = (_question, response) => response.end('{"action":"accept"}');
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        const question = { headers: request.headers, body, json: JSON.parse(body) as AskedQuestion['json'] };
        this.questions.push(question);
        this.reply(question, response);
      });
    });
  }

  static async open(): Promise<Site> {
    const site = new Site();
    await new Promise<void>((resolve) => site.#server.listen(0, '127.0.0.1', resolve));
    return site;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/hook`;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}
