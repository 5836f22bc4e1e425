import { expect, test } from 'vitest';
import { readPrometheus } from './prometheus-text.ts';

test('CPU and memory are read whatever labels they carry, and added up over processes', () => {
  const text = `# HELP process_cpu_seconds_total Total
process_cpu_user_seconds_total{instance_id="a"} 100
process_cpu_seconds_total{instance_id="a"} 1.5
process_cpu_seconds_total{instance_id="b"} 2
process_resident_memory_bytes{instance_id="a"} 8e7
process_resident_memory_bytes{instance_id="b"} 1000
`;
  expect(readPrometheus(text)).toEqual({ cpuSeconds: 3.5, memoryBytes: 80_001_000 });
});

test('a page without them, or any other page, gives nothing', () => {
  expect(readPrometheus('process_cpu_seconds_total 1')).toBeUndefined();
  expect(readPrometheus('<html>process_cpu_seconds_total</html>')).toBeUndefined();
  expect(readPrometheus('process_cpu_seconds_total x\nprocess_resident_memory_bytes NaN')).toBeUndefined();
});
