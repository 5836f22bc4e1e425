/** What was written down when a promise was broken, kept for whoever looks for the reason: a run is never quite the same again. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogLine } from '../harness.ts';
import type { Evidence, Violation } from './evidence.ts';

/** Viewers told of in full; of one gateway all tell the same. */
const MAX_VIEWERS = 20;

/** What a gateway said itself. */
export interface Testimony {
  readonly address: string;
  readonly log: readonly LogLine[];
  /** As Prometheus reads them; absent of a gateway that is gone. */
  readonly metrics: string | undefined;
}

/**
 * Writes the log of the viewers concerned, what is known of every comment, and what the gateways said, as JSON into a
 * new folder of the operating system's temporary one.
 *
 * @param name of the file.
 * @returns its path.
 */
export function dump(
  name: string,
  violations: readonly Violation[],
  evidence: Evidence,
  testimonies: readonly Testimony[],
): string {
  const names = [...new Set(violations.map(({ viewer }) => viewer))];
  const told = new Set(representatives(violations));
  const file = join(mkdtempSync(join(tmpdir(), 'danmaku-faults-')), `${name}.json`);
  const { viewers, posts, comments, historySize, written, cutOff, lastWords } = evidence;
  const content = {
    violations,
    concerned: names,
    gateways: testimonies,
    cutOff,
    historySize,
    lastWords,
    written,
    comments: [...comments],
    posts,
    viewers: viewers.filter((log) => told.has(log.name)).map((log) => ({ name: log.name, events: log.events })),
  };
  writeFileSync(file, JSON.stringify(content));
  return file;
}

/** Some viewers for each rule, so that none is crowded out by a frequent one. */
function representatives(violations: readonly Violation[]): readonly string[] {
  const byRule = new Map<string, Set<string>>();
  for (const { rule, viewer } of violations) byRule.set(rule, (byRule.get(rule) ?? new Set()).add(viewer));
  const each = Math.max(1, Math.floor(MAX_VIEWERS / Math.max(1, byRule.size)));
  return [...byRule.values()].flatMap((names) => [...names].slice(0, each));
}
