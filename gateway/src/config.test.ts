import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { OPTIONS } from './config-options.ts';
import { parseConfig, type Config } from './config.ts';

function configOf(env: Record<string, string>, argv: string[] = []): Config {
  const parsed = parseConfig(env, argv);
  if (parsed.kind !== 'config') throw new Error(JSON.stringify(parsed));
  return parsed.config;
}

function problemsOf(env: Record<string, string>, argv: string[] = []): readonly string[] {
  const parsed = parseConfig(env, argv);
  return parsed.kind === 'problems' ? parsed.problems : [];
}

describe('The configuration', () => {
  it('has the defaults of the contract', () => {
    expect(configOf({})).toEqual({
      PORT: 8080,
      HOST: '0.0.0.0',
      REDIS_URL: [],
      API_KEYS: [],
      GUESTS: 'post',
      ALLOWED_ORIGINS: ['*'],
      TRUSTED_PROXIES: [],
      HISTORY_SIZE: 1000,
      HISTORY_SECONDS: 3600,
      ROOM_BUDGET: 100,
      POST_PER_SECOND: 1,
      POST_BURST: 5,
      FLUSH_MS: 50,
      DRAIN_SECONDS: 20,
      EMOTE_ORIGINS: [],
      LOG_LEVEL: 'info',
      WORKERS: 1,
      MAX_CONNECTIONS: 0,
      MAX_PER_ADDRESS: 0,
      ACCEPT_PER_SECOND: 1000,
      DEMO: '0',
      MAX_PER_USER: 0,
      ADDRESS_POSTS_PER_SECOND: 0,
      ROOM_POSTS_PER_SECOND: 0,
      HOOK_FAIL: 'open',
      HOOK_TIMEOUT_MS: 500,
      HOOK_CONCURRENCY: 64,
      HOOK_ALLOW_PRIVATE: '0',
    });
  });

  it('is read from the environment', () => {
    const config = configOf({
      PORT: '0',
      GUESTS: 'read',
      API_KEYS: ' key-of-sixteen-chars , another-key-of-them ,, ',
      ALLOWED_ORIGINS: 'https://Example.com, https://*.example.org:8443,capacitor://localhost,http://[::1]:8080',
      TRUSTED_PROXIES: '10.0.0.0/8,2001:db8::/32,192.0.2.1',
    });
    expect(config).toMatchObject({
      PORT: 0,
      GUESTS: 'read',
      API_KEYS: ['key-of-sixteen-chars', 'another-key-of-them'],
      ALLOWED_ORIGINS: [
        'https://example.com',
        'https://*.example.org:8443',
        'capacitor://localhost',
        'http://[::1]:8080',
      ],
      TRUSTED_PROXIES: ['10.0.0.0/8', '2001:db8::/32', '192.0.2.1'],
    });
  });

  it('takes a flag before the variable of the same name, in either form', () => {
    expect(configOf({ PORT: '1', FLUSH_MS: '60' }, ['--port', '9000', '--flush-ms=100'])).toMatchObject({
      PORT: 9000,
      FLUSH_MS: 100,
    });
    expect(configOf({}, ['--port', '1', '--port', '2']).PORT).toBe(2);
  });

  it('takes an empty text for an absent one', () => {
    expect(configOf({ PORT: '', JWT_SECRET: '', API_KEYS: '' })).toMatchObject({ PORT: 8080, API_KEYS: [] });
  });

  it('ignores what is not its own', () => {
    expect(parseConfig({ PATH: '/bin', __proto__: 'x', constructor: 'y' }, []).kind).toBe('config');
  });

  it('takes public keys with \\n for line ends', () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    expect(configOf({ JWT_PUBLIC_KEY: pem.replaceAll('\n', '\\n') }).JWT_PUBLIC_KEY).toBe(pem);
  });
});

describe('A configuration that is wrong', () => {
  it('is answered with every problem at once', () => {
    const env = { PORT: '70000', HISTORY_SIZE: '-1', GUESTS: 'maybe', FLUSH_MS: '1', ALLOWED_ORIGINS: 'example.com' };
    expect(problemsOf(env, ['--nope', 'x', 'y', '--drain-seconds', 'soon']).map((line) => line.split(':')[0])).toEqual([
      '--nope',
      'argument 3',
      'PORT',
      'GUESTS',
      'ALLOWED_ORIGINS',
      'HISTORY_SIZE',
      'FLUSH_MS',
      'DRAIN_SECONDS',
    ]);
  });

  it.each([
    ['PORT', ['-1', '1.5', '0x50', '8080 ', '1e3', 'http', '９０', '99999999999999']],
    ['REDIS_URL', ['localhost:6379', 'http://localhost', 'redis://,x']],
    ['INSTANCE_ID', ['a b', 'x'.repeat(65), '{}']],
    ['JWT_SECRET', ['short']],
    ['JWT_PUBLIC_KEY', ['key', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----']],
    ['JWKS_URL', ['ftp://x', 'file:///etc/passwd', 'keys']],
    ['API_KEYS', ['short', 'key-of-sixteen-chars,short']],
    [
      'ALLOWED_ORIGINS',
      ['https://a.com/path', 'https://*', 'https://a.*.com', 'https://*.*.com', 'a.com', 'https://a b'],
    ],
    ['TRUSTED_PROXIES', ['10.0.0.0/33', 'proxy', '10.0.0', '::/129']],
    ['ROOM_BUDGET', ['0']],
    ['LOG_LEVEL', ['verbose', 'INFO']],
    ['WORKERS', ['0', '-1', 'all', '2']],
    ['INTERNAL_PORT', ['-1', 'x', '8080']],
    ['METRICS_KEY', ['short']],
    ['DEMO', ['yes', '2']],
    ['HOOK_URL', ['example.com', 'ftp://example.com', 'file:///etc/passwd']],
    ['HOOK_SECRET', ['short']],
    ['HOOK_FAIL', ['maybe']],
    ['HOOK_TIMEOUT_MS', ['0', '10001']],
    ['HOOK_ALLOW_PRIVATE', ['yes']],
  ])('says so of %s', (name, values) => {
    for (const value of values) {
      const problems = problemsOf({ [name]: value });
      expect(
        problems.map((problem) => problem.split(':')[0]),
        value,
      ).toEqual([name]);
    }
  });

  it('wants a secret with a hook, and no state file beside Redis', () => {
    expect(problemsOf({ HOOK_URL: 'https://example.com/hook' })).toEqual([expect.stringMatching(/^HOOK_SECRET: /)]);
    expect(problemsOf({ REDIS_URL: 'redis://redis', STATE_FILE: 'state.json' })).toEqual([
      expect.stringMatching(/^STATE_FILE: /),
    ]);
  });

  it('never repeats a value: it may be a secret', () => {
    const secrets = {
      JWT_SECRET: 'hunter2',
      API_KEYS: 'hunter2',
      METRICS_KEY: 'hunter2',
      JWT_PUBLIC_KEY: 'hunter2',
      REDIS_URL: 'http://user:hunter2@redis',
      JWKS_URL: 'ftp://hunter2',
    };
    const text = problemsOf(secrets, ['hunter2', '--jwt-secret', 'x', 'hunter2', '--jwt-secrt=hunter2']).join('\n');
    expect(text.split('\n').length).toBeGreaterThan(7);
    expect(text).not.toContain('hunter2');
  });

  it.each([['--__proto__'], ['--constructor=1'], ['-p'], ['--'], ['--no-demo'], ['--port']])('refuses %s', (flag) => {
    expect(parseConfig({}, flag === '--' ? ['--', 'x'] : [flag]).kind).toBe('problems');
  });
});

describe('--help', () => {
  it.each([['--help'], ['-h']])('(%s) prints every option with its default, and nothing else is read', (flag) => {
    const parsed = parseConfig({ PORT: 'nonsense' }, [flag, '--nope']);
    const text = parsed.kind === 'help' ? parsed.text : '';
    for (const [name, { defaultText, meaning }] of Object.entries(OPTIONS)) {
      const row = text.split('\n').find((line) => line.trim().startsWith(`${name} `));
      expect(row).toContain(defaultText);
      expect(row).toContain(meaning);
    }
  });
});
