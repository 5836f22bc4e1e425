import { describe, expect, it } from 'vitest';
import { addressesOf, parseLogLine, readableLine } from './gateway-lines.mjs';

const LOCAL = { family: 'IPv4', internal: true, address: '127.0.0.1' };
const OUTER = { family: 'IPv4', internal: false, address: '192.0.2.7' };
const INTERFACES = { lo: [LOCAL], eth0: [{ ...OUTER, family: 'IPv6', address: '2001:db8::7' }, OUTER] } as never;

describe('the address of a gateway', () => {
  it('that listens everywhere is this machine by name, and its address for others', () => {
    const fields = { msg: 'listening', host: '0.0.0.0', port: 8080 };
    expect(addressesOf(fields, INTERFACES)).toEqual({
      here: 'http://localhost:8080/',
      network: 'http://192.0.2.7:8080/',
    });
  });

  it('that listens on one address is that address', () => {
    const fields = { msg: 'listening', host: '127.0.0.1', port: 41 };
    expect(addressesOf(fields, INTERFACES)).toEqual({ here: 'http://127.0.0.1:41/' });
  });

  it('of IPv6 stands in brackets', () => {
    expect(addressesOf({ msg: 'listening', host: '::1', port: 41 }, INTERFACES)).toEqual({
      here: 'http://[::1]:41/',
    });
  });

  it('is in no other line of the log', () => {
    expect(addressesOf({ msg: 'listening' }, INTERFACES)).toBeUndefined();
    expect(addressesOf({ msg: 'stopped', port: 41 }, INTERFACES)).toBeUndefined();
  });
});

describe('a line of the log', () => {
  it('is read when it is JSON with a message', () => {
    expect(parseLogLine('{"level":30,"msg":"listening","port":1}')).toEqual({ level: 30, msg: 'listening', port: 1 });
  });

  it.each(['', 'plain text', '{', '{"level":30}', '{"msg":1}', '[]'])('%j is none', (line) => {
    expect(parseLogLine(line)).toBeUndefined();
  });

  it('is shown with its time, level, message and fields, less what every line of a process has', () => {
    const line = {
      level: 40,
      time: Date.parse('2026-01-02T03:04:05'),
      pid: 1,
      hostname: 'h',
      msg: 'slow viewer',
      room: 'a',
    };
    expect(readableLine(line)).toBe('03:04:05 warn slow viewer room=a');
  });

  it('can not move the cursor or colour the terminal', () => {
    expect(readableLine({ level: 30, msg: 'a\u001b[31m', room: 'b\r\u009b2J' })).toBe('info a [31m room=b  2J');
  });
});
