/** One browser for a test file, a fresh page for each test, and nothing may be reported as broken or refused on it. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { OverlaySettings } from '../../src/options.ts';
import { startLab } from './lab.ts';
import type { Lab } from './lab.ts';

export class LabPage {
  #lab: Lab | undefined;
  #page: Page | undefined;
  #problems: string[] = [];

  async start(): Promise<void> {
    this.#lab = await startLab();
  }

  async stop(): Promise<void> {
    await this.#lab?.close();
  }

  get page(): Page {
    if (this.#page === undefined) throw new Error('the test has opened no page');
    return this.#page;
  }

  /** Strict policy and Trusted Types hold on every page: their violations count as problems. */
  async open(options?: BrowserContextOptions): Promise<Page> {
    await this.close();
    if (this.#lab === undefined) throw new Error('the lab has not started');
    const { page, problems } = await this.#lab.open(options);
    this.#page = page;
    this.#problems = problems;
    return page;
  }

  async openEngine(
    kind: 'worker' | 'webgl' | 'canvas',
    settings: Partial<Omit<OverlaySettings, 'mask'>> = {},
    options?: BrowserContextOptions,
  ): Promise<Page> {
    const page = await this.open(options);
    await page.evaluate(
      ([kind, settings]) => {
        globalThis.running = globalThis.lab.start(kind, settings);
      },
      [kind, settings] as const,
    );
    await page.waitForFunction(() => running.engine.stats().stage !== 'loading');
    return page;
  }

  /** What a test brings about on purpose is no problem. */
  forgive(text: RegExp): void {
    this.#problems.splice(0, Infinity, ...this.#problems.filter((problem) => !text.test(problem)));
  }

  async close(): Promise<void> {
    await this.#page?.context().close();
    this.#page = undefined;
    if (this.#problems.length > 0) throw new Error(`The page reported: ${this.#problems.join('; ')}`);
  }
}

/** Starts and stops with the test file it is called in. */
export function useLab(): LabPage {
  const lab = new LabPage();
  beforeAll(() => lab.start());
  afterEach(() => lab.close());
  afterAll(() => lab.stop());
  return lab;
}
