/** The site's own service over HTTP: one signed POST per question, no redirects, nothing private unless allowed. */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { lookupPublic, namesPrivateAddress } from './public-address.ts';
import { signatureHeaders } from './signature.ts';

export interface SiteServiceOptions {
  readonly url: URL;
  readonly secret: string;
  readonly timeoutMs: number;
  readonly maxConnections: number;
  readonly allowPrivate: boolean;
}

const MAX_ANSWER_BYTES = 16_384;

export class SiteService {
  readonly #options: SiteServiceOptions;
  readonly #agent: HttpAgent;

  /** @throws a sentence for the operator when the address is a private one and that is not allowed. */
  constructor(options: SiteServiceOptions) {
    this.#options = options;
    const { url, allowPrivate, maxConnections } = options;
    if (!allowPrivate && namesPrivateAddress(url)) {
      throw new Error('HOOK_URL: lies in a private network; set HOOK_ALLOW_PRIVATE=1 if that is meant.');
    }
    const keep = { keepAlive: true, maxSockets: maxConnections, ...(!allowPrivate && { lookup: lookupPublic }) };
    this.#agent = url.protocol === 'https:' ? new HttpsAgent(keep) : new HttpAgent(keep);
  }

  /** What the service answers to `question`. Rejects on anything but a whole 200 in time. */
  async ask(question: unknown, nowMs: number): Promise<unknown> {
    const { secret, timeoutMs } = this.#options;
    const body = JSON.stringify(question);
    const headers = {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      accept: 'application/json',
      'user-agent': 'danmaku-live',
      ...signatureHeaders(secret, body, nowMs),
    };
    const options = { method: 'POST', headers, agent: this.#agent, signal: AbortSignal.timeout(timeoutMs) };
    const response = await this.#send(options, body);
    if (response.statusCode !== 200) {
      response.destroy();
      throw new Error(`the service answered ${response.statusCode}`);
    }
    return JSON.parse(await read(response)) as unknown;
  }

  #send(options: RequestOptions, body: string, isRetry = false): Promise<IncomingMessage> {
    const { url } = this.#options;
    const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const sending = request(url, options, resolve);
      sending.once('error', (error: Error & { code?: string }) => {
        // The service closed a connection that lay idle, perhaps just as we took it up again.
        if (sending.reusedSocket && error.code === 'ECONNRESET' && !isRetry) resolve(this.#send(options, body, true));
        else reject(error);
      });
      sending.end(body);
    });
  }
}

async function read(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new Error('the service answered too much');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
