/** What share of the machine a process had: Linux says it, others are not asked. */
import { readFileSync } from 'node:fs';

export interface ProcessorShare {
  /** Its first thread had a core. */
  readonly ranMs: number;
  /** It wanted one, and others had them all. */
  readonly waitedMs: number;
}

/** Since the process began; `undefined` where nobody says. */
export function processorShareOf(pid: number): ProcessorShare | undefined {
  try {
    const [ranNs = 0, waitedNs = 0] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ').map(Number);
    return { ranMs: Math.round(ranNs / 1e6), waitedMs: Math.round(waitedNs / 1e6) };
  } catch {
    return undefined;
  }
}
