/** Stage 8 for CI services: a run as JUnit XML, in a file that is whole or not there. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { TsdbtError } from '../../diagnostics/error.js';
import type { Scrubber } from '../../diagnostics/scrub.js';
import { writeProblem } from '../../io/file-problem.js';
import { writeFilesAtomic } from '../../io/write-file.js';
import { type JunitRun, toJunit } from '../../report/junit/to-junit.js';

const HINT = 'Mend it, or name another file with --junit.';

export interface JunitPlace {
  /** Absolute. */
  readonly path: string;
  /** What messages name the file relative to. */
  readonly root: string;
}

/** Writes the file, making its folder; answers why it could not. */
export async function writeJunit(
  { path, root }: JunitPlace,
  run: JunitRun,
  scrub: Scrubber,
): Promise<readonly Diagnostic[]> {
  try {
    await writeFilesAtomic([{ path, text: toJunit(run, scrub) }]);
    return [];
  } catch (error) {
    const problem = writeProblem(error, path, root);
    if (problem instanceof TsdbtError) return problem.diagnostics.map((each) => ({ ...each, hint: HINT }));
    throw problem;
  }
}
