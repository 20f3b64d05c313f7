import { defineConfig } from 'vitest/config';

/** Unit tests need neither disk nor database; only the others pay for a server. */
const unit = ['test/unit/**/*.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Most of a database test is waiting for other processes: one worker would leave half of a small machine idle.
    maxWorkers: 2,
    execArgv: ['--import', 'tsx'],
    // The built program runs as it is, without a transformation.
    server: { deps: { external: [/\/dist\//] } },
    projects: [
      { extends: true, test: { name: 'unit', include: unit } },
      {
        extends: true,
        test: {
          name: 'database',
          include: ['test/**/*.test.ts'],
          exclude: unit,
          globalSetup: 'test/support/global-setup.ts',
        },
      },
    ],
  },
});
