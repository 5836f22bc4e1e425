import { afterAll, beforeAll, describe, it, vi } from 'vitest';
import { join, type Client } from './client.ts';
import { SERVER_KEY, startGateway, type Gateway } from './harness.ts';
import { call, metric } from './http.ts';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ ROOM_BUDGET: '100000' });
});
afterAll(() => gateway.stop());

/** Heartbeats that always name the same offset, until `is`. */
async function beatUntil(viewers: readonly Client[], offset: string, is: () => boolean): Promise<void> {
  await vi.waitFor(
    () => {
      for (const viewer of viewers) {
        if (viewer.socket.readyState === viewer.socket.OPEN) viewer.send({ type: 'heartbeat', sent: 0, offset });
      }
      if (!is()) throw new Error('not yet');
    },
    { timeout: 25_000, interval: 200 },
  );
}

async function roomOf(room: string): Promise<{ readonly viewers: number }> {
  return (await call(gateway, 'GET', `/v1/rooms/${room}`)).json as { viewers: number };
}

/** A hundred characters of 400 code units: a kilobyte and more on the line. */
const longText = (index: number) => `${index}`.padEnd(6, '_') + '🏳️‍🌈'.repeat(65);

const isClosed = ({ socket }: Client) => socket.readyState === socket.CLOSED;

describe.concurrent('A viewer that is too slow (5.6)', () => {
  it('is one whose heartbeats name what was passed 5 s ago; others stay', async ({ expect }) => {
    const [stuck, awake] = await Promise.all([join(gateway, 'lag'), join(gateway, 'lag')]);
    const { offset } = await stuck.welcome();
    await awake.post({ ref: '1', text: 'on we go' });
    await stuck.sees('on we go');
    await beatUntil([stuck], offset, () => isClosed(stuck));
    expect(await stuck.closed).toEqual({ code: 4508, reason: 'too slow' });
    awake.send({ type: 'heartbeat', sent: 1, offset: awake.offset });
    expect(await awake.take('heartbeat')).toMatchObject({ sent: 1 });
    const back = await join(gateway, 'lag', { after: offset });
    expect(await back.welcome()).toMatchObject({ recovered: true, comments: [{ text: 'on we go' }] });
  });

  it('is nobody because of settings and recalls, which tell no offset', async ({ expect }) => {
    const [viewer, stuck] = await Promise.all([join(gateway, 'quiet'), join(gateway, 'quiet-too')]);
    await Promise.all([viewer.post({ ref: '1', text: 'one' }), stuck.post({ ref: '1', text: 'one' })]);
    await Promise.all([viewer.sees('one'), stuck.sees('one')]);
    await call(gateway, 'PATCH', '/v1/rooms/quiet/settings', { body: { slowModeMs: 100 } });
    await call(gateway, 'DELETE', '/v1/rooms/quiet/comments/unknown');
    await viewer.take('recall');
    const stale = (await stuck.welcome()).offset;
    // The stuck one is the clock: when it is found out, the other would have been too.
    await beatUntil([stuck], stale, () => {
      if (!isClosed(viewer)) viewer.send({ type: 'heartbeat', sent: 0, offset: viewer.offset });
      return isClosed(stuck);
    });
    await viewer.settle();
    expect(viewer.socket.readyState).toBe(viewer.socket.OPEN);
  });

  it(
    'is one that stops reading: it is closed, told why, and nobody waits for it',
    { timeout: 90_000 },
    async ({ expect }) => {
      const [asleep, awake, server] = await Promise.all([
        join(gateway, 'flood'),
        join(gateway, 'flood'),
        join(gateway, 'flood', { bearer: SERVER_KEY }),
      ]);
      asleep.socket.pause();
      // Some megabytes vanish into buffers of the two kernels before anything shows.
      let sent = 0;
      while ((await roomOf('flood')).viewers === 3) {
        const batch = Array.from({ length: 1000 }, () => {
          sent += 1;
          return server.post({ ref: `${sent}`, text: longText(sent) });
        });
        await Promise.all(batch);
        expect(sent).toBeLessThan(100_000);
      }
      const { length } = awake.comments;
      await awake.sees(longText(sent));
      expect(awake.texts).toEqual(Array.from({ length: sent }, (_, index) => longText(index + 1)));
      expect(length).toBeGreaterThan(0);
      asleep.socket.resume();
      expect(await asleep.closed).toEqual({ code: 4508, reason: 'too slow' });
      expect(await metric(gateway, 'danmaku_slow_viewers_closed_total')).toBeGreaterThanOrEqual(1);
      expect(asleep.texts).toEqual(awake.texts.slice(0, asleep.texts.length));
    },
  );
});
