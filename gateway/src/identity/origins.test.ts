import { describe, expect, it } from 'vitest';
import { Origins } from './origins.ts';

const ALLOWED = ['https://example.com', 'https://*.example.org', 'http://localhost:5173', 'https://*.example.net:8443'];
const origins = new Origins(ALLOWED);

describe('Origins that may connect', () => {
  it.each([
    'https://example.com',
    'https://EXAMPLE.com',
    'HTTPS://example.com',
    'https://example.com:443',
    'https://a.example.org',
    'https://a.b.c.example.org',
    'https://A.Example.ORG',
    'https://a.example.org:443',
    'https://xn--bcher-kva.example.org',
    'http://localhost:5173',
    'https://a.example.net:8443',
  ])('%s', (origin) => {
    expect(origins.allows(origin)).toBe(true);
  });

  it('are no matter of programs that send none', () => {
    expect(origins.allows('')).toBe(true);
  });
});

describe('Origins that may not', () => {
  it.each([
    'null',
    'http://example.com',
    'https://example.com:8443',
    'https://www.example.com',
    'https://example.com.evil.test',
    'https://example.com@evil.test',
    'https://evil.test/https://example.com',
    'https://evil.test#.example.org',
    'https://evil.test?.example.org',
    'https://evil.test\\.example.org',
    'https://evil.test/.example.org',
    'https://example.org',
    'https://evilexample.org',
    'https://evil-example.org',
    'https://a.example.org.evil.test',
    'https://a.example.org:8443',
    'http://a.example.org',
    'wss://a.example.org',
    'https://a.example.net',
    'https://a.example.net:8444',
    'http://localhost',
    'http://localhost:5174',
    'https://localhost:5173',
    'http://127.0.0.1:5173',
    'example.com',
    '//example.com',
    'https://',
    'https:///example.com',
    'https://example.com ',
    ' https://example.com',
    'https://example.com https://a.example.org',
    'https://example.com,https://evil.test',
    'https://example.com/',
    'javascript://example.com',
    'file://',
    'data:text/html,x',
    'chrome-extension://abcdef',
    'https://example。com.evil.test',
    'https://[::1]',
    '*',
  ])('%j', (origin) => {
    expect(origins.allows(origin)).toBe(false);
  });
});

describe('The star', () => {
  it('lets every origin in, even one that is none', () => {
    const any = new Origins(['https://example.com', '*']);
    expect([any.allowsAny, any.allows('null'), any.allows('garbage')]).toEqual([true, true, true]);
    expect(origins.allowsAny).toBe(false);
  });

  it('lets no browser in where nothing is allowed', () => {
    const none = new Origins([]);
    expect([none.allows('https://example.com'), none.allows('')]).toEqual([false, true]);
  });
});
