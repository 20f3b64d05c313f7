/**
 * The rim of shell completion: a shell waits for it at each press of a key, so nothing is loaded but tables, and one small
 * file of the project is read.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../version.js';
import { answer } from './answer.js';
import { type IndexPlace, readIndex } from './read-index.js';

/** The lines for a question of a completion script. */
export function answerShell(question: readonly string[], cwd: string, env: IndexPlace['env']): string {
  return answer(question, { index: (given) => readIndex({ cwd, env, given }), templates });
}

function templates(): string[] {
  const folder = join(packageRoot(), 'project-template');
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'dbt_project.yml')));
}
