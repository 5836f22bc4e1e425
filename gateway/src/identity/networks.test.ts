import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { Networks, networkOf } from './networks.ts';

it('a network is an IPv4 address, or the /64 of an IPv6 address, in one spelling', () => {
  expect(networkOf('203.0.113.7')).toBe('203.0.113.7');
  expect(networkOf('::ffff:203.0.113.7')).toBe('203.0.113.7');
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe(networkOf('2001:0DB8:1:2::9'));
  expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'));
  expect(networkOf('no address')).toBe('no address');
});

it('gateways that share a secret call a network the same, and the name tells no address', () => {
  const [here, there, elsewhere] = [new Networks(), new Networks(), new Networks()];
  const secret = randomBytes(32);
  here.use(secret);
  there.use(secret);
  expect(here.keyOf('2001:db8::1')).toBe(there.keyOf('2001:db8::2'));
  expect(here.keyOf('203.0.113.7')).not.toBe(elsewhere.keyOf('203.0.113.7'));
  expect(here.keyOf('203.0.113.7')).toMatch(/^[\w-]{16}$/);
});
