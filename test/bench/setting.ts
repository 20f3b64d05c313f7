/** What every part of the benchmark is given, and how it calls real dbt. */
import { milliseconds } from './figures.js';
import type { GeneratedTarget } from './generate-project.js';
import { type Measured, measureProgram } from './process/run-process.js';

export interface BenchSetting {
  /** The built program. */
  readonly bin: string;
  /** A real dbt with the adapter for Postgres, to measure beside; null for none. */
  readonly dbt: string | null;
  /** A new empty database on the server of this run. */
  readonly database: () => Promise<GeneratedTarget>;
  /** A new empty folder; all are removed at the end. */
  readonly folder: () => string;
}

/** What real dbt takes for the same, once, in the target `pg`; an empty text without it. */
export function besideDbt({ dbt }: BenchSetting, words: readonly string[], options: Measured): string {
  if (dbt === null) return '';
  return milliseconds(
    measureProgram(dbt, [...words, '--quiet', '--target', 'pg', '--profiles-dir', '.'], { ...options, times: 1 }),
  );
}
