/** A name server on loopback that knows one name: what Docker's or a cluster's own says about a service. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

const HEADER_BYTES = 12;
const TYPE_A = 1;
/** A response, authoritative, to a question that may ask for recursion; no error. */
const ANSWER_FLAGS = 0x85_80;
const NO_SUCH_NAME = 3;
const TTL_SECONDS = 1;
/** Points back at the name in the question. */
const NAME_POINTER = 0xc0_00 | HEADER_BYTES;

export class NameServer {
  /** What {@link name} resolves to; may change at any time. */
  addresses: readonly string[];
  readonly name: string;
  readonly #socket: Socket = createSocket('udp4');

  private constructor(name: string, addresses: readonly string[]) {
    this.name = name;
    this.addresses = addresses;
    this.#socket.on('message', (query, asker) => {
      this.#socket.send(this.#answer(query), asker.port, asker.address);
    });
  }

  static async start(name: string, addresses: readonly string[], port: number): Promise<NameServer> {
    const server = new NameServer(name, addresses);
    server.#socket.bind(port, '127.0.0.1');
    await once(server.#socket, 'listening');
    return server;
  }

  async stop(): Promise<void> {
    const closed = once(this.#socket, 'close');
    this.#socket.close();
    await closed;
  }

  /** RFC 1035: the question once more, then one record for each address. */
  #answer(query: Buffer): Buffer {
    const { name, type, end } = readQuestion(query);
    const isKnown = name === this.name;
    const addresses = isKnown && type === TYPE_A ? this.addresses : [];
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt16BE(query.readUInt16BE(0), 0);
    header.writeUInt16BE(ANSWER_FLAGS | (isKnown ? 0 : NO_SUCH_NAME), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(addresses.length, 6);
    return Buffer.concat([header, query.subarray(HEADER_BYTES, end), ...addresses.map(record)]);
  }
}

function readQuestion(query: Buffer): { readonly name: string; readonly type: number; readonly end: number } {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.'), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function record(address: string): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt16BE(NAME_POINTER, 0);
  bytes.writeUInt16BE(TYPE_A, 2);
  bytes.writeUInt16BE(1, 4);
  bytes.writeUInt32BE(TTL_SECONDS, 6);
  bytes.writeUInt16BE(4, 10);
  bytes.set(address.split('.').map(Number), 12);
  return bytes;
}
