import { defineConfig } from 'vitest/config';

export default defineConfig({
  ssr: { resolve: { conditions: ['source'] } },
  resolve: { conditions: ['source'] },
  test: {
    include: ['{protocol,gateway,overlay,loadtest}/{src,demo,test}/**/*.test.ts', '{bootstrap,deploy}/**/*.test.ts'],
    // Worker threads can't end while they hold a uWebSockets.js app.
    pool: 'forks',
    maxWorkers: 2,
    // All of these wait for a condition; how busy the machine is must not decide what is true.
    expect: { requireAssertions: true, poll: { timeout: 30_000 } },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
