/** A build in which nothing has changed, beside the build that made everything. */
import { megabytes, milliseconds, times } from '../figures.js';
import { generateProject } from '../generate-project.js';
import { measureNode } from '../process/run-process.js';
import { type BenchRow, row } from '../row.js';
import type { BenchSetting } from '../setting.js';

const GOAL = '0.7 s';

/** 1,000 models and 2,000 passed tests, on each database. */
export async function measureReuse(setting: BenchSetting): Promise<BenchRow[]> {
  const cwd = setting.folder();
  generateProject(cwd, 1000, await setting.database());
  const build = (words: readonly string[], count: number) =>
    measureNode([setting.bin, 'build', '--quiet', ...words], { cwd, times: count });
  return (['Postgres', 'SQLite'] as const).map((database) => {
    const target = database === 'Postgres' ? ['--target', 'pg'] : [];
    const whole = build(target, 1);
    const reused = build([...target, '--reuse'], 3);
    return row({
      figure: `\`build --reuse\` of 1,000 unchanged models and 2,000 tests on ${database}`,
      ours: milliseconds(reused.wall),
      beside: `\`build\` of all of it ${milliseconds(whole.wall)}`,
      ratio: times(reused.wall, whole.wall),
      goal: GOAL,
      memory: megabytes(reused.memory),
    });
  });
}
