/** Starts one PostgreSQL server for a whole test run and tells the test files where it is. */
import type { TestProject } from 'vitest/node';
import { type PostgresServer, startPostgres } from './postgres.js';

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: PostgresServer;
  }
}

/** Vitest calls it before the first test file that needs a database, and what it returns after the last. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { settings, stop } = await startPostgres();
  project.provide('postgres', settings);
  return stop;
}
