import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    pool: 'threads',
    // Every file has its own org and its own folder; only modules are shared, and the SDK takes long to load.
    isolate: false,
    maxWorkers: 2,
  },
});
