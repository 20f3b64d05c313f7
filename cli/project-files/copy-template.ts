/** Copies a project template and gives the copy its own name; what a build left in the template stays behind. */
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../core/index.js';

export interface TemplateCopy {
  readonly from: string;
  /** What every project gets, whatever its template: the workflow of its CI. */
  readonly common: string;
  readonly to: string;
  readonly templateName: string;
  readonly projectName: string;
}

const LEFTOVERS = /^(target|logs|dbt_packages|node_modules|.*\.sqlite(-wal|-shm|-journal)?)$/;

/** npm packages cannot hold a `.gitignore`, so templates call it `gitignore`. */
export function copyTemplate({ from, common, to, templateName, projectName }: TemplateCopy): void {
  copyFolder(common, to);
  copyFolder(from, to);
  renameSync(join(to, 'gitignore'), join(to, '.gitignore'));
  for (const file of ['dbt_project.yml', 'profiles.yml', '.gitignore']) {
    const path = join(to, file);
    writeFileSync(path, renameProject(readFileSync(path, 'utf8'), templateName, projectName));
  }
}

/** The modes are not taken over: the package may have been installed so that nobody can write in it. */
function copyFolder(from: string, to: string): void {
  makeFolder(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (LEFTOVERS.test(entry.name)) continue;
    const [source, copy] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyFolder(source, copy);
    else writeFileSync(copy, readFileSync(source));
  }
}

/** Replaces the template's name where it stands as the project's: as a key, as name or profile, in the database's file name. */
export function renameProject(text: string, from: string, to: string): string {
  return text
    .replaceAll(new RegExp(`^(\\s*)${from}:`, 'gm'), `$1${to}:`)
    .replaceAll(new RegExp(`^(\\s*(?:name|profile): ['"]?)${from}\\b`, 'gm'), `$1${to}`)
    .replaceAll(new RegExp(`\\b${from}\\.sqlite`, 'g'), `${to}.sqlite`);
}
