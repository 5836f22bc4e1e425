/** The connection and a real gateway understand one another where a scripted one could be wrong about both. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TokenSource } from '../../src/connection/identity.ts';
import type { Refusal } from '../../src/connection/pending-posts.ts';
import { startGateway, type Gateway } from '../demo/live-demo.ts';
import { SECRET, signToken } from '../demo/token.ts';
import { stubStorage, until } from './browser-like.ts';
import { useReaders, type Reader } from './reader.ts';

let gateway: Gateway;
let closedGateway: Gateway;

beforeAll(async () => {
  [gateway, closedGateway] = await Promise.all([
    startGateway(0, { JWT_SECRET: SECRET }),
    startGateway(0, { JWT_SECRET: SECRET, GUESTS: 'none' }),
  ]);
});
afterAll(async () => {
  await Promise.all([gateway.kill(), closedGateway.kill()]);
});
const readRoom = useReaders();

function join(url: string, room: string, token?: TokenSource): Reader & { joined(): Promise<void> } {
  const reader = readRoom(url, { room, ...(token !== undefined && { token }) });
  return { ...reader, joined: () => until(() => expect(reader.connection.state()).toEqual({ state: 'joined' })) };
}

describe('a reader and a real gateway', () => {
  it('bring a comment from one to the other, once, and measure the same clock', async () => {
    const writer = join(gateway.url, 'one');
    const reader = join(gateway.url, 'one');
    await Promise.all([writer.joined(), reader.joined()]);
    const { id } = await writer.connection.post({ text: '前方高能', color: '#FF0000' });
    await until(() => expect(reader.seen.comments).toMatchObject([{ id, text: '前方高能', color: '#ff0000' }]));
    expect(writer.seen.comments.length).toBeLessThanOrEqual(1);
    await until(() => expect(Math.abs(reader.connection.clockOffsetMs() ?? 9999)).toBeLessThan(1000));
  });

  it('read a large welcome that came compressed', async () => {
    const writer = join(gateway.url, 'deflated', signToken({ sub: 'm', role: 'moderator' }));
    await writer.joined();
    const posts = Array.from({ length: 20 }, (_, n) =>
      writer.connection.post({ text: `弹幕 ${n} ${'长'.repeat(80)}` }),
    );
    const ids = (await Promise.all(posts)).map(({ id }) => id);
    const late = join(gateway.url, 'deflated');
    await until(() => expect(late.seen.comments.map(({ id }) => id)).toEqual(ids));
  });

  it('know a guest again by the token it kept', async () => {
    stubStorage();
    const first = join(gateway.url, 'guests');
    await first.joined();
    const guest = first.seen.rooms.at(-1)?.you;
    first.connection.destroy();
    const again = join(gateway.url, 'guests');
    await until(() => expect(again.seen.rooms.at(-1)?.you).toMatchObject({ id: guest?.id, name: guest?.name }));
    await again.connection.post({ text: 'back' });
  });

  it('agree on when somebody posts too fast, and for how long', async () => {
    const { connection, joined } = join(gateway.url, 'fast');
    await joined();
    const posts = Array.from({ length: 8 }, (_, n) =>
      connection.post({ text: `${n}` }).catch((refusal: Refusal) => refusal),
    );
    const refused = (await Promise.all(posts)).filter((answer) => 'code' in answer);
    expect(refused.length).toBeGreaterThan(0);
    for (const refusal of refused)
      expect(refusal).toMatchObject({ code: 'rate_limited', retryAfterMs: expect.any(Number) as number });
  });

  it('let in those with a token where guests may not be, and nobody else', async () => {
    const member = join(closedGateway.url, 'club', async () => signToken({ sub: 'u1', name: 'Mei' }));
    await member.joined();
    expect(member.seen.rooms.at(-1)?.you).toMatchObject({ id: 'u1', name: 'Mei', role: 'member' });
    await expect(member.connection.post({ text: 'hello' })).resolves.toHaveProperty('id');
    const forged = join(closedGateway.url, 'club', 'a.b.c');
    await until(() => expect(forged.connection.state()).toMatchObject({ state: 'stopped', code: 4401 }));
  });
});
