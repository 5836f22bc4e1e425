/** The machine a run is made on, and what it allows. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly system: string;
  readonly node: string;
}

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    system: `${type()} ${release()}`,
    node: process.version,
  };
}

/** What the process has open besides connections. */
const OTHER_FILES = 120;

/**
 * What is missing for `connections` sockets and the exact line that helps; `undefined` where all is well or the
 * system does not tell.
 */
export function fileLimitProblem(connections: number, limit: FileLimit | undefined): string | undefined {
  const wanted = connections + OTHER_FILES;
  if (limit === undefined || limit.soft >= wanted) return undefined;
  const line =
    limit.hard >= wanted
      ? `ulimit -n ${wanted}`
      : `sudo prlimit --pid $$ --nofile=${wanted}:${wanted}   (then run it again in the same shell)`;
  return `${connections} connections need ${wanted} open files and this shell allows ${limit.soft}. Raise it with:\n    ${line}`;
}

interface FileLimit {
  readonly soft: number;
  readonly hard: number;
}

/** What this process may open; `undefined` where the system does not tell. */
export function openFileLimit(): FileLimit | undefined {
  try {
    const match = /^Max open files\s+(\S+)\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'));
    if (match) return { soft: limitNumber(match[1]), hard: limitNumber(match[2]) };
  } catch {
    // Not Linux: the shell knows.
  }
  try {
    const soft = limitNumber(execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim());
    const hard = limitNumber(execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).trim());
    return { soft, hard };
  } catch {
    return undefined;
  }
}

/** What Linux leaves for outgoing connections unless told otherwise: 32768 to 60999. */
export const USUAL_OUTGOING_PORTS = 28_232;

/** How many ports one address of this machine has for outgoing connections to one port; the usual number where it does not tell. */
export function outgoingPorts(file = '/proc/sys/net/ipv4/ip_local_port_range'): number {
  try {
    const [first = NaN, last = NaN] = readFileSync(file, 'utf8').trim().split(/\s+/).map(Number);
    return last >= first ? last - first + 1 : USUAL_OUTGOING_PORTS;
  } catch {
    return USUAL_OUTGOING_PORTS;
  }
}

function limitNumber(text: string | undefined): number {
  const value = Number(text);
  return Number.isFinite(value) ? value : Infinity;
}
