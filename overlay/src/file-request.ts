/** Files of the overlay that come later: what could not be loaded is asked for again, later each time. */
import { BACKOFF, backoffDelayMs } from '@danmaku-live/protocol';

/** Waits grow to 4.5 s and no further: a comment waits 5 s for what draws it. */
const LONGEST_AFTER = 3;

/**
 * Has a file loaded, however often that takes.
 *
 * @param load asked with the number of tries before.
 * @param use takes the file. What it throws is a bug, which another copy of the file would only repeat.
 * @param onFailed told of each failure.
 * @returns what gives up: nothing is asked for, used or told any more.
 */
export function requestFile<File>(
  load: (attempt: number) => Promise<File>,
  use: (file: File) => void,
  onFailed: (cause: unknown) => void,
): () => void {
  let isWanted = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = (attempt: number): void => {
    void load(attempt).then(
      (file) => {
        if (isWanted) use(file);
      },
      (cause: unknown) => {
        if (!isWanted) return;
        onFailed(cause);
        timer = setTimeout(
          () => ask(attempt + 1),
          BACKOFF.baseMs + backoffDelayMs(Math.min(attempt, LONGEST_AFTER), Math.random()),
        );
      },
    );
  };
  ask(0);
  return () => {
    isWanted = false;
    clearTimeout(timer);
  };
}
