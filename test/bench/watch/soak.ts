/** Many saves in one watch: what the process holds after a few of them and at the end. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GeneratedProject } from '../generate-project.js';
import { edited } from './save-to-built.js';
import type { ProcessUsage, WatchedProcess } from './watched-process.js';

export interface SoakResult {
  readonly before: ProcessUsage;
  readonly after: ProcessUsage;
}

export interface SoakOptions {
  readonly folder: string;
  readonly project: GeneratedProject;
  /** Saves until everything has been loaded that is ever loaded. */
  readonly warmUp: number;
  readonly saves: number;
}

/** Saves one leaf after the other; every tenth save is a mistake, which the next one mends. */
export async function soak(
  watch: WatchedProcess,
  { folder, project, warmUp, saves }: SoakOptions,
): Promise<SoakResult> {
  const { leaf } = project;
  const path = join(folder, leaf.path);
  const save = async (number: number): Promise<void> => {
    if (number % 10 === 9) {
      writeFileSync(path, "select * from {{ ref('nowhere') }}\n");
      await watch.says(/which was not found/);
    }
    writeFileSync(path, edited(leaf, number));
    await watch.says(/\d+ built.* in [\d.]+ m?s/);
  };
  for (let number = 0; number < warmUp; number++) await save(number);
  const before = await watch.usage();
  for (let number = warmUp; number < warmUp + saves; number++) await save(number);
  return { before, after: await watch.usage() };
}
