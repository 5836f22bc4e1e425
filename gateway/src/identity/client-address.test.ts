import { describe, expect, it } from 'vitest';
import { ClientAddresses } from './client-address.ts';

const none = new ClientAddresses([]);
const proxied = new ClientAddresses(['10.0.0.0/8', '192.0.2.7', '2001:db8:1::/48', '::ffff:172.16.0.0/108']);

describe('Whose address a request has', () => {
  it('is the peer where no proxy is trusted', () => {
    expect(none.resolve('203.0.113.9', '198.51.100.1')).toBe('203.0.113.9');
    expect(none.resolve('127.0.0.1', '198.51.100.1')).toBe('127.0.0.1');
  });

  it('is the peer where the peer is no proxy of ours', () => {
    expect(proxied.resolve('203.0.113.9', '198.51.100.1')).toBe('203.0.113.9');
    expect(proxied.resolve('192.0.2.8', '198.51.100.1')).toBe('192.0.2.8');
  });

  it.each([
    ['10.1.2.3', '198.51.100.1', '198.51.100.1'],
    ['10.1.2.3', '6.6.6.6, 198.51.100.1', '198.51.100.1'],
    ['10.1.2.3', '6.6.6.6, 198.51.100.1, 10.9.9.9,192.0.2.7', '198.51.100.1'],
    ['10.1.2.3', '10.0.0.1', '10.0.0.1'],
    ['192.0.2.7', ' 2001:DB8:FFFF:0::1 ', '2001:db8:ffff::1'],
    ['2001:db8:1::5', '198.51.100.1', '198.51.100.1'],
    ['10.1.2.3', '198.51.100.1:4711', '198.51.100.1'],
    ['10.1.2.3', '[2001:db8:ffff::1]:4711', '2001:db8:ffff::1'],
    ['10.1.2.3', '::ffff:198.51.100.1', '198.51.100.1'],
    ['::ffff:10.1.2.3', '198.51.100.1', '198.51.100.1'],
  ])('behind %s saying %j is the first hop from the right that is not ours', (peer, forwarded, client) => {
    expect(proxied.resolve(peer, forwarded)).toBe(client);
  });

  it.each([
    '',
    ',',
    'unknown',
    '_hidden',
    'localhost',
    '198.51.100.1.9',
    '198.51.100',
    '0x7f000001',
    '0177.0.0.1',
    '<script>',
    '\u0000',
    'x'.repeat(10_000),
  ])('stays the proxy where its header is no address: %j', (forwarded) => {
    expect(proxied.resolve('10.1.2.3', forwarded)).toBe('10.1.2.3');
  });

  it('believes nothing that stands left of what is no address', () => {
    expect(proxied.resolve('10.1.2.3', '6.6.6.6, junk, 10.0.0.2')).toBe('10.0.0.2');
  });

  it('looks at no more hops than an honest chain has', () => {
    const hops = Array.from({ length: 5000 }, () => '10.0.0.2');
    expect(proxied.resolve('10.1.2.3', ['6.6.6.6', ...hops].join(','))).toBe('10.0.0.2');
  });

  it('has one spelling for each address', () => {
    const spellings = ['2001:DB8::1', '2001:db8:0:0:0:0:0:1', '2001:0db8::0001'];
    expect(new Set(spellings.map((spelling) => none.resolve(spelling, '')))).toEqual(new Set(['2001:db8::1']));
    expect(none.resolve('0000:0000:0000:0000:0000:ffff:7f00:0001', '')).toBe('127.0.0.1');
  });
});
