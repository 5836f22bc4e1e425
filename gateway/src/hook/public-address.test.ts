import { expect, it } from 'vitest';
import { isPublicAddress, lookupPublic, namesPrivateAddress } from './public-address.ts';

it.each(['8.8.8.8', '203.0.114.1', '2606:4700::1111', '::ffff:8.8.8.8'])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

it.each([
  '127.0.0.1', '127.255.0.9', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254',
  '100.64.0.1', '224.0.0.1', '255.255.255.255', '::', '::1', 'fe80::1', 'fc00::1', 'fd12::1', 'ff02::1',
  '::ffff:127.0.0.1', '::ffff:169.254.169.254', '64:ff9b::7f00:1', '2002:7f00:1::', '2001:db8::1', 'nonsense', '',
])('%s is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false);
}); // prettier-ignore

it.each([
  'http://127.0.0.1/', 'http://127.1/', 'http://2130706433/', 'http://0x7f.0.0.1/', 'http://[::1]:8080/',
  'http://[::ffff:10.0.0.1]/', 'http://192.168.0.1:80/x', 'https://169.254.169.254/latest/meta-data',
])('%s names a private address', (url) => {
  expect(namesPrivateAddress(new URL(url))).toBe(true);
}); // prettier-ignore

it.each(['https://example.com/', 'https://8.8.8.8/', 'https://127.0.0.1.example.com/'])('%s names none', (url) => {
  expect(namesPrivateAddress(new URL(url))).toBe(false);
});

it.each([{ all: true }, {}])(
  'a name that leads into a private network is not looked up for us (%j)',
  async (options) => {
    const failed = await new Promise((resolve) => lookupPublic('localhost', options, resolve));
    expect(failed).toMatchObject({ message: 'the name leads into a private network' });
  },
);
