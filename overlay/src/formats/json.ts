/** JSON that may be anything, and of one that breaks off what was whole before it did. */
import { MOST_CODE_UNITS } from './read.ts';

export type ReadJson =
  | { readonly ok: true; readonly value: unknown; readonly problem?: string }
  | { readonly ok: false; readonly problem: string };

/** No comment file is nested deeper. */
const MOST_DEPTH = 32;

/** @param source text of JSON, or what it was parsed to already. */
export function readJson(source: unknown): ReadJson {
  if (typeof source !== 'string') return { ok: true, value: source };
  if (source.length > MOST_CODE_UNITS) return { ok: false, problem: 'The file is too large.' };
  const text = source.replace(/^\ufeff/, '');
  const whole = parse(text);
  if (whole !== undefined) return { ok: true, value: whole.value };
  const kept = wholePartOf(text);
  const rest = kept === undefined ? undefined : parse(kept);
  return rest === undefined
    ? { ok: false, problem: 'The file is not JSON, or not all of it.' }
    : { ok: true, value: rest.value, problem: 'The file breaks off.' };
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/** Up to the end of the last object or list that is whole, and what is open then closed; `undefined` where none is. */
function wholePartOf(text: string): string | undefined {
  const open: string[] = [];
  let cut = 0;
  let closers = '';
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '"') {
      at = endOfString(text, at);
    } else if (char === '{' || char === '[') {
      open.push(char === '{' ? '}' : ']');
      if (open.length > MOST_DEPTH) return undefined;
    } else if (char === '}' || char === ']') {
      if (open.pop() !== char) break;
      // Whole is what stands in something else that is not.
      if (open.length === 0) break;
      cut = at + 1;
      closers = [...open].reverse().join('');
    }
  }
  return cut === 0 ? undefined : text.slice(0, cut) + closers;
}

function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text.charAt(at) !== '"') at += text.charAt(at) === '\\' ? 2 : 1;
  return at;
}
