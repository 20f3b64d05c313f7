/** The folder of what a run writes, looked at before the run begins: a run that cannot write down what it did does nothing. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writeProblem } from './file-problem.js';
import { removeLeftOvers, tryFolder } from './write-file.js';

export interface TargetPlace {
  /** Absolute. */
  readonly projectRoot: string;
  /** Absolute. */
  readonly targetPath: string;
}

/** Makes the folder, removes what killed runs left in it; throws a TsdbtError when it or what stands in it cannot be written. */
export async function prepareTargetFolder({ projectRoot, targetPath }: TargetPlace): Promise<void> {
  const below = ['compiled', 'run'].map((name) => join(targetPath, name)).filter((folder) => existsSync(folder));
  for (const folder of [targetPath, ...below]) {
    try {
      await tryFolder(folder);
    } catch (error) {
      throw writeProblem(error, folder, projectRoot);
    }
  }
  await removeLeftOvers(targetPath, Date.now());
}
