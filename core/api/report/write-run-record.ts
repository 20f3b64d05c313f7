/** Keeps the record of a run that never began, so that a report of it tells why instead of telling an earlier run. */
import { resolve } from 'node:path';
import { jsonText } from '../../artifacts/json-text.js';
import type { RunRecord } from '../../artifacts/run-record/run-record.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { TsdbtError } from '../../diagnostics/error.js';
import { type Scrubber, scrubJson } from '../../diagnostics/scrub.js';
import { writeProblem } from '../../io/file-problem.js';
import { writeFilesAtomic } from '../../io/write-file.js';
import type { ProjectConfig } from '../../project/project-config.js';
import type { Json } from '../../resources/json.js';

/** Writes tsdbt_run.json alone; answers why it could not. */
export async function writeRunRecord(
  { root, targetPath }: Pick<ProjectConfig, 'root' | 'targetPath'>,
  record: RunRecord,
  scrub: Scrubber,
): Promise<readonly Diagnostic[]> {
  const path = resolve(root, targetPath, 'tsdbt_run.json');
  try {
    await writeFilesAtomic([{ path, text: scrubJson(jsonText(record as unknown as Json), scrub) }]);
    return [];
  } catch (error) {
    const problem = writeProblem(error, path, root);
    if (problem instanceof TsdbtError) return problem.diagnostics.map((each) => ({ ...each, severity: 'warning' }));
    throw problem;
  }
}
