import { afterEach, describe, expect, it } from 'vitest';
import { Client, join, refused, socketUrl } from './client.ts';
import { startGateway, type Gateway } from './harness.ts';
import { call } from './http.ts';

const started: Gateway[] = [];
async function start(env: Record<string, string>): Promise<Gateway> {
  const gateway = await startGateway(env);
  started.push(gateway);
  return gateway;
}
afterEach(() => {
  for (const gateway of started.splice(0)) gateway.signal('SIGKILL');
});

describe('A gateway that is asked to leave (4.7, 6.1)', () => {
  it('tells its viewers, lets them go on meanwhile, closes who stays with 1012, and exits with code 0', async () => {
    const [leaving, staying] = await Promise.all([start({ DRAIN_SECONDS: '2' }), start({})]);
    const viewers = await Promise.all(Array.from({ length: 30 }, () => join(leaving, 'lobby')));
    const [author, ...others] = viewers;
    if (!author) throw new Error('thirty viewers');
    await author.post({ ref: '1', text: 'before' });
    const stopped = leaving.stop();
    const drains = await Promise.all(viewers.map((viewer) => viewer.take('drain')));
    expect(new Set(drains.map(({ withinMs }) => withinMs))).toEqual(new Set([1500]));

    expect(await call(leaving, 'GET', '/readyz')).toMatchObject({ status: 503, json: { reason: 'draining' } });
    expect((await call(leaving, 'GET', '/healthz')).status).toBe(200);
    const answer = await refused(socketUrl(leaving, 'lobby'));
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '1']);

    const ack = await author.post({ ref: '2', text: 'while leaving' });
    expect(ack).toMatchObject({ type: 'ack' });
    // Half go at a moment of their own, as the protocol asks; the others are sent away.
    const [going, remaining] = [others.slice(0, 15), [author, ...others.slice(15)]];
    await Promise.all(going.map((viewer) => viewer.close()));
    const ends = await Promise.all(remaining.map(({ closed }) => closed));
    expect(ends).toEqual(remaining.map(() => ({ code: 1012, reason: 'restart' })));
    for (const viewer of remaining) expect(viewer.texts).toEqual(['before', 'while leaving']);
    await stopped;
    expect(leaving.log.map(({ msg }) => msg)).toEqual(['listening', 'draining', 'stopped']);

    // Embedded brokers share nothing: the next gateway says honestly that it does not know what was missed.
    const back = await Promise.all(remaining.map((viewer) => join(staying, 'lobby', { after: viewer.offset })));
    for (const viewer of back) expect(await viewer.welcome()).toMatchObject({ recovered: false, comments: [] });
    await staying.stop();
  });

  it('leaves at once when nobody is there', async () => {
    const gateway = await start({ DRAIN_SECONDS: '3600' });
    await gateway.stop();
    expect(gateway.log.at(-1)).toMatchObject({ msg: 'stopped' });
  });

  it('acknowledges nothing that it does not deliver: every ack of the last moments has its comment', async () => {
    const gateway = await start({ DRAIN_SECONDS: '1', POST_BURST: '10000', ROOM_BUDGET: '100000' });
    const [author, viewer] = await Promise.all([join(gateway, 'lobby'), join(gateway, 'lobby')]);
    let ref = 0;
    const chatter = setInterval(() => author.send({ type: 'post', ref: `${(ref += 1)}`, text: `t${ref}` }), 30);
    await viewer.sees('t5');
    await gateway.stop();
    clearInterval(chatter);
    await Promise.all([author.closed, viewer.closed]);
    const acked = author.messages.flatMap((message) => (message.type === 'ack' ? `t${message.ref}` : []));
    expect(acked.length).toBeGreaterThan(5);
    // Whoever is sent away a moment earlier sees a moment less, and resumes.
    const seen = [author, viewer].map(({ texts }) => texts);
    const longest = seen.reduce((a, b) => (a.length > b.length ? a : b));
    expect(longest.slice(0, acked.length)).toEqual(acked);
    for (const texts of seen) expect(longest.slice(0, texts.length)).toEqual(texts);
  });

  it('answers every request that it has taken, and says nothing to who was not welcomed', async () => {
    const gateway = await start({ DRAIN_SECONDS: '1', GUESTS: 'none', FLUSH_MS: '400' });
    const unknown = new Client(socketUrl(gateway, 'lobby'));
    await new Promise((resolve) => unknown.socket.once('open', resolve));
    const path = '/v1/rooms/lobby/comments';
    const posts = Array.from({ length: 40 }, (_, index) =>
      call(gateway, 'POST', path, { body: { text: `t${index}` } }),
    );
    await Promise.race(posts);
    await gateway.stop();
    const statuses = (await Promise.all(posts)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([201]));
    expect(await unknown.closed).toEqual({ code: 1012, reason: 'restart' });
    expect(unknown.messages).toEqual([]);
  });

  it('lets a credential that is still being looked at come to its end', async () => {
    const gateway = await start({ DRAIN_SECONDS: '1' });
    const late = new Client(socketUrl(gateway, 'lobby'), { bearer: 'nonsense' });
    await gateway.stop();
    expect([4401, 1006, 1012]).toContain((await late.closed).code);
  });

  it('is in no hurry for a terminal: Ctrl-C drains for two seconds at most', async () => {
    const gateway = await start({ DRAIN_SECONDS: '3600' });
    const viewer = await join(gateway, 'lobby');
    gateway.signal('SIGINT');
    expect((await viewer.take('drain')).withinMs).toBe(1500);
    await viewer.close();
    expect(await gateway.exited).toMatchObject({ code: 0, stderr: '' });
  });

  it('leaves at the second signal with code 1, and says whom it leaves behind', async () => {
    const gateway = await start({ DRAIN_SECONDS: '3600' });
    const viewers = await Promise.all([join(gateway, 'lobby'), join(gateway, 'lobby')]);
    gateway.signal('SIGTERM');
    await viewers[0].take('drain');
    gateway.signal('SIGTERM');
    expect(await gateway.exited).toMatchObject({ code: 1, stderr: '' });
    expect(gateway.log.find(({ msg }) => msg === 'leaving at once')).toMatchObject({ left: 2 });
    expect((await viewers[1].closed).code).toBe(1006);
  });
});
