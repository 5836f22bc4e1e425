/** The verdict over a run; where a promise was broken, what everybody wrote down is kept beside it. */
import { check, type Verdict } from './checker.ts';
import { dump } from './dump.ts';
import type { Evidence } from './evidence.ts';
import type { Site } from './site.ts';

export interface Judgement extends Verdict {
  /** Where the evidence lies, if a promise was broken. */
  readonly file: string | undefined;
}

/** @param name of the run: the file's. */
export async function judge(name: string, site: Site, evidence: Omit<Evidence, 'cutOff'>): Promise<Judgement> {
  // As it stands now: what comes while gateways are asked was not judged.
  const viewers = evidence.viewers.map(({ name: who, events }) => ({ name: who, events: [...events] }));
  const whole = { ...evidence, viewers, cutOff: site.cutOff };
  const verdict = check(whole);
  const isKept = verdict.violations.length > 0;
  const file = isKept ? dump(name, verdict.violations, whole, await site.testimonies()) : undefined;
  return { ...verdict, file };
}
