/** The benchmark: every system at every rate, one after the other, each in a browser of its own. */
import type { Command } from './command.ts';
import { installPeers } from './peers.ts';
import { startSite } from './site.ts';
import { EMPTY, FOLLOWED_RATE, KINDS, RATES, SYSTEMS } from './systems.ts';
import type { SystemName } from './systems.ts';
import { runTrial } from './trial.ts';
import type { Trial, TrialPlan } from './trial.ts';
import { profileOurs } from './profile.ts';
import type { Profile } from './profile.ts';
import { measureSight } from './sight.ts';
import type { Sight } from './sight.ts';

export interface Entry {
  readonly system: SystemName;
  readonly rate: number;
  readonly trials: readonly Trial[];
  /** Why there is no trial, or fewer than were asked for. */
  readonly problem?: string;
}

export interface Findings {
  readonly entries: readonly Entry[];
  readonly sights: readonly Sight[];
  readonly profiles: readonly Profile[];
  /** Why the peers are missing. */
  readonly peersProblem: string | undefined;
}

/** Ours in other guises: what is asked of each is in the file that uses it. */
const EXTRA = ['ours-emit', 'ours-socket-10', 'ours-socket-50', 'profile-webgl', 'profile-canvas'];

/** Until as many are on screen as will be: the longest comments take a little longer than the lifetime. */
const FILL_MS = 8_300;

/** @param say one line a moment, for whoever watches. */
export async function runBenchmark(command: Command, say: (line: string) => void): Promise<Findings> {
  const peersProblem = await installPeers();
  const systems = SYSTEMS.filter(({ name, ours, isQuick }) => {
    if (command.systems) return command.systems.includes(name);
    return (isQuick || !command.isQuick) && (ours || name === EMPTY || peersProblem === undefined);
  });
  const rates = command.rates ?? (command.isQuick ? [FOLLOWED_RATE] : RATES);
  const site = await startSite([...systems.map(({ name }) => name), ...EXTRA]);
  try {
    const entries: Entry[] = [];
    for (const rate of rates) {
      for (const system of systems.filter(({ rates: only }) => only?.includes(rate) ?? true)) {
        entries.push(await tryOut(site.url, system, planOf(system, rate, command), command.repeat, say));
      }
    }
    say('how many frames until a comment is seen');
    const sights = await measureSight(site.url, command.isQuick ? 4_000 : 10_000);
    const profiles = command.isQuick ? [] : await profileAll(site.url, entries, Math.max(...rates), say);
    return { entries, sights, profiles, peersProblem };
  } finally {
    site.stop();
  }
}

/** Of ours on the main thread, as far as they took part, at the highest rate. */
async function profileAll(
  url: string,
  entries: readonly Entry[],
  rate: number,
  say: (line: string) => void,
): Promise<Profile[]> {
  const profiles: Profile[] = [];
  for (const renderer of ['webgl', 'canvas'] as const) {
    if (!entries.some(({ system, trials }) => system.name === `ours-${renderer}` && trials.length > 0)) continue;
    say(`where the main thread's time goes with ${renderer}, ${rate} comments/s`);
    profiles.push(await profileOurs(url, renderer, rate, FILL_MS));
  }
  return profiles;
}

function planOf(system: SystemName, rate: number, { isQuick, seconds }: Command): TrialPlan {
  const isFollowed = rate === FOLLOWED_RATE && system.name !== EMPTY && !isQuick;
  return {
    system: system.name,
    rate,
    fillMs: FILL_MS,
    insertingMs: isQuick ? 2_000 : 3_000,
    lookMs: isQuick ? 1_000 : 1_500,
    movingMs: isQuick ? 1_500 : 2_000,
    followMs: isFollowed ? (seconds ?? 10) * 1_000 : 0,
  };
}

async function tryOut(
  url: string,
  system: SystemName,
  plan: TrialPlan,
  repeat: number,
  say: (line: string) => void,
): Promise<Entry> {
  const trials: Trial[] = [];
  try {
    for (let i = 0; i < repeat; i += 1) {
      const trial = await runTrial(url, plan);
      const wanted = KINDS[system.name];
      if (wanted !== undefined && trial.kind !== wanted) {
        const problem = `could not be had here: the overlay drew with ${trial.kind || 'nothing'}`;
        say(`${system.label} at ${plan.rate}/s ${problem}`);
        return { system, rate: plan.rate, trials: [], problem };
      }
      trials.push(trial);
      say(lineOf(system, trial));
    }
  } catch (error) {
    const problem = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    say(`${system.label} at ${plan.rate}/s gave up: ${problem}`);
    return { system, rate: plan.rate, trials, problem };
  }
  return { system, rate: plan.rate, trials };
}

function lineOf({ label }: SystemName, { plan, inserting, moving, drawnPerSecond, shown }: Trial): string {
  return (
    `${label} at ${plan.rate}/s: main thread ${inserting.mainMs.toFixed(2)} ms a frame inserting, ` +
    `${moving.mainMs.toFixed(2)} moving; ${drawnPerSecond.toFixed(0)} frames/s drawn; ` +
    `${inserting.onScreen.toFixed(0)} on screen; ${(shown * 100).toFixed(0)} % shown`
  );
}
