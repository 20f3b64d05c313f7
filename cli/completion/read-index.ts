/**
 * Finds and reads the index of the project that a command line is about, as the program itself would find it, but for
 * what takes long: of dbt_project.yml one line is looked at. A missing or damaged file is an empty index.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { CompletionIndex } from '../../core/index.js';
import type { FlagKey } from '../flags/flag-table.js';
import { noIndex } from './answer.js';

export interface IndexPlace {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Flags of the command line. */
  readonly given: ReadonlyMap<FlagKey, string>;
}

const PROJECT_FILE = 'dbt_project.yml';
const INDEX_FILE = 'completion.json';

/** The index, or an empty one. */
export function readIndex({ cwd, env, given }: IndexPlace): CompletionIndex {
  const variable = (name: string) => env[`DBT_ENGINE_${name}`] || env[`DBT_${name}`] || undefined;
  const root = projectRoot(cwd, given.get('projectDir') ?? variable('PROJECT_DIR'));
  if (root === null) return noIndex;
  const target = given.get('targetPath') ?? variable('TARGET_PATH') ?? targetPathOf(root) ?? 'target';
  try {
    const read: unknown = JSON.parse(readFileSync(join(resolve(root, target), INDEX_FILE), 'utf8'));
    return isIndex(read) ? read : noIndex;
  } catch {
    return noIndex;
  }
}

function projectRoot(cwd: string, named: string | undefined): string | null {
  if (named !== undefined) return resolve(cwd, named);
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, PROJECT_FILE))) return folder;
    if (dirname(folder) === folder) return null;
  }
}

function targetPathOf(root: string): string | null {
  try {
    const text = readFileSync(join(root, PROJECT_FILE), 'utf8');
    return /^target-path:\s*["']?([^"'#\n\r]+?)["']?\s*(#.*)?$/m.exec(text)?.[1] ?? null;
  } catch {
    return null;
  }
}

function isIndex(value: unknown): value is CompletionIndex {
  if (typeof value !== 'object' || value === null) return false;
  const { version, names, methods, selectors, macros, profiles, targets } = value as Record<string, unknown>;
  const isTable = (table: unknown) => typeof table === 'object' && table !== null && Object.values(table).every(isList);
  return version === 1 && isTable(names) && isTable(methods) && [selectors, macros, profiles, targets].every(isList);
}

function isList(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
