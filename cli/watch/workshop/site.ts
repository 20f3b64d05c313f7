/** Where a watch works: the invocation with its configuration, and how both are read anew when their files change. */
import { statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { type LocatedProject, readDotEnv, secretVariables } from '../../../core/index.js';
import type { CommandStart } from '../../command-entry.js';
import { readMapping } from '../../flags/read-mapping.js';
import { resolveFlags } from '../../flags/resolve-flags.js';
import { buildFacts } from '../../invocation/facts.js';
import type { Invocation } from '../../invocation/invocation.js';
import { readConfiguration } from '../../invocation/open-project.js';

type PackageConfig = LocatedProject['config']['packages'][number];

export interface Site {
  readonly invocation: Invocation;
  readonly located: LocatedProject;
}

/** The first reading; null when it failed, which has been said. */
export function openSite(first: Invocation, start: CommandStart): Promise<Site | null> {
  return readConfiguration(first, { ...start, needsProject: true });
}

/** Reads `.env`, dbt_project.yml and profiles.yml again; null when one is wrong, which has been said. */
export async function reopenSite(first: Invocation, start: CommandStart): Promise<Site | null> {
  const { launch, raw } = start;
  const env = await readDotEnv(first.cwd, launch.rim.env);
  launch.output.addSecrets(secretVariables(env));
  const { value: flags, diagnostics } = resolveFlags({ raw, env, project: {}, readMapping });
  first.reporter.diagnostics(diagnostics);
  const again: Invocation = {
    ...first,
    flags: flags.values,
    origin: flags.origin,
    facts: buildFacts({ command: first.command, flags, env, now: new Date() }),
  };
  return readConfiguration(again, { ...start, needsProject: true, isAgain: true });
}

const CONFIGURATION = new Set([
  ...[
    'dbt_project.yml',
    'dbt_project.yaml',
    'profiles.yml',
    'packages.yml',
    'dependencies.yml',
    'selectors.yml',
    '.env',
  ],
]);

/** Whether a file decides how the project is read, not what is in it. */
export function isConfiguration(path: string): boolean {
  return CONFIGURATION.has(path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1));
}

/** Whether a file can matter: it lies where resources are declared, or decides how they are read. */
export function relevance({ located: { config } }: Site): (path: string) => boolean {
  const folders = [config, ...config.packages].flatMap(foldersOf);
  return (path) =>
    isConfiguration(path) ||
    path.endsWith('.dbtignore') ||
    folders.some((folder) => path === folder || path.startsWith(`${folder}${sep}`));
}

function foldersOf({ root, paths }: PackageConfig): string[] {
  return Object.values(paths)
    .flat()
    .map((folder) => resolve(root, folder));
}

/** Everything whose change can matter: the project, packages and folders outside of it, the profile, `.env`. */
export function placesOf({ invocation, located }: Site): readonly string[] {
  const { config, target } = located;
  const packages = config.packages.map(({ root }) => root);
  const folders = [config, ...config.packages].flatMap(foldersOf);
  const profile = target.profilesFile === null ? [] : [resolve(config.root, target.profilesFile)];
  return [...new Set([config.root, ...packages, ...folders, ...profile, join(invocation.cwd, '.env')])];
}

/** What tsdbt writes itself. */
export function outputsOf({ located: { config, target } }: Site): { folders: string[]; files: readonly string[] } {
  const below = (folder: string) => resolve(config.root, folder);
  return { folders: [below(config.targetPath), below(config.logPath)], files: target.credentials.files };
}

/** Tells one database from another: equal for two targets that mean the same place in the same way. */
export function connectionOf({ located: { target } }: Site): string {
  const { type, settings, secrets, threads, database, schema } = target.credentials;
  return JSON.stringify([type, settings, secrets, threads, database, schema]);
}

/** Tells the database files from others that have taken their places; the same for a file that is not there yet. */
export function filesOf({ located: { target } }: Site): string {
  const identities = target.credentials.files.map((path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    return found === undefined ? null : `${found.dev} ${found.ino}`;
  });
  return JSON.stringify(identities);
}
