/** Tells the console, the only reader of this page; the same thing once, and not for ever. */

const MOST_REMEMBERED = 50;

export function createReport(): (message: string) => void {
  const said = new Set<string>();
  return (message) => {
    if (said.has(message) || said.size >= MOST_REMEMBERED) return;
    said.add(message);
    console.warn(`danmaku: ${message}`);
  };
}
