import { describe, expect, it } from 'vitest';
import { embedLines, inviteUrl, roomOf, socketUrl } from '../../demo/room.ts';

describe('the room of the demo page', () => {
  it('is the one that the query names, if that can be a room', () => {
    expect(roomOf('?room=night-train.7')).toBe('night-train.7');
    expect(roomOf('')).toBe('lobby');
    expect(roomOf('?room=')).toBe('lobby');
    expect(roomOf('?room=../../etc')).toBe('lobby');
    expect(roomOf(`?room=${'a'.repeat(65)}`)).toBe('lobby');
    expect(roomOf('?room=%3Cscript%3E')).toBe('lobby');
  });

  it('is all that an invitation carries on', () => {
    expect(inviteUrl('https://gateway.example/?room=x&crowd=40#top', 'x')).toBe('https://gateway.example/?room=x');
    expect(inviteUrl('http://127.0.0.1:8080/?crowd=40', 'lobby')).toBe('http://127.0.0.1:8080/');
  });

  it('is reached by a socket as safe as the page', () => {
    expect(socketUrl('https://gateway.example/?room=x', 'x')).toBe('wss://gateway.example/v1/rooms/x/ws');
    expect(socketUrl('http://127.0.0.1:8080/', 'lobby')).toBe('ws://127.0.0.1:8080/v1/rooms/lobby/ws');
  });

  it('stands in the lines to embed', () => {
    expect(embedLines('https://gateway.example/?room=x', 'x').split('\n')).toEqual([
      '<script src="https://gateway.example/embed.js" async></script>',
      '<danmaku-overlay gateway="https://gateway.example" room="x">',
      '  <video src="…"></video>',
      '</danmaku-overlay>',
    ]);
  });
});
