/** A run of views and a run of tests as whole processes, beside one connection of the driver that sends the same statements. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { megabytes, milliseconds, times } from '../figures.js';
import { type GeneratedTarget, generateProject } from '../generate-project.js';
import { measureNode } from '../process/run-process.js';
import { type BenchRow, row } from '../row.js';
import { type BenchSetting, besideDbt } from '../setting.js';

const BARE = join(import.meta.dirname, 'bare-statements.mjs');
const SIZE = 1000;

/** One database and what to do in it. */
interface Place {
  readonly setting: BenchSetting;
  readonly cwd: string;
  readonly database: GeneratedTarget;
  readonly isPostgres: boolean;
}

/** 1,000 views made, made once more, and their 2,000 tests. */
export async function measureRun(setting: BenchSetting, isPostgres: boolean): Promise<BenchRow[]> {
  const place: Place = { setting, cwd: setting.folder(), database: await setting.database(), isPostgres };
  generateProject(place.cwd, SIZE, place.database);
  const name = isPostgres ? 'Postgres' : 'SQLite';
  const forget = () => rmSync(join(place.cwd, 'target'), { recursive: true, force: true });
  const first = ours(place, 'run', forget);
  const bareViews = bare(place, (result) => `create view ${result.relation_name} as ${result.compiled_code}`);
  const again = ours(place, 'run');
  const tested = ours(place, 'test');
  const bareTests = bare(place, (result) => `select count(*) from (${result.compiled_code}) as found`);
  const dbt = isPostgres ? dbtTimes(place) : { run: '', test: '' };
  const goals = isPostgres ? ['2.5 s, 3x', '2.5 s'] : ['1.5 s, 3x', ''];
  const beside = (wall: number) => `its statements by the driver ${milliseconds(wall)}`;
  const figure = (words: string, cost: { readonly wall: number; readonly memory: number }, alone: number) => ({
    figure: `${words} on ${name}`,
    ours: milliseconds(cost.wall),
    beside: beside(alone),
    ratio: times(cost.wall, alone),
    memory: megabytes(cost.memory),
  });
  return [
    row({ ...figure('`run` of 1,000 views', first, bareViews), goal: goals[0], dbt: dbt.run }),
    row(figure('... once more', again, bareViews)),
    row({ ...figure('`test` of 2,000 `not_null` tests', tested, bareTests), goal: goals[1], dbt: dbt.test }),
  ];
}

function ours({ setting, cwd, isPostgres }: Place, command: string, before?: () => void) {
  const words = [setting.bin, command, '--quiet', '--threads', '4', ...(isPostgres ? ['--target', 'pg'] : [])];
  return measureNode(words, { cwd, times: 1, ...(before === undefined ? {} : { before }) });
}

interface NodeResult {
  readonly relation_name: string | null;
  readonly compiled_code: string;
}

/** The driver's whole process with the statements of the last run, in a database of its own for what makes something. */
function bare({ cwd, database, isPostgres, setting }: Place, statementOf: (result: NodeResult) => string): number {
  const { results } = JSON.parse(readFileSync(join(cwd, 'target/run_results.json'), 'utf8')) as {
    readonly results: readonly NodeResult[];
  };
  const statements = results.map(statementOf);
  const makes = statements[0]?.startsWith('create') === true;
  if (makes) {
    // The same names again beside those that stand there would fail: Postgres gets another schema, SQLite another file.
    if (isPostgres) statements.unshift('create schema bare', 'set search_path to bare');
  }
  const sqlite = join(makes ? setting.folder() : cwd, 'bench.sqlite');
  const elsewhere = (sql: string) => (makes && isPostgres ? sql.replaceAll('"bench".', '"bare".') : sql);
  const list = join(setting.folder(), 'statements.json');
  const target = isPostgres ? { postgres: database } : { sqlite };
  writeFileSync(list, JSON.stringify({ ...target, statements: statements.map(elsewhere) }));
  return measureNode([BARE, list], { times: 1 }).wall;
}

/** Real dbt in a database of its own. */
function dbtTimes({ setting, cwd }: Place): { readonly run: string; readonly test: string } {
  const words = ['--threads', '4'];
  const run = besideDbt(setting, ['run', ...words], { cwd });
  return { run, test: besideDbt(setting, ['test', ...words], { cwd }) };
}
