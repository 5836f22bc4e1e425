/**
 * The input bar of `<danmaku-composer>`, a file of its own that is loaded when such an element is in a page.
 * A refused comment stays in the field with its reason; nothing is sent while an input method composes.
 */
import { DEFAULT_SETTINGS, type OverlaySettings } from '../options.ts';
import type { Overlay } from '../overlay.ts';
import type { Refusal } from '../connection/pending-posts.ts';
import { BAR_STYLE } from './bar-style.ts';
import { keepAboveKeyboard } from './above-keyboard.ts';
import { createBar } from './bar.ts';
import { createCoolDown } from './cool-down.ts';
import { PANEL_STYLE } from './panel-style.ts';
import { createPanel } from './panel.ts';
import { isClosed, readinessOf, slowModeMs, type Hindrance } from './readiness.ts';
import { chooseWords, languagesFor, type Languages } from '../languages.ts';
import { settingsControls } from './settings-panel.ts';
import { PLAIN, styleControls, type ChosenStyle } from './style-panel.ts';
import { COMPOSER_WORDS, type ComposerWords } from './words.ts';

export interface ComposerView {
  /** Posts through this overlay from now on. */
  attach(overlay: Overlay | undefined): void;
  /** The language may have changed. */
  relabel(): void;
  destroy(): void;
}

export interface ComposerModule {
  readonly createComposer: (host: HTMLElement, added: Languages) => ComposerView;
}

/** Below this the counter is spoken, too. */
const FEW_CHARACTERS = 10;
/** Names of hidden users that are remembered. */
const MOST_NAMES = 200;

/** What was in the bar of an element that the page has taken out: one that only moves is built anew. */
const drafts = new WeakMap<HTMLElement, { readonly text: string; readonly style: ChosenStyle }>();

/** Builds the bar in the element's shadow root. */
export function createComposer(host: HTMLElement, added: Languages): ComposerView {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open', delegatesFocus: true });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(BAR_STYLE + PANEL_STYLE);
  root.adoptedStyleSheets = [sheet];
  const bar = createBar();
  const { field } = bar;
  const coolDown = createCoolDown(render);
  let overlay: Overlay | undefined;
  let offs: (() => void)[] = [];
  let words = wordsNow();
  const draft = drafts.get(host);
  let style = draft?.style ?? PLAIN;
  field.value = draft?.text ?? '';
  /** Why the comment in the field was refused; one that only has to wait is forgotten when the wait is over. */
  let refusal: { readonly reason: string; readonly text: string; readonly isPassing: boolean } | undefined;
  let isSending = false;
  let isShown = true;
  let enterIsForInputMethod = false;
  const ending = new AbortController();
  /** Of the users hidden while this page is open; else only their ids are known. */
  const names = new Map<string, string>();

  const stylePanel = createPanel(
    bar.styleButton,
    bar.box,
    () => words.style,
    () => words.close,
    () =>
      styleControls(words, style, (chosen) => {
        style = chosen;
        render();
      }),
  );
  const settingsPanel = createPanel(
    bar.settingsButton,
    bar.box,
    () => words.settings,
    () => words.close,
    () => (overlay ? settingsControls(words, settings, isShown, set, show, (id) => names.get(id) ?? id) : []),
  );
  root.replaceChildren(bar.form, stylePanel.element, settingsPanel.element);

  field.addEventListener('input', () => {
    if (field.value !== refusal?.text && !refusal?.isPassing) refusal = undefined;
    render();
  });
  field.addEventListener('keydown', (event) => {
    // `keyCode` 229 on an Enter: Safari confirms a composition this way after it says the composition has ended.
    enterIsForInputMethod = event.isComposing || (event.key === 'Enter' && event.keyCode === 229);
  });
  field.addEventListener('keyup', () => (enterIsForInputMethod = false));
  bar.form.addEventListener('pointerdown', () => (enterIsForInputMethod = false));
  bar.form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!enterIsForInputMethod) void send();
  });
  bar.shownButton.addEventListener('click', () => show(!isShown));
  // What is typed here is no shortcut of the player's.
  for (const type of ['keydown', 'keyup', 'keypress'] as const) {
    root.addEventListener(type, (event) => event.stopPropagation());
  }
  keepAboveKeyboard(bar.form, ending.signal);
  relabel();

  function wordsNow(): ComposerWords {
    return chooseWords(languagesFor(host), COMPOSER_WORDS, (language) => added.get(language)?.composer);
  }

  function readiness(): ReturnType<typeof readinessOf> {
    const coolDownMs = coolDown.leftMs();
    return readinessOf({ text: field.value, state: overlay?.state.state, room: overlay?.room, isSending, coolDownMs });
  }

  async function send(): Promise<void> {
    // The page may give another before the answer comes, or none.
    const through = overlay;
    if (!through || readiness().hindrance !== undefined) return;
    const text = field.value;
    isSending = true;
    refusal = undefined;
    render();
    try {
      await through.post({ text, ...style });
      if (field.value === text) field.value = '';
      coolDown.start(slowModeMs(through.room));
    } catch (error) {
      const { code, message, retryAfterMs = 0 } = error as Refusal;
      coolDown.start(retryAfterMs);
      refusal = { reason: words.refusals[code] ?? message, text, isPassing: retryAfterMs > 0 };
    }
    isSending = false;
    render();
  }

  function settings(): OverlaySettings {
    return overlay?.settings ?? DEFAULT_SETTINGS;
  }

  function set(change: Partial<OverlaySettings>): void {
    overlay?.set(change);
  }

  function show(shown: boolean): void {
    isShown = shown;
    if (overlay) (shown ? unhide : hide)(overlay);
    render();
  }

  function render(): void {
    if (refusal?.isPassing && coolDown.leftMs() === 0) refusal = undefined;
    const { hindrance, charactersLeft, maxLength } = readiness();
    const isOver = charactersLeft < 0;
    const isNear = field.value !== '' && charactersLeft <= FEW_CHARACTERS;
    const nearHint = isOver ? words.tooLong(-charactersLeft) : words.left(charactersLeft);
    bar.render({
      placeholder: placeholderOf(words, hindrance, overlay),
      isClosed: isClosed(hindrance),
      canSend: hindrance === undefined,
      isSending,
      waitSeconds: Math.ceil(coolDown.leftMs() / 1000),
      waitShare: coolDown.share(),
      counter: field.value === '' ? '' : `${maxLength - charactersLeft}/${maxLength}`,
      isOver,
      hint: isNear ? nearHint : '',
      reason: refusal?.reason ?? '',
      color: style.color,
      isShown,
    });
  }

  function relabel(): void {
    words = wordsNow();
    stylePanel.close();
    settingsPanel.close();
    bar.relabel(words);
    render();
  }

  return {
    attach(next) {
      for (const off of offs) off();
      overlay = next;
      // The switch goes with the overlay; one that was made anew in its place is as the switch says.
      if (next && hidden.has(next)) isShown = false;
      else if (next && !isShown) hide(next);
      // Whoever is offered settings expects to find them again.
      overlay?.remember();
      offs = next
        ? [
            next.on('state', render),
            next.on('room', render),
            next.on('block', ({ comment: { user } }) => {
              names.set(user.id, user.name);
              for (const id of [...names.keys()].slice(0, -MOST_NAMES)) names.delete(id);
            }),
          ]
        : [];
      render();
    },
    relabel,
    destroy() {
      // What is on its way is no draft any more.
      drafts.set(host, { text: isSending ? '' : field.value, style });
      for (const off of offs) off();
      coolDown.stop();
      ending.abort();
      stylePanel.destroy();
      settingsPanel.destroy();
      root.replaceChildren();
    },
  };
}

/** Those that a switch has hidden, whichever bar it stood in. */
const hidden = new WeakSet<Overlay>();

function hide(overlay: Overlay): void {
  hidden.add(overlay);
  overlay.hide();
}

function unhide(overlay: Overlay): void {
  hidden.delete(overlay);
  overlay.show();
}

function placeholderOf(words: ComposerWords, hindrance: Hindrance | undefined, overlay: Overlay | undefined): string {
  switch (hindrance) {
    case 'connecting':
      return words.connecting;
    case 'ended':
      return overlay?.state.state === 'idle' ? words.noRoom : words.ended;
    case 'locked':
      return words.locked;
    case 'may_not_post':
      return words.mayNotPost;
    default: {
      if (overlay?.state.state !== 'joined') return words.reconnecting;
      const slowMs = slowModeMs(overlay.room);
      return slowMs > 0 ? words.slowMode(Math.ceil(slowMs / 1000)) : words.placeholder;
    }
  }
}
