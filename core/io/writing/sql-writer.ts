/** Keeps compiled and run SQL under `target/compiled` and `target/run`. */
import { createHash } from 'node:crypto';
import { join, relative } from 'node:path';
import { sqlPath } from '../../artifacts/sql-path.js';
import type { Scrubber } from '../../diagnostics/scrub.js';
import type { SqlWriter } from '../../execute/execute-deps.js';
import type { ManifestNode } from '../../resources/node.js';
import { writeProblem } from '../file-problem.js';
import type { TargetPlace } from '../target-folder.js';
import { createSmallFileWriter } from './small-files.js';

const LONGEST_NAME = 240;

/** A writer for one run. SQL that is empty leaves no file, as in dbt. */
export function createSqlWriter({ projectRoot, targetPath }: TargetPlace, scrub: Scrubber): SqlWriter {
  const writeFile = createSmallFileWriter();
  const shownFolder = (kind: string) => relative(projectRoot, join(targetPath, kind)).replaceAll('\\', '/');
  const shown = { compiled: shownFolder('compiled'), run: shownFolder('run') };
  const write = async (kind: 'compiled' | 'run', node: ManifestNode, sql: string): Promise<string | null> => {
    if (sql === '') return null;
    const below = shortenedPath(sqlPath(node));
    const path = `${targetPath}/${kind}/${below}`;
    try {
      await writeFile(path, scrub(sql));
    } catch (error) {
      throw writeProblem(error, path, projectRoot);
    }
    return `${shown[kind]}/${below}`;
  };
  return {
    compiled: (node, compiled) => write('compiled', node, compiled.sql.text),
    run: (node, sql) => write('run', node, sql),
  };
}

function shortenedPath(path: string): string {
  if (Buffer.byteLength(path) <= LONGEST_NAME) return path;
  return path.split('/').map(shortened).join('/');
}

/** File systems allow 255 bytes for a name; of a longer one its begin, a hash of the whole, and its extension are kept. */
function shortened(name: string): string {
  if (Buffer.byteLength(name) <= LONGEST_NAME) return name;
  const extension = /\.[a-z]{1,5}$/i.exec(name)?.[0] ?? '';
  const end = `_${createHash('sha256').update(name).digest('hex').slice(0, 8)}${extension}`;
  let kept = name.slice(0, LONGEST_NAME - end.length);
  while (Buffer.byteLength(kept + end) > LONGEST_NAME) kept = kept.slice(0, -1);
  return kept + end;
}
