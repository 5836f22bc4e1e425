import { describe, expect, test } from 'vitest';
import { describeMachine, fileLimitProblem, openFileLimit, outgoingPorts, USUAL_OUTGOING_PORTS } from './machine.ts';

describe('the limit of open files', () => {
  test('is no problem while it suffices or the system does not tell', () => {
    expect(fileLimitProblem(1000, { soft: 20_000, hard: 20_000 })).toBeUndefined();
    expect(fileLimitProblem(1_000_000, { soft: Infinity, hard: Infinity })).toBeUndefined();
    expect(fileLimitProblem(1_000_000, undefined)).toBeUndefined();
  });

  test('comes with the exact line that raises it, as far as a user may or as root', () => {
    expect(fileLimitProblem(10_000, { soft: 1024, hard: 20_000 })).toMatch(
      /^10000 connections need 10120 open files and this shell allows 1024\..*\n +ulimit -n 10120$/,
    );
    expect(fileLimitProblem(30_000, { soft: 1024, hard: 20_000 })).toContain(
      'sudo prlimit --pid $$ --nofile=30120:30120',
    );
  });

  test('is read from this machine without being told', () => {
    expect(fileLimitProblem(1, openFileLimit())).toBeUndefined();
    expect(describeMachine().cores).toBeGreaterThan(0);
  });
});

describe('the ports of an address', () => {
  test('are those the system leaves for outgoing connections', () => {
    expect(outgoingPorts()).toBeGreaterThan(0);
    expect(outgoingPorts('/nowhere')).toBe(USUAL_OUTGOING_PORTS);
  });
});
