/**
 * The search for the most: rates grow until one fails, and then the gap is narrowed. A rate is offered again where it
 * failed: one late moment of the machine ends no search.
 */

/** A step that failed is repeated until most of so many tries agree. */
const TRIES = 3;

export interface Step<T> {
  /** In order, those that failed too. */
  readonly tries: readonly T[];
  /** The last that was carried; `undefined` where the step failed. */
  readonly carried: T | undefined;
}

export interface StepQuestions<T> {
  readonly offer: () => Promise<T>;
  readonly isCarried: (tried: T) => boolean;
  /** Before another try: the server gets done with what it is late with. */
  readonly rest: () => Promise<unknown>;
}

/** A first try that is carried is enough; after one that failed the next two have to be. */
export async function takeStep<T>({ offer, isCarried, rest }: StepQuestions<T>): Promise<Step<T>> {
  const tries: T[] = [];
  let carried: T | undefined;
  let failed = 0;
  do {
    if (tries.length > 0) await rest();
    const tried = await offer();
    tries.push(tried);
    if (isCarried(tried)) carried = tried;
    else failed += 1;
  } while (failed === 1 && tries.length < TRIES);
  return { tries, carried: failed * 2 < TRIES ? carried : undefined };
}

export interface Carried<T> {
  readonly rate: number;
  readonly run: T;
}

export interface Search<T> {
  /** The next rate is this many times the last. */
  readonly factor: number;
  /** So often, unless one fails before. */
  readonly steps: number;
  /** The most that is found and the least that failed lie no further apart than this, as a ratio. */
  readonly gap: number;
  /** @returns what was carried, if it was. */
  readonly offer: (rate: number) => Promise<T | undefined>;
}

/** @param first is carried. */
export async function findMost<T>(first: Carried<T>, { factor, steps, gap, offer }: Search<T>): Promise<Carried<T>> {
  let most = first;
  let failed = Number.POSITIVE_INFINITY;
  const tryRate = async (rate: number): Promise<void> => {
    const run = await offer(rate);
    if (run === undefined) failed = rate;
    else most = { rate, run };
  };
  for (let step = 0; step < steps && failed === Number.POSITIVE_INFINITY; step += 1) {
    await tryRate(Math.round(most.rate * factor));
  }
  while (failed < Number.POSITIVE_INFINITY && failed / most.rate > gap) {
    await tryRate(Math.round(Math.sqrt(most.rate * failed)));
  }
  return most;
}
