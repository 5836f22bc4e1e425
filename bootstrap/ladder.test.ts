/**
 * The linter holds the ladder. Each line below is a file with one import, planted in an empty tree that has our
 * configuration; what is allowed stands beside what is not, because a pattern that matches nothing would pass as well.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runScript } from './child.mjs';
import { ROOT } from './root.mjs';

const WORKSPACES = ['bootstrap', 'protocol', 'gateway', 'overlay', 'loadtest'];

const FORBIDDEN: readonly (readonly [file: string, line: string])[] = [
  ['bootstrap/a.mjs', "import 'zod'"],
  ['protocol/src/a.ts', "import 'zod'"],
  ['protocol/src/a.ts', "import 'node:fs'"],
  ['protocol/src/a.ts', "import '../../gateway/src/config.ts'"],

  ['gateway/src/gateway.ts', "import './uws/server.ts'"],
  ['gateway/src/gateway.ts', "import './api/rooms.ts'"],
  ['gateway/src/gateway.ts', "import './main.ts'"],
  ['gateway/src/gateway.ts', "import './instance.ts'"],
  ['gateway/src/gateway.ts', "import './broker/memory-broker.ts'"],
  ['gateway/src/gateway.ts', "import './broker/redis-broker.ts'"],
  ['gateway/src/gateway.ts', "import 'uWebSockets.js'"],
  ['gateway/src/gateway.ts', "import 'ioredis'"],
  ['gateway/src/gateway.ts', "import 'node:process'"],
  ['gateway/src/gateway.ts', "import '@danmaku-live/overlay'"],
  ['gateway/src/gateway.ts', "import '../../loadtest/src/plan.ts'"],
  ['gateway/src/gateway.ts', "import('../../overlay/src/options.ts')"],
  ['gateway/src/gateway.ts', "export * from '../../overlay/src/options.ts'"],
  ['gateway/src/gateway.ts', "import type { A } from '../../overlay/src/options.ts'"],
  ['gateway/src/room/a.ts', "import '../gateway.ts'"],
  ['gateway/src/room/a.ts', "import '../broker/broker.ts'"],
  ['gateway/src/room/a.ts', "import '../identity/tokens.ts'"],
  ['gateway/src/room/a.ts', "import 'node:crypto'"],
  ['gateway/src/room/a.ts', "import 'node:timers/promises'"],
  ['gateway/src/room/a.ts', "import 'pino'"],
  ['gateway/src/identity/a.ts', "import '../gateway.ts'"],
  ['gateway/src/broker/a.ts', "import '../gateway.ts'"],
  ['gateway/src/broker/a.ts', "import '../uws/server.ts'"],
  ['gateway/src/broker/a.ts', "import 'ioredis'"],
  ['gateway/src/broker/redis-a.ts', "import '../gateway.ts'"],
  ['gateway/src/api/a.ts', "import '../uws/server.ts'"],
  ['gateway/src/api/a.ts', "import '../broker/memory-broker.ts'"],
  ['gateway/src/uws/a.ts', "import '../broker/redis-broker.ts'"],
  ['gateway/src/uws/a.ts', "import '../main.ts'"],
  ['gateway/src/uws/a.ts', "import '../instance.ts'"],
  ['gateway/src/instance.ts', "import 'ioredis'"],
  ['gateway/src/instance.ts', "import 'node:process'"],
  ['gateway/src/main.ts', "import 'ioredis'"],
  ['gateway/src/main.ts', "import './uws/server.ts'"],
  ['gateway/test/a.test.ts', "import '../../overlay/src/options.ts'"],

  ['overlay/src/overlay.ts', "import 'pixi.js'"],
  ['overlay/src/overlay.ts', "import 'pixi.js/unsafe-eval'"],
  ['overlay/src/overlay.ts', "import 'node:fs'"],
  ['overlay/src/overlay.ts', "import '../demo/demo.ts'"],
  ['overlay/src/overlay.ts', "import '../../gateway/src/config.ts'"],
  ['overlay/src/lanes/a.ts', "import '../engine.ts'"],
  ['overlay/src/lanes/a.ts', "import '../stage/stage.ts'"],
  ['overlay/src/clock/a.ts', "import 'pixi.js'"],
  ['overlay/src/formats/a.ts', "import '../overlay.ts'"],
  ['overlay/src/stage/a.ts', "import '../connection/connection.ts'"],
  ['overlay/src/stage/a.ts', "import '../engine.ts'"],
  ['overlay/src/stage/webgl/a.ts', "import '../../engine.ts'"],
  ['overlay/src/connection/a.ts', "import '../engine.ts'"],
  ['overlay/src/connection/a.ts', "import '../stage/index.ts'"],
  ['overlay/src/engine.ts', "import './connection/connection.ts'"],
  ['overlay/src/engine.ts', "import './stage/index.ts'"],
  ['overlay/src/engine.ts', "import './overlay.ts'"],
  ['overlay/src/engine.ts', "import 'pixi.js'"],
  ['overlay/demo/a.ts', "import 'pixi.js'"],
  ['overlay/test/a.test.ts', "import '../../gateway/src/config.ts'"],

  ['loadtest/src/run.ts', "import './main.ts'"],
  ['loadtest/src/run.ts', "import '../../gateway/src/config.ts'"],
  ['loadtest/src/ledger.ts', "import 'node:fs'"],
  ['loadtest/src/ledger.ts', "import './viewer.ts'"],
  ['loadtest/test/a.test.ts', "import '@danmaku-live/gateway'"],

  ['gateway/src/gateway.ts', 'console.log(process.env)'],
  ['gateway/src/room/a.ts', 'Date.now()'],
  ['gateway/src/room/a.ts', 'Math.random()'],
  ['gateway/src/room/a.ts', 'setTimeout(() => {}, 1)'],
  ['overlay/src/lanes/a.ts', 'performance.now()'],
  ['overlay/src/clock/a.ts', 'Date.now()'],
  ['loadtest/src/ledger.ts', 'Math.random()'],
];

const ALLOWED: typeof FORBIDDEN = [
  ['bootstrap/a.mjs', "import './b.mjs'"],
  ['bootstrap/commands/a.mjs', "import '../b.mjs'"],
  ['bootstrap/a.mjs', "import 'node:timers/promises'"],
  ['bootstrap/a.test.ts', "import 'vitest'"],
  ['protocol/src/a.ts', "import './b.ts'"],
  ['protocol/src/a.test.ts', "import 'fast-check'"],

  ['gateway/src/gateway.ts', "import '@danmaku-live/protocol'"],
  ['gateway/src/gateway.ts', "import './room/room.ts'"],
  ['gateway/src/gateway.ts', "import type { Broker } from './broker/broker.ts'"],
  ['gateway/src/gateway.ts', "import 'node:crypto'"],
  ['gateway/src/room/a.ts', "import './room.ts'"],
  ['gateway/src/room/a.ts', "import '@danmaku-live/protocol'"],
  ['gateway/src/room/a.ts', "import '../identity/identity.ts'"],
  ['gateway/src/room/a.ts', "import 'zod'"],
  ['gateway/src/room/a.test.ts', "import 'node:crypto'"],
  ['gateway/src/identity/a.ts', "import 'jose'"],
  ['gateway/src/broker/a.ts', "import '../room/history.ts'"],
  ['gateway/src/broker/redis-a.ts', "import 'ioredis'"],
  ['gateway/src/api/a.ts', "import '../gateway.ts'"],
  ['gateway/src/api/a.ts', "import '../broker/broker.ts'"],
  ['gateway/src/uws/a.ts', "import 'uWebSockets.js'"],
  ['gateway/src/uws/a.ts', "import '../gateway.ts'"],
  ['gateway/src/instance.ts', "import './uws/server.ts'"],
  ['gateway/src/instance.ts', "import './broker/redis-broker.ts'"],
  ['gateway/src/main.ts', "import 'node:process'"],

  ['overlay/src/overlay.ts', "import './connection/connection.ts'"],
  ['overlay/src/overlay.ts', "import './stage/index.ts'"],
  ['overlay/src/lanes/a.ts', "import '../clock/frame-clock.ts'"],
  ['overlay/src/lanes/a.ts', "import '@danmaku-live/protocol'"],
  ['overlay/src/stage/a.ts', "import 'pixi.js/unsafe-eval'"],
  ['overlay/src/stage/a.ts', "import '../lanes/motion.ts'"],
  ['overlay/src/stage/webgl/a.ts', "import '../../lanes/motion.ts'"],
  ['overlay/src/stage/webgl/a.ts', "import '../stage.ts'"],
  ['overlay/src/connection/a.ts', "import '@danmaku-live/protocol'"],
  ['overlay/src/engine.ts', "import './lanes/lanes.ts'"],
  ['overlay/src/engine.ts', "import type { StageModule } from './stage/stage.ts'"],
  ['overlay/src/engine.ts', "import type { Screen } from './stage/index.ts'"],
  ['overlay/test/a.test.ts', "import 'node:fs'"],

  ['loadtest/src/run.ts', "import 'node:worker_threads'"],
  ['loadtest/src/ledger.ts', "import './histogram.ts'"],
  ['loadtest/src/main.ts', "import './run.ts'"],
];

const findings = await lint([...FORBIDDEN, ...ALLOWED]);

describe('the linter refuses', () => {
  it.each(FORBIDDEN)('%s: %s', (file, line) => {
    expect(findings).toContain(`${file}: ${line}`);
  });
});

describe('the linter lets pass', () => {
  it.each(ALLOWED)('%s: %s', (file, line) => {
    expect(findings).not.toContain(`${file}: ${line}`);
  });
});

/** The planted lines about which a restriction complains, as `file: line`. */
async function lint(planted: typeof FORBIDDEN): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'danmaku-ladder-'));
  try {
    copyFileSync(join(ROOT, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, '.gitignore'), 'node_modules\n');
    for (const name of WORKSPACES) {
      mkdirSync(join(folder, name));
      copyFileSync(join(ROOT, name, '.oxlintrc.json'), join(folder, name, '.oxlintrc.json'));
    }
    const files = groupLines(planted);
    for (const [file, lines] of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), `${lines.join('\n')}\n`);
    }
    const { output } = await runScript([join(ROOT, 'node_modules/oxlint/bin/oxlint'), '--format=json'], { folder });
    const { diagnostics } = JSON.parse(output) as { diagnostics: readonly Diagnostic[] };
    const broken = diagnostics.find(({ code }) => !code);
    if (broken) throw new Error(`${broken.filename} could not be read: ${broken.message}`);
    return diagnostics
      .filter(({ code }) => /no-restricted-|no-console/.test(code ?? ''))
      .map(({ filename, labels }) => `${filename}: ${files.get(filename)?.[(labels[0]?.span.line ?? 0) - 1]}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Diagnostic {
  /** Absent where a file is not TypeScript. */
  readonly code?: string;
  readonly message: string;
  readonly filename: string;
  readonly labels: readonly { readonly span: { readonly line: number } }[];
}

function groupLines(planted: typeof FORBIDDEN): Map<string, string[]> {
  const files = new Map<string, string[]>();
  for (const [file, line] of planted) files.set(file, [...(files.get(file) ?? []), line]);
  return files;
}
