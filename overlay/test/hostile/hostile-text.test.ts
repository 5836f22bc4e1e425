/** Texts that would be scripts, in every field of every page of a gateway, under the policy that they are served with. */
import { readFileSync, readdirSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { DanmakuOverlayElement } from '../../src/element.ts';
import { untilState } from '../demo/live-demo.ts';
import { tokenOf, useDesk } from '../desk/desk-page.ts';
import { PAYLOADS } from './payloads.ts';

const ROOM = 'hostile';
const DEMO = new URL('../../demo/', import.meta.url);
/** What any of the pages may read from its address. */
const PARAMETERS = parametersOf(readFileSync(new URL('../../src/options.ts', import.meta.url), 'utf8'));

const desk = useDesk({ HISTORY_SIZE: '2000' });
const { ask } = desk;

interface Watched {
  readonly context: BrowserContext;
  /** Scripts that ran, and what the policy had to stop: neither may be. */
  readonly trouble: string[];
}

/** A context whose pages tell when a payload runs, tries to, or opens a dialog. */
async function watch(options: Parameters<Browser['newContext']>[0] = {}): Promise<Watched> {
  const context = await desk.browser.newContext({ locale: 'en-US', ...options });
  const trouble: string[] = [];
  await context.exposeFunction('ran', (payload: unknown) => void trouble.push(`ran ${String(payload)}`));
  await context.exposeFunction('stopped', (what: string) => void trouble.push(`stopped ${what}`));
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ effectiveDirective, sample, blockedURI }) => {
      (window as unknown as { stopped(what: string): void }).stopped(`${effectiveDirective} ${blockedURI} ${sample}`);
    });
  });
  context.on('dialog', (dialog) => {
    trouble.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  return { context, trouble };
}

/** Elements that only mark-up from a text can have made, in the page and in its shadow trees. */
function planted(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const search = (root: ParentNode): void => {
      for (const element of root.querySelectorAll('*')) {
        const isForeign =
          element.matches('iframe, object, form[action], template, details, x, script:not([src]), img[src="x"]') ||
          element.getAttributeNames().some((name) => name.startsWith('on')) ||
          /^\s*(javascript|data):/i.test(element.getAttribute('href') ?? '');
        if (isForeign) found.push(element.outerHTML);
        if (element.shadowRoot) search(element.shadowRoot);
      }
    };
    search(document);
    return found;
  });
}

async function expectHarmless(page: Page, trouble: readonly string[]): Promise<void> {
  expect(await planted(page)).toEqual([]);
  // What would run does so at the latest when the page has drawn again.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  expect(trouble).toEqual([]);
}

/** Each payload said by a user who is called so as well. */
function sayAll(room: string): Promise<unknown> {
  return Promise.all(
    PAYLOADS.map((text, index) => ask(room, 'POST', '/comments', { text }, tokenOf(`u${index}`, 'paid', text))),
  );
}

it('There are 200 payloads, and they would run where they are taken for mark-up', async () => {
  expect([new Set(PAYLOADS).size, PAYLOADS.every(({ length }) => length <= 64)]).toEqual([200, true]);
  const { context, trouble } = await watch();
  const page = await context.newPage();
  for (const text of PAYLOADS.slice(0, 2)) {
    await page.evaluate(
      (markup) => document.body.append(document.createRange().createContextualFragment(markup)),
      text,
    );
  }
  await expect.poll(() => new Set(trouble).size).toBe(2);
  await context.close();
});

describe('A hostile text runs no script and makes no element', { timeout: 120_000 }, () => {
  it('on the desk: comments, names, held ones, pins, words, sanctions, reasons, audit, and what is typed', async () => {
    await sayAll(ROOM);
    const words = { words: PAYLOADS };
    await ask(ROOM, 'PUT', '/words', words);
    await Promise.all(
      PAYLOADS.map((text) =>
        ask(ROOM, 'PUT', `/sanctions/${encodeURIComponent(text)}`, { kind: 'mute', reason: text }),
      ),
    );
    const { context, trouble } = await watch();
    const page = await context.newPage();
    await page.goto(`${desk.gateway.url}moderate/${ROOM}#token=${tokenOf('mod', 'moderator', PAYLOADS[7])}`);
    await untilState(page, 'joined');
    await expect.poll(() => page.locator('.row').count()).toBe(200);
    expect(new Set(await page.locator('.row-text').allTextContents())).toEqual(new Set(PAYLOADS));
    await page.locator('#tab-sanctions').click();
    await expect.poll(() => page.locator('#sanctions .entry').count()).toBe(100);
    await page.locator('#tab-audit').click();
    await expect.poll(() => page.locator('#acts .entry').count()).toBeGreaterThan(200);
    await page.locator('#tab-room').click();
    await expect.poll(() => page.locator('#words').inputValue()).toBe(PAYLOADS.join('\n'));
    await page.evaluate((payloads) => {
      const type = (selector: string, text: string): void => {
        for (const field of document.querySelectorAll<HTMLInputElement>(selector)) {
          field.value = text;
          field.dispatchEvent(new Event('input', { bubbles: true }));
        }
      };
      for (const text of payloads) type('#search, #sanctions-find, #words, #person-reason, #room-length', text);
      type('#search, #sanctions-find', '');
      const dialog = document.querySelector<HTMLDialogElement>('#person');
      for (const name of document.querySelectorAll<HTMLElement>('.row-name')) {
        name.click();
        dialog?.close();
      }
    }, PAYLOADS);
    for (const text of PAYLOADS) await ask(ROOM, 'PATCH', '/settings', { pinned: text });
    await expect.poll(() => page.locator('#room-pinned-text').textContent()).toBe(PAYLOADS.at(-1));
    await page.locator('#language').click();
    await page.locator('#live-scroller').focus();
    for (const key of ['k', 'd', 'k', 'm', 'k', 'b', 'z']) await page.keyboard.press(key);
    await page.locator('.toast').first().waitFor();
    await expectHarmless(page, trouble);
    await ask('waiting', 'PATCH', '/settings', { holdMs: 60_000 });
    await sayAll('waiting');
    await page.goto(`${desk.gateway.url}moderate/waiting`);
    await page.locator('#tab-held').click();
    await expect.poll(() => page.locator('#held .entry').count()).toBeGreaterThan(50);
    await expectHarmless(page, trouble);
    await context.close();
  });

  it('at the door of the desk, in the field and in the address', async () => {
    const { context, trouble } = await watch();
    const page = await context.newPage();
    await page.goto(`${desk.gateway.url}moderate/${ROOM}?room=${at(0)}&token=${at(1)}#token=${at(2)}`);
    await page.locator('#sign-in').waitFor();
    await page.evaluate((payloads) => {
      for (const text of payloads) {
        const field = document.querySelector<HTMLInputElement>('#sign-in-token');
        if (field) field.value = text;
        document.querySelector<HTMLButtonElement>('#sign-in-go')?.click();
      }
    }, PAYLOADS);
    await expect.poll(() => page.locator('#sign-in-note').textContent()).toContain('not a token');
    await expectHarmless(page, trouble);
    await context.close();
  });

  it('on the demo page: flying, listed for who wants no motion, and typed into the composer', async () => {
    const { context, trouble } = await watch({ reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(`${desk.gateway.url}?room=demo`);
    await untilState(page, 'joined');
    await sayAll('demo');
    const field = page.locator('danmaku-composer input, danmaku-composer textarea').first();
    await field.waitFor();
    await field.evaluate((input: HTMLInputElement, payloads) => {
      for (const text of payloads) {
        input.value = text;
        input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
        input.form?.requestSubmit();
      }
    }, PAYLOADS);
    const shown = await page.evaluate(async (payloads) => {
      const { overlay } = document.querySelector<DanmakuOverlayElement>('danmaku-overlay') ?? {};
      overlay?.set({ density: 1, blockedUsers: payloads, fontFamily: payloads.join(',') });
      overlay?.emit(payloads.map((text, index) => ({ id: `e${index}`, text, user: { id: 'u', name: text } })));
      overlay?.set({ reducedMotion: 'off', blockedUsers: [] });
      overlay?.emit(payloads.map((text, index) => ({ id: `f${index}`, text, user: { id: 'u', name: text } })));
      await new Promise((resolve) => setTimeout(resolve, 0));
      return overlay?.stats().shown;
    }, PAYLOADS);
    expect(shown).toBeGreaterThanOrEqual(0);
    await expect
      .poll(() =>
        page.evaluate(
          () => document.querySelector<DanmakuOverlayElement>('danmaku-overlay')?.overlay?.visible().length,
        ),
      )
      .toBeGreaterThan(10);
    await expectHarmless(page, trouble);
    await context.close();
  });

  it('in the address of any page, whatever it is read for', async () => {
    const { context, trouble } = await watch();
    // What a page loads besides its own script reads nothing of the address.
    await context.route(/\/(stage|composer|embed)\.js/, (route) => route.abort());
    const page = await context.newPage();
    for (const path of pagePaths()) {
      for (let from = 0; from < PAYLOADS.length; from += PARAMETERS.length) {
        const query = new URLSearchParams(PARAMETERS.map((name, index) => [name, payload(from + index)]));
        await page.goto(`${desk.gateway.url}${path}?${query}#token=${at(from)}`, { waitUntil: 'domcontentloaded' });
        expect(await planted(page)).toEqual([]);
      }
    }
    await expectHarmless(page, trouble);
    await context.close();
  });

  it('as the name of a room: nothing that a browser renders is there', async () => {
    const answers = await Promise.all(
      PAYLOADS.flatMap((text) =>
        ['moderate', 'embed', 'v1/rooms'].map(async (path) => {
          const answer = await fetch(`${desk.gateway.url}${path}/${encodeURIComponent(text)}`);
          const { headers, status } = answer;
          return `${status} ${headers.get('content-type')} ${headers.get('x-content-type-options')}`;
        }),
      ),
    );
    expect([...new Set(answers)]).toEqual(['404 application/problem+json; charset=utf-8 nosniff']);
  });
});

function payload(index: number): string {
  return PAYLOADS[index % PAYLOADS.length] ?? '';
}

function at(index: number): string {
  return encodeURIComponent(payload(index));
}

/** Where every page is that is built: a new one is tested as it comes. */
function pagePaths(): readonly string[] {
  const paths: Readonly<Record<string, string>> = { index: '', embed: `embed/${ROOM}`, moderate: `moderate/${ROOM}` };
  const names = readdirSync(DEMO).flatMap((file) => (file.endsWith('.html') ? [file.replace('.html', '')] : []));
  expect(names.length).toBeGreaterThanOrEqual(3);
  return names.map((name) => paths[name] ?? name);
}

/** The overlay's settings in kebab case, and what pages read besides. */
function parametersOf(options: string): readonly string[] {
  const [, body = ''] = /interface OverlaySettings \{([\s\S]*?)\n\}/.exec(options) ?? [];
  const settings = [...body.matchAll(/readonly (\w+)\??:/g)].map(([, name = '']) => name);
  const kebab = settings.map((name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
  return [...kebab, 'room', 'scene', 'crowd', 'gateway', 'token', 'parent', 'test', 'lang'];
}
