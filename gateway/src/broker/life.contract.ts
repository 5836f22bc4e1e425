/** Presence, subscriptions, secrets and the end. */
import { expect, it, vi } from 'vitest';
import type { Broker } from './broker.ts';
import type { Bench } from './broker.contract.ts';

/** Presence is gossiped every few seconds. */
const WAIT = { timeout: 8000, interval: 50 };

export function describeLife(bench: Bench): void {
  it('B14 counts viewers over all gateways, and forgets who has none', async () => {
    const { here, hereEar, there } = bench.deployment;
    const room = bench.newRoom();
    const instances = here === there ? 1 : 2;
    await here.subscribe(room);
    here.report(room, 3);
    there.report(room, 4);
    const viewers = here === there ? 4 : 7;
    await vi.waitFor(async () => expect(await there.presence(room)).toEqual({ viewers, instances }), WAIT);
    await vi.waitFor(() => expect(hereEar.presenceOf(room)).toEqual({ viewers, instances }), WAIT);
    there.report(room, 0);
    if (here === there) expect(await here.presence(room)).toEqual({ viewers: 0, instances: 0 });
    else await vi.waitFor(async () => expect(await there.presence(room)).toEqual({ viewers: 3, instances: 1 }), WAIT);
  });

  it('B15 tells a gateway nothing about rooms it does not listen to, nor after it stopped', async () => {
    const { here, there, thereEar } = bench.deployment;
    const [room, other, end] = [bench.newRoom(), bench.newRoom(), bench.newRoom()];
    await there.subscribe(room);
    await there.subscribe(end);
    await bench.say(here, other, 'unheard');
    await bench.say(here, room, 'heard');
    await vi.waitFor(() => expect(thereEar.texts(room)).toEqual(['heard']));
    there.unsubscribe(room);
    await bench.say(here, room, 'too late');
    await bench.say(here, end, 'end');
    await vi.waitFor(() => expect(thereEar.texts(end)).toEqual(['end']));
    expect(thereEar.texts(room)).toEqual(['heard']);
    expect(thereEar.texts(other)).toEqual([]);
    const snapshot = await there.subscribe(room);
    expect(snapshot.last.seq).toBe(2);
    await bench.say(here, room, 'again');
    await vi.waitFor(() => expect(thereEar.texts(room)).toEqual(['heard', 'again']));
  });

  it('B16 reads a room nobody has written to as empty', async () => {
    const snapshot = await bench.deployment.there.read(bench.newRoom());
    expect(snapshot).toMatchObject({ lines: [], last: { seq: 0 } });
    expect(snapshot.state.size).toBe(0);
  });

  it('B17 gives all gateways the same secret under a name, and another under another name', async () => {
    const { here, there } = bench.deployment;
    const secretOf = (broker: Broker, name: string) => {
      const use = vi.fn<(secret: Buffer) => void>();
      broker.secret(name, use);
      return vi.waitFor(() => {
        const secret = use.mock.lastCall?.[0];
        expect(secret?.length).toBeGreaterThanOrEqual(32);
        return secret?.toString('hex');
      });
    };
    const name = bench.newRoom();
    const [one, two, other] = [
      await secretOf(here, name),
      await secretOf(there, name),
      await secretOf(here, bench.newRoom()),
    ];
    expect(two).toBe(one);
    expect(other).not.toBe(one);
  });

  it('B19 has no trouble to tell of while all is well', () => {
    expect(bench.deployment.here.trouble()).toBeUndefined();
    expect(bench.deployment.there.trouble()).toBeUndefined();
  });

  it('B20 closes cleanly, twice if asked, and the listener hears nothing after', async () => {
    const { here, there, hereEar, join } = bench.deployment;
    const { broker, ear } = await join();
    const others = here === there ? broker : here;
    const room = bench.newRoom();
    await broker.subscribe(room);
    await bench.say(others, room, 'last');
    await vi.waitFor(() => expect(ear.texts(room)).toEqual(['last']));
    await broker.close();
    await broker.close();
    await here.subscribe(room);
    await bench.say(here, room, 'after');
    await vi.waitFor(() => expect(hereEar.texts(room)).toEqual(['after']));
    expect(ear.texts(room)).toEqual(['last']);
  });
}
