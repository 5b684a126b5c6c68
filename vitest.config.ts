import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Every file has its own org and its own folder; only modules are shared, and the SDK takes long to load.
    isolate: false,
    // Most of the time goes into short-lived objects and into code that runs a few times: room for the ones, and the
    // other compiled without being optimized first.
    execArgv: ['--max-semi-space-size=64', '--sparkplug'],
    // One more than the cores of the smallest machine: tests of the command line wait for child processes and for retries.
    maxWorkers: 3,
  },
});
