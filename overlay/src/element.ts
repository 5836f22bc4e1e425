/** The custom elements: attributes to options, nothing more. */
import type { ComposerView } from './composer/index.ts';
import type { TokenSource } from './connection/identity.ts';
import { requestFile } from './file-request.ts';
import { languages } from './languages.ts';
import { DEFAULT_SETTINGS, isRenderer } from './options.ts';
import { createOverlay, type Overlay } from './overlay.ts';
import { attributeOf } from './parse-settings.ts';
import type { Parts } from './parts.ts';

/** Sent by an overlay element, bubbling, when its overlay is there or was made anew. */
const READY = 'danmaku-ready';

/** `<danmaku-overlay gateway room token remember …settings>` around a video or a player. */
export interface DanmakuOverlayElement extends HTMLElement {
  /** `undefined` while the element is not in a page. */
  readonly overlay: Overlay | undefined;
  /** A token, or the function that gets a fresh one; goes before the attribute. */
  token: TokenSource | undefined;
}

/** A change of one of these makes a new overlay. */
const FIXED_ATTRIBUTES = ['gateway', 'room', 'token', 'renderer', 'remember'];
const SETTING_OF: ReadonlyMap<string, keyof typeof DEFAULT_SETTINGS> = new Map(
  (Object.keys(DEFAULT_SETTINGS) as (keyof typeof DEFAULT_SETTINGS)[]).map((field) => [attributeOf(field), field]),
);

/** Defines `<danmaku-overlay>` and `<danmaku-composer>`, once per page however many scripts ask for it. */
export function defineElements(parts: Parts): void {
  if (typeof customElements === 'undefined' || customElements.get('danmaku-overlay')) return;

  class OverlayElement extends HTMLElement implements DanmakuOverlayElement {
    static observedAttributes = [...FIXED_ATTRIBUTES, ...SETTING_OF.keys()];
    overlay: Overlay | undefined;
    #token: TokenSource | undefined;
    #isPending = false;
    #isOutdated = false;
    readonly #root = this.attachShadow({ mode: 'open' });

    constructor() {
      super();
      this.#root.adoptedStyleSheets = [styles()];
      this.#root.append(document.createElement('slot'));
    }

    get token(): TokenSource | undefined {
      return this.#token;
    }

    set token(token: TokenSource | undefined) {
      this.#token = token;
      this.#isOutdated = true;
      this.#restart();
    }

    connectedCallback(): void {
      upgrade(this, 'token');
      this.#restart();
    }

    disconnectedCallback(): void {
      this.#restart();
    }

    attributeChangedCallback(name: string, before: string | null, now: string | null): void {
      const field = SETTING_OF.get(name);
      if (before === now || !this.overlay) return;
      if (field === undefined) {
        this.#isOutdated = true;
        this.#restart();
      } else this.overlay.set({ [field]: now ?? DEFAULT_SETTINGS[field] });
    }

    /** Room and token changed together make one new overlay; an element that only moves keeps the one it has. */
    #restart(): void {
      if (this.#isPending) return;
      this.#isPending = true;
      queueMicrotask(() => {
        this.#isPending = false;
        if (this.overlay && this.isConnected && !this.#isOutdated) return;
        this.#isOutdated = false;
        this.overlay?.destroy();
        this.overlay = this.isConnected ? this.#create() : undefined;
        if (this.overlay) this.dispatchEvent(new Event(READY, { bubbles: true, composed: true }));
      });
    }

    #create(): Overlay {
      const given: Record<string, string> = {};
      for (const [name, field] of SETTING_OF) {
        const value = this.getAttribute(name);
        if (value !== null) given[field] = value;
      }
      const [gateway, room, written, renderer] = FIXED_ATTRIBUTES.map((name) => this.getAttribute(name));
      const token = this.#token ?? written;
      return createOverlay(
        this,
        {
          root: this.#root,
          settings: given,
          ...(gateway && { gateway }),
          ...(room && { room }),
          ...(token && { token }),
          ...(isRenderer(renderer) && { renderer }),
          remember: this.hasAttribute('remember'),
        },
        parts,
      );
    }
  }
  customElements.define('danmaku-overlay', OverlayElement);

  /** Loads what it is made of when it is first put into a page. */
  class ComposerElement extends HTMLElement {
    static observedAttributes = ['for', 'lang'];
    #view: ComposerView | undefined;
    #overlay: Overlay | undefined;
    /** The page has said which overlay. */
    #isGiven = false;
    #giveUp: (() => void) | undefined;

    /** The overlay it posts through; unless it is set, that of the element named by `for`, or the page's first. */
    get overlay(): Overlay | undefined {
      return this.#overlay;
    }

    set overlay(overlay: Overlay | undefined) {
      this.#isGiven = overlay !== undefined;
      this.#use(overlay);
      if (this.isConnected) this.#find();
    }

    connectedCallback(): void {
      upgrade(this, 'overlay');
      this.ownerDocument.addEventListener(READY, this.#find);
      this.#find();
      this.#giveUp = requestFile(
        parts.loadComposer,
        ({ createComposer }) => {
          this.#view = createComposer(this, languages);
          this.#view.attach(this.#overlay);
        },
        (cause) => reportError(new Error('The composer could not be loaded; trying again.', { cause })),
      );
    }

    disconnectedCallback(): void {
      this.ownerDocument.removeEventListener(READY, this.#find);
      this.#giveUp?.();
      this.#view?.destroy();
      this.#view = undefined;
    }

    attributeChangedCallback(name: string, before: string | null, now: string | null): void {
      if (before === now || !this.isConnected) return;
      if (name === 'for') this.#find();
      else this.#view?.relabel();
    }

    #use(overlay: Overlay | undefined): void {
      this.#overlay = overlay;
      this.#view?.attach(overlay);
    }

    readonly #find = (): void => {
      if (this.#isGiven) return;
      const id = this.getAttribute('for');
      const root = this.getRootNode() as Document | ShadowRoot;
      const found = id ? root.getElementById(id) : root.querySelector('danmaku-overlay');
      const { overlay } = (found ?? {}) as { overlay?: Overlay };
      if (overlay && overlay !== this.#overlay) this.#use(overlay);
    };
  }
  customElements.define('danmaku-composer', ComposerElement);
}

/** A property that the page set before the element was defined stands in the way of the element's own. */
function upgrade<Name extends string>(element: { [name in Name]?: unknown }, name: Name): void {
  if (!Object.hasOwn(element, name)) return;
  const value = element[name];
  delete element[name];
  element[name] = value;
}

let sheet: CSSStyleSheet | undefined;

function styles(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(':host{display:block;position:relative}:host([hidden]){display:none}');
  }
  return sheet;
}
