/** Finds the folder of dbt_project.yml: the one that was named, else the working folder or the nearest above it. */
import { statSync } from 'node:fs';
import path from 'node:path';
import type { Outcome } from '../../diagnostics/diagnostic.js';

export const PROJECT_FILE = 'dbt_project.yml';

/** The absolute folder, or null and an error that says where was looked. */
export async function findProjectDir(cwd: string, projectDir: string | null): Promise<Outcome<string | null>> {
  if (projectDir !== null) {
    const folder = path.resolve(cwd, projectDir);
    if (isFile(path.join(folder, PROJECT_FILE))) return { value: folder, diagnostics: [] };
    return missing(`The folder ${folder} has no ${PROJECT_FILE}.`, 'Check --project-dir.');
  }
  for (let folder = path.resolve(cwd); ; folder = path.dirname(folder)) {
    if (isFile(path.join(folder, PROJECT_FILE))) return { value: folder, diagnostics: [] };
    if (path.dirname(folder) === folder) break;
  }
  const hint = 'Go to the folder of your project, or start a project with `tsdbt init`.';
  return missing(`No ${PROJECT_FILE} lies in ${path.resolve(cwd)} or in a folder above it.`, hint);
}

/** Whether a path leads to a file. */
export function isFile(file: string): boolean {
  try {
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function missing(message: string, hint: string): Outcome<null> {
  return { value: null, diagnostics: [{ code: 'TSDBT_PROJECT_MISSING', severity: 'error', message, hint }] };
}
