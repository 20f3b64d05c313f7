/** The parts of the benchmark, in the order of the table. */
import { measureGraph } from './graph/hundred-thousand-nodes.js';
import { measureIncremental } from './incremental/changed-rows.js';
import { measureCompile, measureParse } from './parse/parse-project.js';
import type { BenchRow } from './row.js';
import { measureReuse } from './run/run-reuse.js';
import { measureRun } from './run/run-views.js';
import { measureSeed } from './seed/load-rows.js';
import type { BenchSetting } from './setting.js';
import { measureStart } from './start/start-up.js';
import { measureWatch } from './watch/measure-watch.js';

type Suite = (setting: BenchSetting) => BenchRow[] | Promise<BenchRow[]>;

export const suites = {
  start: measureStart,
  parse: (setting) => measureParse(setting, 1000),
  'parse-large': (setting) => measureParse(setting, 10_000),
  compile: (setting) => measureCompile(setting, 10_000),
  postgres: (setting) => measureRun(setting, true),
  sqlite: (setting) => measureRun(setting, false),
  seed: measureSeed,
  incremental: async (setting) => [
    ...(await measureIncremental(setting, true)),
    ...(await measureIncremental(setting, false)),
  ],
  graph: measureGraph,
  reuse: measureReuse,
  watch: measureWatch,
} as const satisfies Record<string, Suite>;

export type SuiteName = keyof typeof suites;
