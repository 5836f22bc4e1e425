/**
 * Just enough XML to find elements and their text in one pass. It knows the five named entities and numbers, and
 * no declarations: nothing expands, nothing is fetched, whatever a file declares. Never throws; its time is linear.
 */

export interface XmlElement {
  readonly attributes: ReadonlyMap<string, string>;
  /** Text between the tags, elements within it left out. */
  readonly text: string;
}

/** `damaged`: something in it is no tag, or tags do not match. */
export type XmlEnd = 'whole' | 'broken_off' | 'damaged';

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const ATTRIBUTE = /([^\s=/"'<>]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/gy;
const WHITE_SPACE = /[\s/]+/y;
/** A tag with more than this in it is no tag of a comment file. */
const MOST_TAG_CODE_UNITS = 8_192;
const ENTITY = /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,4}));/gi;

/**
 * Calls `found` with each element called `name`.
 *
 * @returns whether the file is whole, breaks off within something, or had damage that was passed over.
 */
export function scanXml(source: string, name: string, found: (element: XmlElement) => void): XmlEnd {
  let at = 0;
  let open: { readonly attributes: ReadonlyMap<string, string>; text: string } | undefined;
  let depth = 0;
  let isDamaged = false;
  while (at < source.length) {
    const less = source.indexOf('<', at);
    if (open !== undefined) open.text += decode(source.slice(at, less < 0 ? source.length : less));
    if (less < 0) break;
    const skipped = endOfSpecial(source, less);
    if (skipped !== undefined) {
      if (skipped.end < 0) return 'broken_off';
      if (open !== undefined) open.text += skipped.text;
      at = skipped.end;
      continue;
    }
    const end = endOfTag(source, less);
    if (end < 0) return 'broken_off';
    if (source.charAt(end) === '<') {
      isDamaged = true;
      if (open !== undefined) open.text += decode(source.slice(less, end));
      at = end;
      continue;
    }
    const tag = source.slice(less + 1, end);
    at = end + 1;
    depth += tag.startsWith('/') ? -1 : tag.endsWith('/') ? 0 : 1;
    if (tag === `/${name}` || tag.trimEnd() === `/${name}`) {
      if (open !== undefined) found(open);
      open = undefined;
    } else if (isTagOf(tag, name)) {
      // One that was never closed ends where the next begins.
      if (open !== undefined) found(open);
      open = { attributes: attributesOf(tag, name.length), text: '' };
      if (tag.endsWith('/')) {
        found(open);
        open = undefined;
      }
    }
  }
  // An element that is cut off holds part of a comment at best.
  if (open !== undefined) return 'broken_off';
  if (depth > 0) return 'broken_off';
  return isDamaged || depth < 0 ? 'damaged' : 'whole';
}

/** Comments, declarations and instructions: where they end, and the text they stand for. `end` −1: nowhere. */
function endOfSpecial(source: string, at: number): { readonly end: number; readonly text: string } | undefined {
  if (source.startsWith('<!--', at)) return until(source, '-->', at + 4);
  if (source.startsWith('<![CDATA[', at)) {
    const end = source.indexOf(']]>', at + 9);
    return end < 0 ? { end, text: '' } : { end: end + 3, text: source.slice(at + 9, end) };
  }
  if (source.startsWith('<?', at)) return until(source, '?>', at + 2);
  if (!source.startsWith('<!', at)) return undefined;
  const close = source.indexOf('>', at);
  if (close < 0) return { end: -1, text: '' };
  // A document type may hold declarations of its own in brackets.
  const bracket = source.slice(at, close).indexOf('[');
  if (bracket < 0) return { end: close + 1, text: '' };
  const inner = source.indexOf(']', at + bracket);
  return inner < 0 ? { end: -1, text: '' } : until(source, '>', inner);
}

function until(source: string, mark: string, from: number): { readonly end: number; readonly text: string } {
  const end = source.indexOf(mark, from);
  return { end: end < 0 ? -1 : end + mark.length, text: '' };
}

/** The `>` that ends the tag; one in quotes does not. Where a `<` comes first, which no tag can hold, its place. */
function endOfTag(source: string, at: number): number {
  let quote = '';
  const limit = Math.min(source.length, at + MOST_TAG_CODE_UNITS);
  for (let i = at + 1; i < limit; i += 1) {
    const char = source.charAt(i);
    if (char === '<') return i;
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return i;
  }
  // No tag: the next angle, or the end.
  const next = /[<>]/g;
  next.lastIndex = at + 1;
  return next.exec(source)?.index ?? -1;
}

function isTagOf(tag: string, name: string): boolean {
  return tag.startsWith(name) && (tag.length === name.length || /[\s/]/.test(tag.charAt(name.length)));
}

function attributesOf(tag: string, from: number): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  const text = tag.slice(0, MOST_TAG_CODE_UNITS);
  let at = from;
  for (;;) {
    WHITE_SPACE.lastIndex = at;
    if (WHITE_SPACE.test(text)) at = WHITE_SPACE.lastIndex;
    ATTRIBUTE.lastIndex = at;
    const match = ATTRIBUTE.exec(text);
    if (match === null) return attributes;
    at = ATTRIBUTE.lastIndex;
    attributes.set(match[1] ?? '', decode(match[2] ?? match[3] ?? ''));
  }
}

/** Entities that are not known stay as they stand. */
function decode(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(ENTITY, (whole: string, hex?: string, decimal?: string, named?: string) => {
    if (named !== undefined) return NAMED[named] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  });
}
