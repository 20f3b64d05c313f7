/** Parsing of generated projects: from nothing, again, and after one edit; and compiling all of it to files. */
import { appendFileSync, existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { megabytes, milliseconds, times } from '../figures.js';
import { type GeneratedProject, generateProject } from '../generate-project.js';
import { type Measured, measureNode } from '../process/run-process.js';
import { type BenchRow, row } from '../row.js';
import { type BenchSetting, besideDbt } from '../setting.js';

interface ParseGoals {
  readonly cold: string;
  readonly warm: string;
  readonly 'after one edit': string;
}

const GOALS: Readonly<Record<number, ParseGoals>> = {
  1000: { cold: '0.6 s', warm: '0.2 s', 'after one edit': '' },
  10000: { cold: '4 s, 450 MB', warm: '0.8 s, 450 MB', 'after one edit': '1 s, 450 MB' },
};

const READ_ALL = join(import.meta.dirname, 'read-all-files.mjs');

/** Cold, warm and after one edit, beside a bare Node that reads the same files. */
export async function measureParse(setting: BenchSetting, size: number): Promise<BenchRow[]> {
  const cwd = setting.folder();
  const project = generateProject(cwd, size, await setting.database());
  const bare = measureNode([READ_ALL, cwd]).wall;
  const forget = () => setTargetAside(setting, cwd);
  const cases: readonly [name: keyof ParseGoals, options: Measured][] = [
    ['cold', { cwd, before: forget }],
    ['warm', { cwd }],
    ['after one edit', { cwd, before: () => edit(cwd, project) }],
  ];
  const ours = cases.map(([, options]) => measureNode([setting.bin, 'parse', '--quiet'], options));
  forget();
  const dbts = cases.map(([, options]) => besideDbt(setting, ['parse'], options));
  return cases.map(([name], index) =>
    row({
      figure: `parse of ${size.toLocaleString('en')} models, ${name}`,
      ours: milliseconds(ours[index].wall),
      beside: `bare Node reads the files ${milliseconds(bare)}`,
      ratio: times(ours[index].wall, bare),
      dbt: dbts[index],
      goal: GOALS[size]?.[name] ?? '',
      memory: megabytes(ours[index].memory),
    }),
  );
}

/** Not removed before the end: a file system that has just given back thousands of files is slow to make as many anew. */
function setTargetAside(setting: BenchSetting, project: string): void {
  const target = join(project, 'target');
  if (existsSync(target)) renameSync(target, join(setting.folder(), 'target'));
}

function edit(folder: string, { leaf }: GeneratedProject): void {
  appendFileSync(join(folder, leaf.path), '-- edited\n');
}

const WRITE_ALL = join(import.meta.dirname, 'write-all-files.mjs');

/** Compiling to files, from nothing, beside a bare Node that writes the same files. */
export async function measureCompile(setting: BenchSetting, size: number): Promise<BenchRow[]> {
  const cwd = setting.folder();
  generateProject(cwd, size, await setting.database());
  const target = join(cwd, 'target');
  const before = () => setTargetAside(setting, cwd);
  const ours = measureNode([setting.bin, 'compile', '--quiet'], { cwd, before, times: 2 });
  const bare = measureNode([WRITE_ALL, target, setting.folder()]).wall;
  return [
    row({
      figure: `compile of ${size.toLocaleString('en')} models to files`,
      ours: milliseconds(ours.wall),
      beside: `bare Node writes the files ${milliseconds(bare)}`,
      ratio: times(ours.wall, bare),
      dbt: besideDbt(setting, ['compile'], { cwd, before }),
      goal: '10 s',
      memory: megabytes(ours.memory),
    }),
  ];
}
