/** From a save to the rebuilt view, and what hundreds of saves leave behind. */
import { spawnSync } from 'node:child_process';
import { megabytes, milliseconds, percentile } from '../figures.js';
import { generateProject } from '../generate-project.js';
import { type BenchRow, row } from '../row.js';
import type { BenchSetting } from '../setting.js';
import { bareStatements, measureSaves } from './save-to-built.js';
import { soak } from './soak.js';
import { startWatched } from './watched-process.js';

const SAVES = 60;
const SOAK_SAVES = 500;
/** Not counted: the process is still warming up. */
const FIRST_SAVES = 5;
const SIZES: readonly (readonly [size: number, goal: string])[] = [
  [200, 'p95 300 ms'],
  [1000, 'p95 500 ms'],
];

/** Projects of 200 and of 1,000 models, with a soak of the first. */
export async function measureWatch(setting: BenchSetting): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const [size, goal] of SIZES) {
    const cwd = setting.folder();
    const project = generateProject(cwd, size);
    const build = (...words: string[]) => {
      const started = performance.now();
      spawnSync(process.execPath, [setting.bin, 'build', '--quiet', ...words], { cwd });
      return performance.now() - started;
    };
    const whole = build();
    const alone = build('-s', project.leaf.name);
    const watch = startWatched({ bin: setting.bin, cwd });
    await watch.says(/Watching \d+ nodes/);
    const options = { folder: cwd, model: project.leaf, saves: SAVES };
    await measureSaves(watch, { ...options, saves: FIRST_SAVES });
    const { rebuilt, said } = await measureSaves(watch, options);
    await watch.stop();
    const bare = milliseconds(percentile(bareStatements(cwd, project.leaf, 20), 0.5));
    const beside = `its statements ${bare}; \`build -s\` of it ${milliseconds(alone)}; of all ${milliseconds(whole)}`;
    const figure = `save to rebuilt leaf view, ${size.toLocaleString('en')} models`;
    rows.push(row({ figure, ours: spread(rebuilt), beside, goal }));
    rows.push(row({ figure: '... and its tests told', ours: spread(said) }));
    if (size === 200) rows.push(await soakRow(setting, { folder: cwd, project }));
  }
  return rows;
}

function spread(sample: readonly number[]): string {
  return `p50 ${milliseconds(percentile(sample, 0.5))}, p95 ${milliseconds(percentile(sample, 0.95))}`;
}

async function soakRow(
  { bin }: BenchSetting,
  place: Pick<Parameters<typeof soak>[1], 'folder' | 'project'>,
): Promise<BenchRow> {
  const watch = startWatched({ bin, cwd: place.folder, nodeFlags: ['--no-opt'] });
  await watch.says(/Watching \d+ nodes/);
  const { before, after } = await soak(watch, { ...place, warmUp: 20, saves: SOAK_SAVES });
  await watch.stop();
  const change = (key: keyof typeof before) => `${key} ${before[key]} -> ${after[key]}`;
  return row({
    figure: `soak of ${SOAK_SAVES} saves`,
    ours: `heap ${megabytes(before.heapUsed)} -> ${megabytes(after.heapUsed)}`,
    beside: `${change('handles')}, ${change('resources')}, ${change('children')}`,
    goal: 'flat',
  });
}
