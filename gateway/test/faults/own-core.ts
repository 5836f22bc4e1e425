/**
 * A core for one process alone, where this machine has several: so that what is measured of it is not the wait for a core
 * that the crowd, the load balancer and Redis are using, which elsewhere have machines of their own.
 */
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';

const OWN = '0';

/** Puts this process, and all that it starts from now on, onto the other cores. @returns whether that was possible. */
export function leaveOneCore(): boolean {
  const cores = cpus().length;
  return cores > 1 && pin(`1-${cores - 1}`, process.pid);
}

/** Puts `pid` onto the core that was left. */
export function giveTheCore(pid: number): boolean {
  return pin(OWN, pid);
}

function pin(cores: string, pid: number): boolean {
  try {
    execFileSync('taskset', ['-a', '-c', '-p', cores, `${pid}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
