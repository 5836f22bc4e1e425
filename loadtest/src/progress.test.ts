import { describe, expect, test } from 'vitest';
import { parseCommand } from './command.ts';
import { bar, showProgress } from './progress.ts';
import type { Progress } from './run.ts';

const parsed = parseCommand(['--viewers', '50', '--seconds', '10'], {
  environment: {},
  cores: 2,
  runId: 'x',
  figures: [],
});
if (!parsed.ok || parsed.command.kind !== 'run') throw new Error('no run');
const { plan } = parsed.command;

const progress: Progress = {
  phase: 'measuring',
  elapsedSeconds: 3.4,
  seats: 50,
  sample: {
    second: 5,
    open: 49,
    sent: 100,
    acked: 99,
    refused: 1,
    dropped: 2,
    frames: 1000,
    comments: 4851,
    bytes: 700_000,
    latency: { p50: 4.2, p99: 51, max: 60 },
    ack: { p50: 3, p99: 9 },
    sendLagMs: 1,
    busy: 0.1,
    toolCores: 0.1,
    gateways: [{ cpuCores: 0.25, memoryBytes: 9e7 }, null],
  },
};

function screen(isTerminal: boolean): {
  written: string[];
  isTerminal: boolean;
  columns: number;
  write(text: string): void;
} {
  const written: string[] = [];
  return { written, isTerminal, columns: 60, write: (text) => written.push(text) };
}

describe('progress', () => {
  test('is one plain line a second where nobody watches', () => {
    const log = screen(false);
    showProgress(plan, 'auto', log).show(progress);
    expect(log.written).toEqual([
      'measuring 3/12 s  viewers 49/50  posted 99/s  delivered 4851/s  p50 4.2 ms p99 51 ms  refused 1  dropped 2  cpu 25 %  memory 90 MB\n',
    ]);
  });

  test('is a picture drawn over itself on a terminal, never wider than it', () => {
    const terminal = screen(true);
    const shown = showProgress(plan, 'auto', terminal);
    shown.show(progress);
    shown.show(progress);
    expect(terminal.written[0]).not.toMatch(/^\u001B\[\d+A/);
    expect(terminal.written[1]).toMatch(/^\u001B\[6A/);
    const lines = (terminal.written[0] ?? '').replaceAll('\u001B[2K', '').split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  test('can be silent', () => {
    const terminal = screen(true);
    showProgress(plan, 'none', terminal).show(progress);
    expect(terminal.written).toEqual([]);
  });

  test('bars are full at everything and beyond, empty at nothing', () => {
    expect(bar(2)).toBe('█'.repeat(28));
    expect(bar(-1)).toBe('░'.repeat(28));
    expect(bar(0.5)).toHaveLength(28);
  });
});
