/** The two figures the load test wants from a gateway's metrics page (Prometheus text format). */

export interface ProcessFigures {
  readonly cpuSeconds: number;
  readonly memoryBytes: number;
}

/** Summed over labels, so that a gateway of several processes counts whole; `undefined` where one of them is missing. */
export function readPrometheus(text: string): ProcessFigures | undefined {
  const cpuSeconds = sumOf(text, 'process_cpu_seconds_total');
  const memoryBytes = sumOf(text, 'process_resident_memory_bytes');
  return cpuSeconds === undefined || memoryBytes === undefined ? undefined : { cpuSeconds, memoryBytes };
}

function sumOf(text: string, name: string): number | undefined {
  let sum: number | undefined;
  for (const line of text.split('\n')) {
    // A metric may carry the product's prefix.
    const match = /^(\w+)(?:\{[^}]*\})?\s+(\S+)/.exec(line);
    if (!match?.[1]?.endsWith(name)) continue;
    const value = Number(match[2]);
    if (Number.isFinite(value)) sum = (sum ?? 0) + value;
  }
  return sum;
}
