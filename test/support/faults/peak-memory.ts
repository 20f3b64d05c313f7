/** Runs the built program and measures the greatest memory of it and of the processes that it starts. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CliResult, tempFolder, tsdbt } from '../cli.js';

/** Loaded into each process: keeps its peak in a file, also when the process is killed later. */
const MEASURE = `
const { writeFileSync } = require('node:fs');
const write = () => writeFileSync(process.env.PEAK_FOLDER + '/' + process.pid, String(process.resourceUsage().maxRSS));
setInterval(write, 50).unref();
process.on('exit', write);
`;

export interface MeasuredRun extends CliResult {
  /** Of the largest process, in megabytes. */
  readonly peak: number;
}

export async function measured(args: readonly string[], cwd: string): Promise<MeasuredRun> {
  const folder = tempFolder();
  writeFileSync(join(folder, 'measure.cjs'), MEASURE);
  const peaks = tempFolder();
  const env = { PEAK_FOLDER: peaks, NODE_OPTIONS: `--require ${join(folder, 'measure.cjs')}` };
  const result = await tsdbt(args, { cwd, env });
  const sizes = readdirSync(peaks).map((name) => Number(readFileSync(join(peaks, name), 'utf8')) / 1024);
  return { ...result, peak: Math.max(...sizes) };
}
