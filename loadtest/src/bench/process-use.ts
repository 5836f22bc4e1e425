/** What a process uses, as the kernel counts it. Linux only: elsewhere the benchmarks say that they can't run. */
import { readFileSync } from 'node:fs';

/** Clock ticks a second; fixed in the interface of Linux (USER_HZ). */
const TICKS = 100;

/** CPU seconds of the process with all its threads, in user space and in the kernel. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold spaces; utime and stime are the 12th and 13th field after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Bytes the process holds in memory, its private pages and what it shares. */
export function residentBytes(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1] ?? 0) * 1024;
}
