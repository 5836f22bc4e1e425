/** Raw deflate, as binary frames carry it, through the browser's own decoder. */

/** Far above any frame: a welcome with 1,000 comments of 400 code units is about 1 MB. */
const MAX_INFLATED_BYTES = 8 * 1024 * 1024;

/** Whether this browser can inflate raw deflate (all since 2023). */
export function canInflate(): boolean {
  try {
    return Boolean(new DecompressionStream('deflate-raw'));
  } catch {
    return false;
  }
}

/**
 * Inflates one frame to its text.
 *
 * @throws when the bytes are no raw deflate or stand for more than 8 MB.
 */
export async function inflate(bytes: ArrayBuffer): Promise<string> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const decoder = new TextDecoder();
  let text = '';
  let total = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    total += value.byteLength;
    if (total > MAX_INFLATED_BYTES) {
      await reader.cancel();
      throw new Error('A frame of the gateway inflates to more than 8 MB.');
    }
    text += decoder.decode(value, { stream: true });
  }
}
