import { describe, expect, it } from 'vitest';
import { nameOf, parseAddress } from './redis-address.ts';

describe('An address of Redis', () => {
  it.each([
    ['redis://localhost', { host: 'localhost', port: 6379, db: 0, isTls: false }],
    ['redis://10.0.0.1:7000/3', { host: '10.0.0.1', port: 7000, db: 3 }],
    ['rediss://cache.example', { host: 'cache.example', isTls: true }],
    ['redis://:p%40ss@h', { username: undefined, password: 'p@ss' }],
    ['redis://user:pa:ss@h', { username: 'user', password: 'pa:ss' }],
    ['redis://[::1]:7000', { host: '::1', port: 7000 }],
    ['redis://h/not-a-number', { db: 0 }],
  ])('%s is read', (url, expected) => {
    expect(parseAddress(url)).toMatchObject(expected);
  });

  it('is named without its password', () => {
    expect(nameOf(parseAddress('redis://user:secret@[::1]:7000/3'))).toBe('[::1]:7000');
  });
});
