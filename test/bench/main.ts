/**
 * `npm run bench`: prints one table from one run. Every figure stands beside something else that was measured on the same
 * machine in the same run, as times of two machines say nothing about each other.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { generateProject } from './generate-project.js';
import { milliseconds, percentile, textTable } from './percentile.js';
import { bareStatements, measureSaves } from './watch/save-to-built.js';
import { soak } from './watch/soak.js';
import { startWatched } from './watch/watched-process.js';

const bin = process.env.TSDBT_BIN ?? resolve(import.meta.dirname, '../../dist/cli/main.js');
const { values } = parseArgs({
  options: { saves: { type: 'string', default: '60' }, soak: { type: 'string', default: '500' } },
});

const rows: string[][] = [['figure', 'p50', 'p95', 'goal', 'beside it']];

for (const [size, goal] of [
  [200, '300 ms'],
  [1000, '500 ms'],
] as const) {
  const folder = mkdtempSync(join(tmpdir(), 'tsdbt-bench-'));
  try {
    const project = generateProject(folder, size);
    const started = performance.now();
    spawnSync(process.execPath, [bin, 'build', '--quiet'], { cwd: folder });
    const whole = performance.now() - started;
    const one = performance.now();
    spawnSync(process.execPath, [bin, 'build', '--quiet', '-s', project.leaf.name], { cwd: folder });
    const alone = performance.now() - one;
    const watch = startWatched({ bin, cwd: folder });
    await watch.says(/Watching \d+ nodes/);
    const options = { folder, model: project.leaf, saves: Number(values.saves) };
    await measureSaves(watch, { ...options, saves: 5 });
    const { rebuilt, said } = await measureSaves(watch, options);
    const bare = percentile(bareStatements(folder, project.leaf, 20), 0.5);
    const beside = `statements alone ${milliseconds(bare)}; tsdbt build -s of it ${milliseconds(alone)}; of all ${milliseconds(whole)}`;
    rows.push(figure(`save to rebuilt leaf view, ${size} models`, rebuilt, { goal, beside }));
    rows.push(figure(`... and its tests told, ${size} models`, said, { goal: '', beside: '' }));
    await watch.stop();
    if (size === 200) rows.push(await soakRow({ folder, project }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
process.stdout.write(`${textTable(rows)}\n`);

function figure(name: string, sample: readonly number[], { goal, beside }: { goal: string; beside: string }): string[] {
  return [name, milliseconds(percentile(sample, 0.5)), milliseconds(percentile(sample, 0.95)), goal, beside];
}

async function soakRow(place: Pick<Parameters<typeof soak>[1], 'folder' | 'project'>): Promise<string[]> {
  const saves = Number(values.soak);
  const watch = startWatched({ bin, cwd: place.folder, nodeFlags: ['--no-opt'] });
  await watch.says(/Watching \d+ nodes/);
  const { before, after } = await soak(watch, { ...place, warmUp: 20, saves });
  await watch.stop();
  const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
  const heap = `heap ${megabytes(before.heapUsed)} -> ${megabytes(after.heapUsed)}`;
  const handles = `handles ${before.handles} -> ${after.handles}, resources ${before.resources} -> ${after.resources}`;
  return [
    `soak of ${saves} saves`,
    '',
    '',
    'flat',
    `${heap}, ${handles}, processes ${before.children} -> ${after.children}`,
  ];
}
