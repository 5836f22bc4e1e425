/** Reads a recording without keeping the page from anything: a few milliseconds at a time. */
import { Recording } from '../lanes/recording.ts';
import { readRecording } from '../lanes/recording-reader.ts';
import type { ReadRecording } from '../lanes/recording-reader.ts';

const SLICE_MS = 5;

/** @param isOver nobody wants it any more: it is empty then, and read no further. */
export async function readInSlices(
  comments: readonly unknown[],
  startSeconds: number | undefined,
  isOver: () => boolean,
): Promise<ReadRecording> {
  const reading = readRecording(comments, startSeconds);
  for (;;) {
    const untilMs = performance.now() + SLICE_MS;
    while (performance.now() < untilMs) {
      const step = reading.next();
      if (step.done === true) return step.value;
    }
    await breath();
    if (isOver()) return { recording: new Recording([], new Float64Array(), new Uint8Array()), skipped: {} };
  }
}

/** Whatever else there is to do is done before it resolves. A timer would hardly tick in a hidden tab. */
function breath(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(undefined);
  });
}
