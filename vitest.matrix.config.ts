import { defineConfig } from 'vitest/config';

/** What takes too long for every change: `npm run test:matrix`. */
export default defineConfig({
  test: {
    include: ['test/matrix/*.matrix.ts'],
    testTimeout: 6 * 3_600_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
