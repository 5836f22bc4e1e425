/** One step of a search for the most: a rate is offered, and again where it failed. One late moment of the machine ends no search. */

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
