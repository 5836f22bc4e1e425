import { expect, test } from 'vitest';
import { LatencyHistogram } from './histogram.ts';
import { LatencyRecorder } from './latency-recorder.ts';

function frame(intendedMs: readonly number[]): Parameters<LatencyRecorder['arrived']>[0] {
  return { intendedMs, arrivals: 0, arrivedMs: 0, joinedMs: 0 };
}

test('latency counts from the intended moment, for each comment and each viewer', () => {
  const recorder = new LatencyRecorder();
  recorder.start(1000);
  const shared = frame([0, 50]);
  recorder.arrived(shared, 1100);
  recorder.arrived(shared, 1100.01);
  recorder.arrived(shared, 1200);
  recorder.delivered(0, 1300);
  const { count, p50, max } = LatencyHistogram.decode(recorder.take()).percentiles();
  // 100, 100, 50, 50, 200, 150 and 300.
  expect(count).toBe(7);
  expect(p50).toBeCloseTo(100, 0);
  expect(max).toBeCloseTo(300, 0);
});

test('what was taken is not taken again, and arrivals go on after it', () => {
  const recorder = new LatencyRecorder();
  const shared = frame([0]);
  recorder.arrived(shared, 5);
  expect(LatencyHistogram.decode(recorder.take()).count).toBe(1);
  expect(recorder.take()).toBe('');
  recorder.arrived(shared, 5.01);
  expect(LatencyHistogram.decode(recorder.take()).count).toBe(1);
});

test('frames without a measured comment leave no latency', () => {
  const recorder = new LatencyRecorder();
  recorder.arrived(frame([]), 5);
  expect(recorder.take()).toBe('');
});
