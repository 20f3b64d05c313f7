/** Reads what an earlier run of dbt or tsdbt made from the manifest.json of its target folder. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseJson } from '../../artifacts/json-text.js';
import { TsdbtError } from '../../diagnostics/error.js';
import { type EarlierRelation, earlierRelations } from '../../state/earlier-relations.js';

/** Throws a TsdbtError when the folder holds no manifest. `folder` is absolute, `given` as the user wrote it. */
export async function readState(folder: string, given: string): Promise<readonly EarlierRelation[]> {
  const path = join(folder, 'manifest.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw problem(`--state ${given}: ${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? error})`);
  }
  const relations = earlierRelations(parseJson(text));
  if (relations === null) throw problem(`--state ${given}: ${path} is no manifest of dbt or tsdbt`);
  return relations;
}

function problem(message: string): TsdbtError {
  const hint = 'Give the target folder of an earlier run, relative to the project.';
  return new TsdbtError([{ code: 'TSDBT_STATE_INVALID', severity: 'error', message: `${message}.`, hint }]);
}
