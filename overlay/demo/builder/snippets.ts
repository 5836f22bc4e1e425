/** What the builder gives to copy: always the shortest that brings the settings about. Pure. */
import { DEFAULT_SETTINGS, type OverlaySettings, type SafeArea } from '../../src/options.ts';
import { attributeOf } from '../../src/parse-settings.ts';

/** The preview may be held still, what is copied never is; a mask is made by a page's own script. */
const NOT_COPIED: ReadonlySet<string> = new Set(['paused', 'mask']);

/** A frame and a stage programme have no player whose time comments could follow. */
const TAG_ONLY: ReadonlySet<string> = new Set(['sync', 'offset']);

const FRAME_STYLE =
  'position: absolute; inset: 0; width: 100%; height: 100%; border: 0; pointer-events: none; color-scheme: light';

/** Settings that are not the default, as attribute and its text. */
export function changedAttributes(settings: OverlaySettings): readonly (readonly [string, string])[] {
  return (Object.keys(DEFAULT_SETTINGS) as (keyof OverlaySettings)[]).flatMap((field) => {
    if (NOT_COPIED.has(field)) return [];
    const text = attributeText(field, settings[field]);
    return text === attributeText(field, DEFAULT_SETTINGS[field]) ? [] : [[attributeOf(field), text] as const];
  });
}

/** The address of the overlay alone. @param withTest with test comments. */
export function embedAddress(origin: string, room: string, settings: OverlaySettings, withTest = false): string {
  const attributes = changedAttributes(settings).filter(([name]) => !TAG_ONLY.has(name));
  const query = new URLSearchParams(attributes.map(([name, text]) => [name, text]));
  if (withTest) query.set('test', '1');
  const text = query.toString();
  return `${origin}/embed/${room}${text === '' ? '' : `?${text}`}`;
}

/** The script and the element, for a page of one's own. @param remembers what its readers set. */
export function tagLines(origin: string, room: string, settings: OverlaySettings, remembers = false): string {
  const attributes = [['gateway', origin], ['room', room], ...changedAttributes(settings)] as const;
  const written = attributes.map(([name, text]) => `${name}="${escaped(text)}"`);
  if (remembers) written.push('remember');
  const opening =
    written.length > 2
      ? `<danmaku-overlay\n${written.map((attribute) => `  ${attribute}\n`).join('')}>`
      : `<danmaku-overlay ${written.join(' ')}>`;
  return [
    `<script src="${escaped(origin)}/embed.js" async></script>`,
    opening,
    '  <video src="…" controls></video>',
    '</danmaku-overlay>',
  ].join('\n');
}

/** A frame that lies over whatever is in the box with it. */
export function frameLines(origin: string, room: string, settings: OverlaySettings): string {
  return [
    '<div style="position: relative">',
    '  <video src="…" controls style="display: block; width: 100%"></video>',
    '  <iframe',
    `    src="${escaped(embedAddress(origin, room, settings))}"`,
    '    title="Comments"',
    `    style="${FRAME_STYLE}"`,
    '  ></iframe>',
    '</div>',
  ].join('\n');
}

function attributeText(field: string, value: OverlaySettings[keyof OverlaySettings]): string {
  if (Array.isArray(value)) return value.join(',');
  if (typeof value !== 'object') return String(value);
  return field === 'safeArea' ? insets(value as SafeArea) : JSON.stringify(value);
}

function insets({ top, right, bottom, left }: SafeArea): string {
  return [top, right, bottom, left].join(' ');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
