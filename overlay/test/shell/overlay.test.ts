import { describe, expect, it } from 'vitest';
import type { formats } from '../../src/index.ts';
import { OverlayPage } from './overlay-page.ts';
import { comment, welcome, YOU } from './scripted-gateway.ts';
import { useOverlayPage } from './use-overlay-page.ts';

const room = useOverlayPage();
const { join } = room;

describe('one’s own comment', () => {
  it('is there in the next tick, and carries the gateway’s id from the ack on', async () => {
    const [overlay, peer] = await join();
    await overlay.post('  mine \n first ');
    const { ref, text } = await peer.hear('post');
    expect(text).toBe('mine first');
    await expect.poll(() => overlay.visible()).toEqual(['own:1']);
    peer.say({ type: 'ack', ref: String(ref), id: 'c1' });
    await expect.poll(() => overlay.visible()).toEqual(['c1']);
    peer.say({
      type: 'comments',
      offset: '1',
      comments: [comment('c1', { text: 'mine first', user: YOU }), comment('c2')],
    });
    await expect.poll(async () => (await overlay.visible()).toSorted()).toEqual(['c1', 'c2']);
    expect(await overlay.said('accepted')).toEqual([['accepted', 'c1']]);
    expect(await overlay.said('comment')).toMatchObject([
      ['comment', { own: true, history: false, comment: { id: 'c1', text: 'mine first' } }],
      ['comment', { own: false, comment: { id: 'c2' } }],
    ]);
  });

  it('is not drawn twice when the room’s frame comes before the ack', async () => {
    const [overlay, peer] = await join();
    await overlay.post('mine');
    const { ref } = await peer.hear('post');
    peer.say({ type: 'comments', offset: '1', comments: [comment('c1', { text: 'mine', user: YOU })] });
    await expect.poll(() => overlay.visible()).toEqual(['c1']);
    peer.say({ type: 'ack', ref: String(ref), id: 'c1' });
    await expect.poll(() => overlay.said('accepted')).toEqual([['accepted', 'c1']]);
    expect(await overlay.visible()).toEqual(['c1']);
    expect(await overlay.said('comment')).toHaveLength(1);
  });

  it('leaves the screen when it is refused, and says why', async () => {
    const [overlay, peer] = await join();
    await overlay.post('bad word');
    const { ref } = await peer.hear('post');
    await expect.poll(() => overlay.visible()).toEqual(['own:1']);
    peer.say({ type: 'refused', ref: String(ref), code: 'blocked_word', message: 'Not here.' });
    await expect.poll(() => overlay.visible()).toEqual([]);
    expect(await overlay.said('rejected')).toEqual([['rejected', 'blocked_word']]);
    expect(await overlay.said('refused')).toEqual([
      ['refused', { code: 'blocked_word', message: 'Not here.', text: 'bad word' }],
    ]);
  });

  it('is not drawn twice when its line breaks before the ack, and the next welcome brings it back', async () => {
    const [overlay, first] = await join();
    await overlay.post('mine');
    const { ref } = await first.hear('post');
    first.cut();
    const second = await room.gateway.peer();
    await second.hear('auth');
    // The gateway has not looked at the token yet: to this welcome the reader is some new guest.
    const newcomer = { ...YOU, id: 'g_9', token: 'guest.9.x' };
    second.say(welcome({ you: newcomer, comments: [comment('c1', { text: 'mine', user: YOU })] }));
    await expect.poll(() => overlay.visible()).toEqual(['c1']);
    second.say({ type: 'you', you: YOU });
    expect((await second.hear('post'))['ref']).toBe(ref);
    second.say({ type: 'ack', ref: String(ref), id: 'c1' });
    await expect.poll(() => overlay.said('accepted')).toEqual([['accepted', 'c1']]);
    expect(await overlay.visible()).toEqual(['c1']);
    expect(await overlay.said('comment')).toHaveLength(1);
  });

  it('of long ago does not fly again when it comes with the history', async () => {
    const content = OverlayPage.overlayOver('#player', { gateway: room.gateway.url, room: 'lobby', token: 'mine' });
    const overlay = await room.open(content);
    const peer = await room.gateway.peer();
    const { token: _, ...member } = YOU;
    const old = comment('old', { user: YOU, time: Date.now() - 60_000 });
    peer.say(welcome({ you: member, comments: [old, comment('new')] }));
    await expect.poll(() => overlay.visible()).toEqual(['new']);
    expect(await overlay.said('comment')).toMatchObject([
      ['comment', { own: true, history: true }],
      ['comment', { own: false, history: true }],
    ]);
  });

  it('is refused before it is sent when nobody could see it, or the room allows less', async () => {
    const [overlay, peer] = await join();
    peer.say({ type: 'settings', settings: { ...welcome().settings, maxLength: 3 } });
    await overlay.page.waitForFunction(() => window.overlay.room?.settings.maxLength === 3);
    await overlay.post(' \u200b ');
    await overlay.post('four');
    await overlay.page.evaluate(() => {
      const wrong = { text: 'x', color: 'red' };
      window.overlay.post(wrong).catch((refusal: { code: string }) => window.said.push(['rejected', refusal.code]));
    });
    await expect
      .poll(() => overlay.said('rejected'))
      .toEqual([
        ['rejected', 'empty'],
        ['rejected', 'too_long'],
        ['rejected', 'invalid'],
      ]);
    expect(peer.unheard).toBe(1);
    expect(await peer.hear('heartbeat')).toBeDefined();
    expect(await overlay.visible()).toEqual([]);
  });
});

describe('the room’s comments', () => {
  it('fly once each, go when they are recalled, and are counted when the room left them out', async () => {
    const [overlay, peer] = await join();
    peer.say({
      type: 'comments',
      offset: '1',
      comments: [comment('a'), comment('b'), comment('c', { user: { id: 'troll', name: 'T' } })],
    });
    peer.say({ type: 'comments', offset: '2', comments: [comment('a')], leftOut: 5 });
    await expect.poll(async () => (await overlay.visible()).toSorted()).toEqual(['a', 'b', 'c']);
    peer.say({ type: 'recall', ids: ['a'] });
    peer.say({ type: 'recall', user: 'troll' });
    await expect.poll(() => overlay.visible()).toEqual(['b']);
    const stats = await overlay.page.evaluate(() => window.overlay.stats());
    expect(stats).toMatchObject({ state: 'joined', onScreen: 1, viewers: 1, leftOut: 5 });
    expect(stats.latencyMs).toBeGreaterThanOrEqual(0);
  });

  it('of long ago are told to the page as history, but do not fly', async () => {
    const content = OverlayPage.overlayOver('#player', { gateway: room.gateway.url, room: 'lobby' });
    const overlay = await room.open(content);
    const peer = await room.gateway.peer();
    peer.say(welcome({ comments: [comment('old', { time: Date.now() - 60_000 }), comment('new')] }));
    await expect.poll(() => overlay.visible()).toEqual(['new']);
    expect(await overlay.said('comment')).toMatchObject([
      ['comment', { history: true, comment: { id: 'old' } }],
      ['comment', { history: true, comment: { id: 'new' } }],
    ]);
  });
});

describe('without a gateway', () => {
  it('says so at once when it is given no element', async () => {
    const script = `import { createOverlay } from '/overlay.js';
      for (const target of [document.querySelector('#missing'), '#player', undefined]) {
        try { createOverlay(target, {}); } catch (error) { document.title += '|' + error.message; }
      }`;
    const { page } = await room.open({ body: '<div id="player"></div>', script });
    await expect.poll(() => page.title()).toContain('|');
    expect(await page.title()).toBe(`A site${'|createOverlay needs an element to lie over.'.repeat(3)}`);
  });

  it('draws what the page gives, filling in what is missing, and connects nowhere', async () => {
    const { body, script } = OverlayPage.overlayOver('#player', { settings: { opacity: 9 } });
    const draw = `overlay.emit({ text: 'one' });
      overlay.emit([{ text: 'two\\u202e', mode: 'top' }, { text: '' }, { text: 'x', mode: 'sideways' }]);`;
    const overlay = await room.open({ body, script: `${script}${draw}` });
    await overlay.page.waitForFunction(() => window.overlay?.visible().length === 2);
    expect(await overlay.page.evaluate(() => window.overlay.visible().map(({ text }) => text))).toEqual(['one', 'two']);
    expect(await overlay.said('error')).toEqual([
      ['error', 'A comment was not drawn: The comment is empty.'],
      ['error', 'A comment was not drawn: The field "mode" must be scroll, reverse, top or bottom.'],
    ]);
    expect(await overlay.page.evaluate(() => [window.overlay.state, window.overlay.settings.opacity])).toEqual([
      { state: 'idle' },
      1,
    ]);
    expect(room.gateway.unasked).toBe(0);
  });
});

describe('what draws, when it can not be loaded at first', () => {
  it('is asked for again, and what is still worth showing flies then', async () => {
    const { body, script } = OverlayPage.overlayOver('#player', {});
    const emit = `const comments = Array.from({ length: 400 }, (_, n) => ({ text: 'kept ' + n, mode: 'top' }));
      for (const comment of comments) overlay.emit(comment);
            overlay.set({ density: 1, maxOnScreen: 1000 });`;
    let asked = 0;
    const opened = await room.open({ body, script: script + emit }, (page) =>
      page.route('**/stage.js*', (route) => ((asked += 1) === 1 ? route.abort() : route.continue())),
    );
    await expect.poll(async () => (await opened.visible()).length).toBeGreaterThan(100);
    expect(asked).toBe(2);
    opened.forgive('Failed to load resource: net::ERR_FAILED');
    expect(await opened.said('error')).toEqual([['error', 'What draws comments could not be loaded; trying again.']]);
    const shown = await opened.page.evaluate(() => window.overlay.visible().map(({ text }) => text));
    expect(shown).toContain('kept 399');
    expect(shown).not.toContain('kept 0');
  });

  it('is asked for again by itself where it is what paints that did not come, and paints as well as ever', async () => {
    const { body, script } = OverlayPage.overlayOver('#player', {});
    let asked = 0;
    const opened = await room.open(
      { body, script: `${script}overlay.emit({ text: 'alone', mode: 'top' });` },
      // A worker and the page itself ask for it.
      (page) => page.route('**/stage-worker.js*', (route) => ((asked += 1) <= 2 ? route.abort() : route.continue())),
    );
    await opened.page.waitForFunction(() => window.overlay.visible().some(({ text }) => text === 'alone'));
    expect(asked).toBe(3);
    expect(await opened.page.evaluate(() => window.overlay.stats().stage)).toMatch(/^worker/);
    opened.forgive('Failed to load resource: net::ERR_FAILED');
    expect(await opened.said('error')).toEqual([['error', 'What draws comments could not be loaded; trying again.']]);
  });

  it('keeps nobody waiting for a recording whose overlay has ended', async () => {
    const content = OverlayPage.overlayOver('#player', {});
    const opened = await room.open(content, (page) => page.route('**/stage.js*', (route) => route.abort()));
    await expect.poll(() => opened.said('error')).not.toEqual([]);
    const loaded = await opened.page.evaluate(() => {
      const loading = window.overlay.load([{ text: 'a', media: 1 }]);
      window.overlay.destroy();
      return loading;
    });
    expect(loaded).toEqual({ loaded: 0, skipped: {} });
    expect(await opened.page.evaluate(() => window.overlay.load([{ text: 'a', media: 1 }]))).toEqual(loaded);
    opened.forgiveAll('Failed to load resource: net::ERR_FAILED');
  });

  it('goes for what plays recordings, too: the next one asks for it under another address', async () => {
    const content = OverlayPage.overlayOver('#player', {});
    const asked: string[] = [];
    const opened = await room.open(content, (page) =>
      page.route('**/recording.js*', (route) => {
        asked.push(new URL(route.request().url()).search);
        return asked.length === 1 ? route.abort() : route.continue();
      }),
    );
    const load = (): Promise<number | string> =>
      opened.page.evaluate(() =>
        window.overlay.load([{ text: 'a', media: 1 }], { clock: () => 1 }).then(
          ({ loaded }) => loaded,
          () => 'failed',
        ),
      );
    expect(await load()).toBe('failed');
    expect(await load()).toBe(1);
    expect(asked).toEqual(['', '?try=1']);
    opened.forgive('Failed to load resource: net::ERR_FAILED');
  });

  it.each([
    ['the module', { script: "import { formats } from '/overlay.js'; window.formats = formats;" }],
    ['the classic script', { head: '<script src="/embed.js"></script>', script: 'window.formats = Danmaku.formats;' }],
  ])('goes for the formats of %s, too', async (_kind, content) => {
    const asked: string[] = [];
    const opened = await room.open({ body: '', ...content }, (page) =>
      page.route('**/formats.js*', (route) => {
        asked.push(new URL(route.request().url()).search);
        return asked.length === 1 ? route.abort() : route.continue();
      }),
    );
    const { page } = opened;
    await page.waitForFunction(() => 'formats' in window);
    const load = (): Promise<string> =>
      page.evaluate(() =>
        (window as unknown as { formats: typeof formats }).formats().then(
          ({ toAss }) => typeof toAss,
          () => 'failed',
        ),
      );
    expect(await load()).toBe('failed');
    expect(await load()).toBe('function');
    expect(asked).toEqual(['', '?try=1']);
    opened.forgive('Failed to load resource: net::ERR_FAILED');
  });
});
