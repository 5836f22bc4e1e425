import { describe, expect, it } from 'vitest';
import { resumeUrl, roomUrl } from './room-url.ts';

const BASE = 'https://page.example/watch/1?x=y';

describe('the address of a room', () => {
  it.each([
    ['https://gateway.example', 'wss://gateway.example/v1/rooms/a/ws'],
    ['http://127.0.0.1:8080/', 'ws://127.0.0.1:8080/v1/rooms/a/ws'],
    ['wss://gateway.example', 'wss://gateway.example/v1/rooms/a/ws'],
    ['https://example.com/danmaku/?a=b#c', 'wss://example.com/danmaku/v1/rooms/a/ws'],
    ['/', 'wss://page.example/v1/rooms/a/ws'],
  ])('of gateway %s is %s', (gateway, url) => {
    expect(roomUrl(gateway, 'a', BASE)).toMatchObject({ ok: true, url });
  });

  it.each(['', '.', '..', 'a/b', 'a b', 'ü', 'x'.repeat(65)])('does not exist for the room %j', (room) => {
    expect(roomUrl('https://gateway.example', room, BASE).ok).toBe(false);
  });

  it.each(['ftp://gateway.example', 'javascript:alert(1)', 'https://', 'http://[x'])('is not made of %s', (gateway) => {
    expect(roomUrl(gateway, 'a', BASE).ok).toBe(false);
  });

  it('says where to continue', () => {
    expect(resumeUrl('wss://g/ws', undefined)).toBe('wss://g/ws');
    expect(resumeUrl('wss://g/ws', '1-2&x')).toBe('wss://g/ws?after=1-2%26x');
  });
});
