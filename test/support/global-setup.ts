/** Starts one PostgreSQL server for a whole test run and tells the test files where it is. */
import type { TestProject } from 'vitest/node';
import { type PostgresServer, startPostgres } from './postgres.js';

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: PostgresServer;
  }
}

/**
 * Vitest calls it before the first test file that needs a database, and what it returns after the last. Who runs single
 * files all day may keep a server of their own: `TSDBT_TEST_POSTGRES=postgres://user:password@host:port` saves its start.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running = process.env.TSDBT_TEST_POSTGRES;
  if (running !== undefined && running !== '') {
    const { hostname: host, port, username, password } = new URL(running);
    const [user, secret] = [username, password].map(decodeURIComponent);
    project.provide('postgres', { host, port: Number(port), user, password: secret });
    return () => Promise.resolve();
  }
  const { settings, stop } = await startPostgres();
  project.provide('postgres', settings);
  return stop;
}
