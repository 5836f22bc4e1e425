import { defineConfig } from 'vitest/config';

export default defineConfig({
  ssr: { resolve: { conditions: ['source'] } },
  resolve: { conditions: ['source'] },
  test: {
    include: ['{protocol,gateway,overlay,loadtest}/{src,demo,test}/**/*.test.ts', '{bootstrap,deploy}/**/*.test.ts'],
    // Worker threads can't end while they hold a uWebSockets.js app.
    pool: 'forks',
    maxWorkers: 2,
    // `expect.poll` waits for a condition; a busy machine must not decide what is true.
    expect: { requireAssertions: true, poll: { timeout: 15_000 } },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
