/** `init`: starts a project from a template in a new or empty folder. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { closestNames, type Diagnostic, didYouMean } from '../../../core/index.js';
import type { ExitCode } from '../../command-entry.js';
import type { Invocation } from '../../invocation/invocation.js';
import { copyTemplate } from '../../project-files/copy-template.js';
import { packageRoot } from '../../version.js';

const DEFAULT_TEMPLATE = 'leads';
/** The folder of what all templates share. */
const COMMON = 'common';

/** Copies the template and says what to do next. A folder that holds something is left as it is. */
export async function init({ positionals, flags, cwd, reporter }: Invocation): Promise<ExitCode> {
  const folder = resolve(cwd, positionals[0] ?? '.');
  const name = flags.template ?? DEFAULT_TEMPLATE;
  const templates = join(packageRoot(), 'project-template');
  const problem = templateProblem(name, templates) ?? folderProblem(folder);
  if (problem !== null) {
    reporter.diagnostics([problem]);
    return 2;
  }
  const project = projectName(basename(folder));
  copyTemplate({
    from: join(templates, name),
    common: join(templates, COMMON),
    to: folder,
    templateName: name,
    projectName: project,
  });
  reporter.info(`Created the project '${project}' from the template '${name}' in ${folder}`);
  reporter.gap();
  reporter.info('Next:');
  if (folder !== cwd) reporter.info(`  cd ${relative(cwd, folder)}`);
  reporter.info('  tsdbt build');
  reporter.info('It builds into a SQLite file beside dbt_project.yml; profiles.yml names other databases.');
  return 0;
}

function templateProblem(name: string, folder: string): Diagnostic | null {
  const names = readdirSync(folder).filter((entry) => existsSync(join(folder, entry, 'dbt_project.yml')));
  if (names.includes(name)) return null;
  return {
    code: 'TSDBT_FLAG_INVALID',
    severity: 'error',
    message: `--template: expected ${names.join(' or ')}, found '${name}'.`,
    hint: didYouMean(closestNames(name, names)),
  };
}

function folderProblem(folder: string): Diagnostic | null {
  if (!existsSync(folder)) return null;
  const refuse = (message: string): Diagnostic => ({
    code: 'TSDBT_INIT_REFUSED',
    severity: 'error',
    message,
    hint: 'Name a new or empty folder: tsdbt init my_project',
  });
  if (!statSync(folder).isDirectory()) return refuse(`${folder} is a file, not a folder.`);
  const entries = readdirSync(folder).filter((entry) => entry !== '.git');
  if (entries.length === 0) return null;
  return refuse(`The folder ${folder} is not empty: it holds ${entries.slice(0, 3).join(', ')}. Nothing was changed.`);
}

/** A name that dbt_project.yml takes, from the folder's name. */
function projectName(folder: string): string {
  const name = folder.normalize('NFC').replaceAll(/[^\p{L}\p{N}_]+/gu, '_');
  if (name === '' || /^_*$/.test(name)) return 'my_project';
  return /^\p{N}/u.test(name) ? `project_${name}` : name;
}
