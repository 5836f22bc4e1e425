import { describe, expect, test } from 'vitest';
import { target } from './target.ts';

const PORTS = 28_232;

describe('a target', () => {
  test('keeps host, port and path of its URL', () => {
    expect(target('https://live.example/base', ['192.0.2.1'], 10, PORTS)).toEqual({
      url: 'https://live.example/base',
      secure: true,
      hostname: 'live.example',
      host: 'live.example',
      port: 443,
      path: '/base',
      addresses: ['192.0.2.1'],
    });
    expect(target('http://127.0.0.1:8080', ['127.0.0.1'], 10, PORTS)).toMatchObject({
      host: '127.0.0.1:8080',
      port: 8080,
      path: '',
    });
  });

  test('uses more loopback addresses when one has too few ports, and none but the real ones elsewhere', () => {
    expect(target('http://localhost', ['127.0.0.1'], 27_900, PORTS).addresses).toEqual(['127.0.0.1']);
    expect(target('http://localhost', ['127.0.0.1'], 28_000, PORTS).addresses).toEqual(['127.0.0.1', '127.0.0.2']);
    expect(target('http://localhost', ['127.0.0.1'], 100_000, PORTS).addresses).toHaveLength(4);
    expect(target('http://localhost', ['127.0.0.1'], 2000, 500).addresses).toHaveLength(5);
    expect(target('http://h', ['192.0.2.1', '192.0.2.2'], 100_000, PORTS).addresses).toEqual([
      '192.0.2.1',
      '192.0.2.2',
    ]);
  });
});
