import { describe, expect, test } from 'vitest';
import { capacitySentence } from './capacity.ts';
import { compare, differences, readResult } from './comparison.ts';
import { buildResult } from './judge.ts';
import type { Observation } from './observation.ts';
import type { Plan } from './plan.ts';
import type { Result } from './result.ts';
import { runCharts } from './series.ts';
import { emptyTally } from './tally.ts';
import { parseThreshold } from './threshold.ts';
import { Timeline } from './timeline.ts';

const plan: Plan = {
  runId: '0a1b2c3d',
  urls: ['http://127.0.0.1:8080'],
  scenario: 'storm',
  rooms: 1,
  viewers: 2,
  rate: 1,
  seconds: 4,
  warmupSeconds: 1,
  connectPerSecond: 800,
  workers: 2,
  subprotocol: 'danmaku.v1.json',
  publishing: 'guest',
  role: 'member',
  postPerSecond: 1,
  roomPrefix: 'load-',
  slowShare: 0.05,
  spikeFactor: 10,
  insecure: false,
};
const machine = { cpu: 'abacus', cores: 2, memoryBytes: 1, system: 'Linux', node: 'v20.20.2' };

function observation(cpuCores: readonly (number | null)[], change: Partial<Observation> = {}): Observation {
  const timeline = new Timeline(2);
  cpuCores.forEach((cores, second) => {
    for (const worker of [0, 1]) {
      const tally = { ...emptyTally(), opened: 1, open: 1, comments: 10 * (second + 1), sent: 3, acked: 3 };
      const told = { problems: {}, refusals: {}, recalledIds: [], recalledUsers: [] };
      const use = cores === null ? undefined : { cpuCores: cores, memoryBytes: 1e8 };
      const nothing = { latencies: '', acks: '', returns: '', sendLagMs: worker, busy: second === 3 ? 0.99 : 0.5 };
      timeline.add({ type: 'tick', worker, second, tally, ...told, ...nothing }, () => ({
        toolCores: 0.5,
        gateways: [use],
      }));
    }
  });
  return {
    plan,
    rooms: [],
    timeline,
    seats: 2,
    connectSeconds: 1,
    startSecond: 1,
    postingSeconds: 5,
    openAtEnd: 2,
    gatewayCpuSeconds: 1,
    stoppedEarly: false,
    ...change,
  };
}

function judge(observed: Observation, ...thresholds: string[]): Result {
  const parsed = thresholds.map((text) => parseThreshold(text, ['gateway.cpuCores', 'connections.opened']));
  return buildResult(observed, {
    machine,
    date: new Date(0),
    thresholds: parsed.flatMap((one) => (one.ok ? [one.threshold] : [])),
  });
}

describe('a result', () => {
  test('adds workers up, second by second, and measures after the warm-up only', () => {
    const result = judge(observation([9, 9, 0.2, 0.4, 0.6, 0.8, 9]));
    expect(result.samples.map(({ comments }) => comments)).toEqual([20, 20, 20, 20, 20, 20, 20]);
    expect(result.connections).toMatchObject({ wanted: 2, opened: 2, failed: 0, atEnd: 2, perSecond: 2 });
    expect(result.deliveries.perSecond).toBe(20);
    expect(result.gateway).toMatchObject({ measured: true, cpuCores: 0.5, cpuCoresMax: 0.8, memoryBytes: 1e8 });
  });

  test('waits for every worker before a second counts', () => {
    const timeline = new Timeline(2);
    const told = {
      problems: {},
      refusals: {},
      recalledIds: [],
      recalledUsers: [],
      latencies: '',
      acks: '',
      returns: '',
    };
    const tick = { type: 'tick' as const, second: 0, tally: emptyTally(), ...told, sendLagMs: 0, busy: 0 };
    const surround = (): { toolCores: number; gateways: [] } => ({ toolCores: 0, gateways: [] });
    expect(timeline.add({ ...tick, worker: 0 }, surround)).toBeUndefined();
    expect(timeline.add({ ...tick, worker: 1 }, surround)).toMatchObject({ second: 0 });
  });

  test('says so when the tool itself was the bottleneck', () => {
    const { tool, capacity } = judge(observation([1, 1, 1, 1, 1, 1, 1]));
    expect(tool).toMatchObject({ saturatedSeconds: 1, busyMax: 0.99 });
    expect(tool.bottleneck).toBe('a thread of the load test was saturated in 1 of 4 s');
    expect(capacity).not.toContain('estimate');
  });

  test('fails when viewers are missing, nothing was accepted or posts could not be sent', () => {
    const { verdict } = judge(observation([1, 1], { seats: 3, openAtEnd: 1 }));
    expect(verdict.faults).toEqual([
      '1 of 3 viewers never got in',
      '1 viewers were gone at the end',
      'no comment was accepted',
    ]);
  });

  test('fails when a threshold is crossed or can’t be judged', () => {
    expect(judge(observation([1, 1, 1, 1, 1, 1]), 'gateway.cpuCores > 0.9').verdict.faults).toContain(
      'gateway.cpuCores > 0.9: it is 1',
    );
    expect(judge(observation([null, null, null, null]), 'gateway.cpuCores > 5').verdict.faults).toContain(
      "gateway.cpuCores > 5: the gateway's metrics could not be read",
    );
  });

  test('says how many viewers a gateway should carry, or why that can’t be told', () => {
    const passed = (...told: Parameters<typeof observation>) =>
      capacitySentence({ ...judge(observation(...told)), verdict: { ok: true, faults: [] } });
    expect(passed([0.5, 0.5, 0.5])).toContain('one gateway should carry about 2 viewers (an estimate: 70 % of a core');
    expect(passed([0.1, 0.1, 0.1])).toContain("can't be told: the gateway had next to nothing to do");
    expect(passed([null, null, null])).toContain("can't be told: the gateway's metrics could not be read");
    expect(passed([1, 1, 1, 1, 1])).toContain("can't be told: the load test had no time left");
  });

  test('has a capacity sentence even when nobody got in', () => {
    const result = judge(observation([], { timeline: new Timeline(2), openAtEnd: 0 }));
    expect(result.capacity).toContain('No viewer got in');
    expect(result.verdict.ok).toBe(false);
  });

  test('is drawn against the start of posting, with gaps where nothing is known', () => {
    const charts = runCharts(judge(observation([1, null, 1])));
    expect(charts[0]?.x).toEqual([0, 1, 2]);
    const cpu = charts.find(({ title }) => title.startsWith('CPU'));
    expect(cpu?.series[0]?.values).toEqual([100, null, 100]);
    const latency = charts.find(({ title }) => title.startsWith('Latency'));
    expect(latency?.series[0]?.values).toEqual([null, null, null]);
  });

  test('of a day is drawn with as many points as a screen can show, the last one kept', () => {
    const { timeline } = observation([1]);
    const [sample] = timeline.samples;
    if (!sample) throw new Error('no sample');
    const samples = Array.from({ length: 86_400 }, (_, second) => ({ ...sample, second }));
    const x = runCharts({ ...judge(observation([1])), samples })[0]?.x;
    expect(x?.length).toBeLessThanOrEqual(1500);
    expect(x?.at(-1)).toBe(86_399);
  });
});

describe('two results', () => {
  test('are compared figure by figure, small changes being noise', () => {
    const before = judge(observation([1, 1, 1, 1, 1, 1]));
    const after = judge(observation([1, 1, 0.5, 0.5, 0.5, 0.5]));
    const rows = new Map(compare(before, after).map((row) => [row.name, row]));
    expect(rows.get('gateway CPU')).toEqual({
      name: 'gateway CPU',
      before: '100 %',
      after: '50 %',
      change: '−50 %',
      verdict: 'better',
    });
    expect(rows.get('deliveries/s')).toMatchObject({ verdict: 'same' });
    expect(rows.get('lost')).toMatchObject({ before: '0', after: '0', change: '', verdict: 'same' });
  });

  test('say what else is different about them', () => {
    const before = judge(observation([1]));
    const after = { ...before, plan: { ...plan, viewers: 9 }, machine: { ...machine, node: 'v24' } };
    expect(differences(before, after)).toEqual(['viewers: 2 and 9', 'node: v20.20.2 and v24']);
  });

  test('are only read from files that a load test wrote', () => {
    const result = judge(observation([1]));
    expect(readResult(JSON.stringify(result))).toEqual({ ok: true, result });
    for (const json of [
      '',
      '[]',
      'null',
      '{"version":1}',
      '{"version":2,"samples":[]}',
      '{"version":1,"samples":[]}',
    ]) {
      expect(readResult(json)).toMatchObject({ ok: false });
    }
  });
});
