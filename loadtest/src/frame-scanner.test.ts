import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BufferPool } from './buffer-pool.ts';
import { MAX_FRAME_BYTES, OPCODE } from './frame-header.ts';
import { FrameScanner, type FrameSink, type Guess } from './frame-scanner.ts';

interface Frame {
  readonly opcode: number;
  readonly final: boolean;
  readonly payload: Buffer;
}

/** A frame as a server writes it: never masked. `header` forces a longer length field than needed. */
function serverFrame({ opcode, final, payload }: Frame): Buffer {
  const { length } = payload;
  const first = (final ? 0x80 : 0) | opcode;
  if (length < 126) return Buffer.concat([Buffer.from([first, length]), payload]);
  const header = Buffer.alloc(length < 65_536 ? 4 : 10);
  header[0] = first;
  header[1] = length < 65_536 ? 126 : 127;
  if (length < 65_536) header.writeUInt16BE(length, 2);
  else header.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([header, payload]);
}

interface Scanned {
  readonly frames: readonly Frame[];
  readonly problem: string | undefined;
}

function scan(chunks: readonly Buffer[], guess?: Guess, pool = new BufferPool()): Scanned {
  const frames: Frame[] = [];
  const sink: FrameSink = (opcode, final, bytes, start, end) => {
    frames.push({ opcode, final, payload: Buffer.from(bytes.subarray(start, end)) });
  };
  const scanner = new FrameScanner(sink, pool, guess);
  // One buffer for all reads, as sockets share one: what is kept of it by mistake is overwritten by the next read.
  const shared = Buffer.alloc(Math.max(1, ...chunks.map((chunk) => chunk.length)));
  let problem: string | undefined;
  for (const chunk of chunks) {
    chunk.copy(shared);
    problem = scanner.push(shared, 0, chunk.length);
  }
  return { frames, problem };
}

/** Cuts `stream` into reads of `sizes`, and the rest. */
function reads(stream: Buffer, sizes: readonly number[]): readonly Buffer[] {
  const chunks: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    chunks.push(stream.subarray(at, at + size));
    at = Math.min(stream.length, at + size);
  }
  return [...chunks, stream.subarray(at)];
}

const frame = fc.oneof(
  fc.record({
    opcode: fc.constantFrom<number>(OPCODE.text, OPCODE.binary, OPCODE.continuation),
    final: fc.boolean(),
    payload: fc
      .oneof(fc.nat(300), fc.constantFrom(0, 125, 126, 127, 65_535, 65_536, 70_000))
      .chain((length) => fc.nat(255).map((byte) => Buffer.alloc(length, byte))),
  }),
  fc.record({
    opcode: fc.constantFrom<number>(OPCODE.close, OPCODE.ping, OPCODE.pong),
    final: fc.constant(true),
    payload: fc.uint8Array({ maxLength: 125 }).map((bytes) => Buffer.from(bytes)),
  }),
);

/** Not `toEqual` on payloads: it looks at every byte by itself. */
function expectSame(frames: readonly Frame[], sent: readonly Frame[]): void {
  expect(frames.map(({ opcode, final }) => [opcode, final])).toEqual(sent.map(({ opcode, final }) => [opcode, final]));
  expect(frames.every(({ payload }, index) => payload.equals(sent[index]?.payload ?? Buffer.alloc(0)))).toBe(true);
}

describe('the frame scanner', () => {
  test('finds the same frames however the stream is split into reads', () => {
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 12 }), fc.array(fc.nat(5000), { maxLength: 40 }), (sent, sizes) => {
        const { frames, problem } = scan(reads(Buffer.concat(sent.map(serverFrame)), sizes));
        expect(problem).toBeUndefined();
        expectSame(frames, sent);
      }),
      { numRuns: 300 },
    );
  });

  test('finds them too where each begins like one that is known, whether it goes on like it or not', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(frame, fc.constantFrom('known', 'another end', 'unknown'), fc.nat(70_000)), { maxLength: 8 }),
        fc.array(fc.nat(30_000), { maxLength: 20 }),
        (sent, sizes) => {
          const known = sent.flatMap(([{ payload }, likeness, differsAt]) => {
            const copy = Buffer.from(payload);
            const at = Math.min(differsAt, copy.length - 1);
            if (likeness === 'another end' && at >= 0) copy[at] = (copy[at] ?? 0) ^ 1;
            return likeness === 'unknown' ? [] : [copy];
          });
          const guess: Guess = (payloadBytes, bytes, start, end) =>
            known.find(
              (one) => one.length === payloadBytes && one.subarray(0, end - start).equals(bytes.subarray(start, end)),
            );
          const frames = sent.map(([one]) => one);
          const scanned = scan(reads(Buffer.concat(frames.map(serverFrame)), sizes), guess);
          expect(scanned.problem).toBeUndefined();
          expectSame(scanned.frames, frames);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('holds nothing of a frame that is known, however it is split', () => {
    class NoPool extends BufferPool {
      override take(): Buffer {
        throw new Error('a buffer was taken');
      }
    }
    const payload = Buffer.alloc(66_000, 7);
    const sent = { opcode: OPCODE.text, final: true, payload };
    const chunks = reads(serverFrame(sent), [10, 1, 40_000, 20_000]);
    expectSame(scan(chunks, () => payload, new NoPool()).frames, [sent]);
    expect(() => scan(chunks, () => undefined, new NoPool())).toThrow('a buffer was taken');
  });

  test('finds them byte by byte', () => {
    const sent = [
      { opcode: OPCODE.text, final: true, payload: Buffer.from('{"type":"welcome"}') },
      { opcode: OPCODE.ping, final: true, payload: Buffer.alloc(0) },
      { opcode: OPCODE.binary, final: true, payload: Buffer.alloc(66_000, 7) },
    ];
    const stream = Buffer.concat(sent.map(serverFrame));
    const { frames } = scan(Array.from(stream, (byte) => Buffer.from([byte])));
    expect(frames).toEqual(sent);
  });

  test('takes any bytes without throwing, and says once for all what is wrong', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 20 }), (chunks) => {
        const { problem } = scan(chunks.map((chunk) => Buffer.from(chunk)));
        expect(problem === undefined || problem.length > 0).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['a masked frame', [0x81, 0x80], 'masked'],
    ['an extension bit', [0xc1, 0x00], 'extension'],
    ['an unknown opcode', [0x83, 0x00], 'opcode 3'],
    ['a fragmented ping', [0x09, 0x00], 'control'],
    ['a long close', [0x88, 0x7e], 'control'],
    ['a frame beyond any reason', [0x82, 0x7f, 0, 0, 0, 1, 0, 0, 0, 0], 'too long'],
  ])('refuses %s', (_, bytes, reason) => {
    const { frames, problem } = scan([Buffer.from(bytes)]);
    expect(frames).toEqual([]);
    expect(problem).toContain(reason);
  });

  test('refuses a length above its limit before it holds a byte of it', () => {
    const header = Buffer.alloc(10);
    header[0] = 0x82;
    header[1] = 127;
    header.writeBigUInt64BE(BigInt(MAX_FRAME_BYTES + 1), 2);
    expect(scan([header]).problem).toContain('too long');
  });

  test('hands on nothing more once it is stopped, not even from the same read', () => {
    const seen: string[] = [];
    const scanner = new FrameScanner((_opcode, _final, bytes, start, end) => {
      seen.push(bytes.toString('latin1', start, end));
      scanner.stop();
    }, new BufferPool());
    const stream = Buffer.concat(
      ['one', 'two'].map((text) => serverFrame({ opcode: OPCODE.text, final: true, payload: Buffer.from(text) })),
    );
    scanner.push(stream, 0, stream.length);
    scanner.push(stream, 0, stream.length);
    expect(seen).toEqual(['one']);
  });
});
