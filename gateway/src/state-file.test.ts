import { mkdir, mkdtemp, readFile, readdir, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { StateFile } from './state-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'danmaku-state-'));
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => vi.useRealTimers());

const failed: unknown[] = [];
const openFile = (name: string) => StateFile.open(join(folder, name), (error) => failed.push(error));
const state = (fields: Record<string, string>) => new Map(Object.entries(fields));

it('gives back what was written, room by room, and forgets rooms without a state', async () => {
  const first = await openFile('a.json');
  first.changed('lobby', state({ settings: '{"locked":true}', 'sanction user a b': '{}' }));
  first.changed('__proto__', state({ words: '[]' }));
  first.changed('gone', state({ x: 'y' }));
  first.changed('gone', state({}));
  await first.flush();
  const again = await openFile('a.json');
  expect([...again.rooms.keys()].sort()).toEqual(['__proto__', 'lobby']);
  expect(again.rooms.get('lobby')).toEqual(state({ settings: '{"locked":true}', 'sanction user a b': '{}' }));
  expect(failed).toEqual([]);
});

it('keeps the secrets of the deployment, for the eyes of its user alone', async () => {
  const first = await openFile('s.json');
  first.chosen('networks', Buffer.from('secret'));
  await first.flush();
  expect((await openFile('s.json')).secrets.get('networks')?.toString()).toBe('secret');
  expect((await stat(join(folder, 's.json'))).mode & 0o777).toBe(0o600);
});

it('writes by itself, a moment after a change, and leaves no draft behind', async () => {
  const file = await openFile('b.json');
  file.changed('lobby', state({ words: '["x"]' }));
  await expect.poll(() => readFile(join(folder, 'b.json'), 'utf8')).toContain('lobby');
  expect((await readdir(folder)).filter((name) => name.endsWith('.draft'))).toEqual([]);
});

it('writes what it could not write once it can, also when nothing changes any more', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const errors: unknown[] = [];
  const [path, draft] = [join(folder, 'd.json'), join(folder, 'd.json.draft')];
  const file = await StateFile.open(path, (error) => errors.push(error));
  await mkdir(draft);
  file.changed('lobby', state({ 'sanction user a b': '{}' }));
  await file.flush();
  expect(errors).toMatchObject([{ code: 'EISDIR' }]);
  await rmdir(draft);
  vi.advanceTimersByTime(10_000);
  await expect.poll(() => readFile(path, 'utf8')).toContain('lobby');
  expect(errors).toHaveLength(1);
});

it('tries once more to write what it could not when it is flushed for the last time', async () => {
  const errors: unknown[] = [];
  const [path, draft] = [join(folder, 'e.json'), join(folder, 'e.json.draft')];
  const file = await StateFile.open(path, (error) => errors.push(error));
  await mkdir(draft);
  file.chosen('guest', Buffer.from('secret'));
  await file.flush();
  await rmdir(draft);
  await file.flush();
  expect((await openFile('e.json')).secrets.get('guest')?.toString()).toBe('secret');
  expect(errors).toHaveLength(1);
});

it.each(['', '{', '[]', '{"version":2,"secrets":[],"rooms":[]}', '{"version":1,"secrets":[],"rooms":[["lobby",7]]}'])(
  'refuses a file that holds something else: %j',
  async (text) => {
    await writeFile(join(folder, 'c.json'), text);
    await expect(openFile('c.json')).rejects.toThrow(/^STATE_FILE: .* does not hold the state of rooms; move it away/);
    expect(await readFile(join(folder, 'c.json'), 'utf8')).toBe(text);
  },
);

it('says so when it can’t be written', async () => {
  await expect(openFile('no/such/folder.json')).rejects.toThrow(/^STATE_FILE: .* can't be written \(ENOENT\)\.$/);
  await expect(StateFile.open(folder, () => {})).rejects.toThrow(/^STATE_FILE: .* can't be read \(EISDIR\)\.$/);
});
