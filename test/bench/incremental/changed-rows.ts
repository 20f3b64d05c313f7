/** What 1,000 changed rows cost in tables of growing size, whose key has an index: the time of the node, as the run tells it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median, milliseconds, times } from '../figures.js';
import { measureNode } from '../process/run-process.js';
import { type BenchRow, row } from '../row.js';
import type { BenchSetting } from '../setting.js';

const SIZES = [100_000, 1_000_000, 10_000_000];
const CHANGED = 1000;
const STRATEGIES = ['append', 'delete+insert', 'merge'];
const TIMES = 5;

/** One line for each strategy. */
export async function measureIncremental(setting: BenchSetting, isPostgres: boolean): Promise<BenchRow[]> {
  const cwd = setting.folder();
  const database = isPostgres ? { type: 'postgres', ...(await setting.database()), schema: 'bench' } : null;
  writeProject(cwd, database ?? { type: 'sqlite', path: 'bench.sqlite' }, isPostgres);
  run(setting, cwd, 'append');
  return STRATEGIES.map((strategy) => {
    run(setting, cwd, strategy);
    const costs = SIZES.map((): number[] => []);
    for (let time = 0; time < TIMES; time++) {
      for (const [index, seconds] of run(setting, cwd, strategy).entries()) costs[index].push(1000 * seconds);
    }
    const middles = costs.map(median);
    return row({
      figure: `${CHANGED} changed rows, ${strategy} on ${isPostgres ? 'Postgres' : 'SQLite'}: tables of ${SIZES.join(', ')}`,
      ours: middles.map(milliseconds).join(', '),
      ratio: `${times(middles.at(-1)!, middles[0])} from first to last`,
      goal: '1.5x',
    });
  });
}

/** Seconds of each model, in the order of the sizes. */
function run({ bin }: BenchSetting, cwd: string, strategy: string): readonly number[] {
  const words = [bin, 'run', '--quiet', '--threads', '1', '--vars', JSON.stringify({ strategy })];
  measureNode(words, { cwd, times: 1 });
  const { results } = JSON.parse(readFileSync(join(cwd, 'target/run_results.json'), 'utf8')) as {
    readonly results: readonly { readonly unique_id: string; readonly execution_time: number }[];
  };
  return SIZES.map((size) => results.find(({ unique_id }) => unique_id.endsWith(`_${size}`))!.execution_time);
}

function writeProject(cwd: string, output: object, isPostgres: boolean): void {
  mkdirSync(join(cwd, 'models'));
  const files: Record<string, string> = {
    'dbt_project.yml': 'name: bench\nprofile: bench\nversion: "1.0"\nvars: {strategy: append}\n',
    'profiles.yml': JSON.stringify({ bench: { target: 'dev', outputs: { dev: output } } }),
  };
  // The first node of a run also opens the session, and its code is cold: it is none of those that are compared.
  files['models/a_warm_up.sql'] = modelOf(CHANGED, isPostgres);
  for (const size of SIZES) files[`models/orders_${size}.sql`] = modelOf(size, isPostgres);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
}

function modelOf(size: number, isPostgres: boolean): string {
  const numbers = (count: number) =>
    isPostgres
      ? `generate_series(1, ${count}) as n(i)`
      : `(with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count}) select i from n) as n`;
  const key = `(i * 997) % ${size} + 1`;
  return `{{ config(
    materialized='incremental', incremental_strategy=var('strategy'), unique_key='id', indexes=[{'columns': ['id']}]
) }}
{% if is_incremental() %}
select ${key} as id, 'changed ' || i as name, i * 1.5 as amount from ${numbers(CHANGED)}
{% else %}
select i as id, 'name ' || i as name, i * 1.0 as amount from ${numbers(size)}
{% endif %}
`;
}
