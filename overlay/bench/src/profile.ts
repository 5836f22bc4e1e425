/** Which functions the main thread spends its time in, sampled by the browser's own profiler. */
import { setTimeout as wait } from 'node:timers/promises';
import { openPage } from './chromium.ts';

export interface Profile {
  readonly renderer: 'webgl' | 'canvas';
  readonly rate: number;
  /** Share of the time in which the thread did anything. */
  readonly busy: number;
  /** Functions by their own time, the hottest first; shares of the busy time. */
  readonly hottest: readonly { readonly name: string; readonly share: number }[];
}

const SAMPLE_US = 200;
const LENGTH_MS = 3_000;
const SHOWN = 12;

/** What one call costs; the part of V8's profile that is read. */
interface CallNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string };
}

/** @param fillMs until the stage is full. */
export async function profileOurs(
  url: string,
  renderer: Profile['renderer'],
  rate: number,
  fillMs: number,
): Promise<Profile> {
  const { page, own, close } = await openPage(`${url}/on/profile-${renderer}`);
  try {
    await page.evaluate((perSecond) => rig.feed(perSecond), rate);
    await wait(fillMs);
    await own.send('Profiler.enable');
    await own.send('Profiler.setSamplingInterval', { interval: SAMPLE_US });
    await own.send('Profiler.start');
    await wait(LENGTH_MS);
    const { profile } = await own.send('Profiler.stop');
    return { renderer, rate, ...hottestOf(profile.nodes, profile.samples ?? [], profile.timeDeltas ?? []) };
  } finally {
    await close();
  }
}

/** @param samples the node that ran, @param deltas microseconds since the sample before. */
export function hottestOf(
  nodes: readonly CallNode[],
  samples: readonly number[],
  deltas: readonly number[],
): Pick<Profile, 'busy' | 'hottest'> {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const own = new Map<string, number>();
  samples.forEach((id, i) => {
    const name = names.get(id) ?? '(unknown)';
    own.set(name, (own.get(name) ?? 0) + Math.max(0, deltas[i] ?? 0));
  });
  const all = [...own.values()].reduce((sum, time) => sum + time, 0);
  own.delete('(idle)');
  const busy = [...own.values()].reduce((sum, time) => sum + time, 0);
  const hottest = [...own]
    .sort(([, a], [, b]) => b - a)
    .slice(0, SHOWN)
    .map(([name, time]) => ({ name, share: busy === 0 ? 0 : time / busy }));
  return { busy: all === 0 ? 0 : busy / all, hottest };
}

/** Functions of the browser itself have no place. */
function nameOf({ functionName, url }: CallNode['callFrame']): string {
  const name = functionName === '' ? '(anonymous)' : functionName;
  return url === '' ? name.replace(/^(?!\()(.*)$/, '$1 (browser)') : name;
}
