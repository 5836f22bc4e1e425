/** Gets a picture and has it decoded off the page's thread, within bounds. */
import { imageSize } from './image-size.ts';

const MOST_BYTES = 512 * 1024;
const LONGEST_PX = 1024;
/** Height of what is kept: enough for large text on fine screens. */
const KEPT_PX = 96;
/** Wider or taller ones would stand out of any line. */
export const MOST_RATIO = 4;
const TIMEOUT_MS = 15_000;

/** Rejects with a reason that continues a sentence. */
export async function fetchPicture(address: string, ending: AbortSignal): Promise<ImageBitmap> {
  const bytes = await fetchBytes(address, MOST_BYTES, ending);
  const size = imageSize(bytes);
  if (size === undefined) throw new Error('is no PNG, GIF, WebP or JPEG');
  const { width, height } = size;
  if (Math.max(width, height) > LONGEST_PX) throw new Error(`is larger than ${LONGEST_PX} pixels each way`);
  if (width === 0 || height === 0 || width > height * MOST_RATIO || height > width * MOST_RATIO) {
    throw new Error(`is more than ${MOST_RATIO} times as long one way as the other`);
  }
  const options: ImageBitmapOptions = height > KEPT_PX ? { resizeHeight: KEPT_PX, resizeQuality: 'high' } : {};
  const picture = await createImageBitmap(new Blob([bytes]), options);
  if (picture.height > KEPT_PX || picture.width > KEPT_PX * MOST_RATIO) throw new Error('is not as large as it says');
  return picture;
}

/** All of an answer, unless it is longer than `mostBytes`. No cookies, no other host by a redirect. */
export async function fetchBytes(
  address: string,
  mostBytes: number,
  ending: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const reading = new AbortController();
  const stop = (): void => reading.abort();
  for (const signal of [ending, timeout]) signal.addEventListener('abort', stop, { signal: reading.signal });
  try {
    if (ending.aborted) throw new Error('is not wanted any more');
    const { signal } = reading;
    const response = await fetch(address, { mode: 'cors', credentials: 'omit', redirect: 'error', signal });
    if (!response.ok || response.body === null) throw new Error(`was answered with ${response.status}`);
    return await readAll(response.body, mostBytes);
  } finally {
    stop();
  }
}

async function readAll(body: ReadableStream<Uint8Array>, mostBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > mostBytes) throw new Error(`has more than ${mostBytes / 1024} KB`);
    parts.push(value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
