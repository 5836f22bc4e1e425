/** What this reader chose last time. Where the browser keeps nothing, everything works and is forgotten. */

const PREFIX = 'danmaku-demo:';

/** The stored value, or `undefined`. It may be anything: an old version or another page may have written it. */
export function readPreference(name: string): unknown {
  try {
    const stored = localStorage.getItem(PREFIX + name);
    return stored === null ? undefined : (JSON.parse(stored) as unknown);
  } catch {
    return undefined;
  }
}

export function keepPreference(name: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Storage is off or full; the choice holds for this visit.
  }
}

/** The stored value if it is one of `choices`. */
export function readChoice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
  const stored = readPreference(name);
  return choices.find((choice) => choice === stored);
}
