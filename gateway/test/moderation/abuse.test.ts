import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, join, socketUrl, newRoom } from '../client.ts';
import { startGateway, type Gateway } from '../harness.ts';
import { SECRET, enter, tokenOf } from './people.ts';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({
    JWT_SECRET: SECRET,
    TRUSTED_PROXIES: '127.0.0.1',
    MAX_PER_USER: '2',
    MAX_PER_ADDRESS: '4',
  });
});
afterAll(() => gateway.stop());

const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });

describe('Connections (2.11, 2.12)', () => {
  it('of one user beyond the cap are closed with 4529, at the upgrade and by auth, until another closes', async () => {
    const first = await enter(gateway, newRoom(), 'ann', 'member', from('203.0.113.1'));
    await enter(gateway, newRoom(), 'ann', 'member', from('203.0.113.2'));
    const third = new Client(socketUrl(gateway, 'lobby'), { bearer: tokenOf('ann'), ...from('203.0.113.3') });
    expect((await third.closed).code).toBe(4529);
    const guest = await join(gateway, 'lobby', from('203.0.113.4'));
    guest.send({ type: 'auth', token: tokenOf('ann') });
    expect((await guest.closed).code).toBe(4529);
    await first.close();
    await expect
      .poll(async () => {
        const again = new Client(socketUrl(gateway, 'lobby'), { bearer: tokenOf('ann'), ...from('203.0.113.5') });
        return Promise.race([again.welcome().then(({ type }) => type), again.closed.then(({ code }) => code)]).catch(
          () => 0,
        );
      })
      .toBe('welcome');
  });

  it('of one IPv6 network count together', async () => {
    const inside = (host: number) => from(`2001:db8:1:1::${host}`);
    for (let host = 1; host <= 4; host += 1) await join(gateway, 'lobby', inside(host));
    expect((await new Client(socketUrl(gateway, 'lobby'), inside(5)).closed).code).toBe(4529);
    await join(gateway, 'lobby', from('2001:db8:1:2::1'));
  });
});

describe('A flood (2.9)', () => {
  it('of posts is refused, then ends the connection, and others never wait for it', async () => {
    const room = newRoom();
    const [flooder, bob] = [
      await enter(gateway, room, 'eve', 'member', from('203.0.113.9')),
      await enter(gateway, room, 'bob'),
    ];
    let sent = 0;
    const flood = setInterval(() => {
      for (let count = 0; count < 20; count += 1) flooder.send({ type: 'post', ref: `${(sent += 1)}`, text: 'x' });
    }, 20);
    const said = await bob.post({ ref: '1', text: 'calm' });
    expect(said).toMatchObject({ type: 'ack' });
    expect((await flooder.closed).code).toBe(4400);
    clearInterval(flood);
    const answers = flooder.messages.filter(({ type }) => type === 'ack' || type === 'refused');
    expect(answers.length).toBeLessThan(250);
    expect(flooder.messages.some((message) => message.type === 'refused' && message.code === 'rate_limited')).toBe(
      true,
    );
    await bob.sees('calm');
  });
});
