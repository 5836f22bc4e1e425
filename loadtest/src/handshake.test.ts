import { describe, expect, test } from 'vitest';
import { readUpgradeAnswer, upgrade } from './handshake.ts';

describe('the upgrade', () => {
  test('asks for the subprotocol and expects the answer that RFC 6455 names', () => {
    const { request, accept } = upgrade('/v1/rooms/a/ws', 'gateway:8080', 'danmaku.v1.json');
    expect(request).toMatch(/^GET \/v1\/rooms\/a\/ws HTTP\/1\.1\r\nHost: gateway:8080\r\n/);
    expect(request).toContain('Sec-WebSocket-Protocol: danmaku.v1.json\r\n');
    expect(request).not.toContain('Authorization');
    expect(request.endsWith('\r\n\r\n')).toBe(true);
    const answer = `HTTP/1.1 101 Switching Protocols\r\nSEC-WebSocket-Accept: ${accept}\r\nsec-websocket-protocol:danmaku.v1.json`;
    expect(readUpgradeAnswer(answer, accept)).toEqual({ ok: true, subprotocol: 'danmaku.v1.json' });
  });

  test('shows the key of a trusted server', () => {
    expect(upgrade('/', 'h', 'p', 'key').request).toContain('\r\nAuthorization: Bearer key\r\n\r\n');
  });

  test('reads how long a full gateway wants to be left alone', () => {
    const answer = readUpgradeAnswer('HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2', 'x');
    expect(answer).toMatchObject({ ok: false, status: 503, retryAfterMs: 2000 });
  });

  test('does not wait for ever because a server says so', () => {
    expect(readUpgradeAnswer('HTTP/1.1 503 x\r\nRetry-After: 999999', 'x')).toMatchObject({ retryAfterMs: 60_000 });
    expect(readUpgradeAnswer('HTTP/1.1 503 x\r\nRetry-After: Tuesday', 'x')).not.toHaveProperty('retryAfterMs');
  });

  test.each(['', 'SSH-2.0-x', 'HTTP/1.1 101 x\r\nSec-WebSocket-Accept: wrong', 'HTTP/1.1 200 OK'])(
    'takes %j for no WebSocket',
    (answer) => {
      expect(readUpgradeAnswer(answer, 'right')).toMatchObject({ ok: false });
    },
  );
});
