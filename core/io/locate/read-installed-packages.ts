/** Reads dbt_project.yml of every package in the install folder; names must be unique, and declared packages be there. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readPackageConfig } from '../../project/dbt-project/read-package-config.js';
import type { PackageConfig, Target } from '../../project/project-config.js';
import { isFile, PROJECT_FILE } from './find-project-dir.js';
import type { LocateSession } from './locate-options.js';
import { readYamlFile, rendererOf } from './project-document.js';

export interface InstalledPackages {
  readonly root: PackageConfig;
  /** Absolute install folder. */
  readonly folder: string;
  readonly target: Target;
}

/** The installed packages, by folder name. */
export async function readInstalledPackages(
  session: LocateSession,
  { root, folder, target }: InstalledPackages,
): Promise<PackageConfig[]> {
  const packages: PackageConfig[] = [];
  for (const name of (await readdir(folder).catch(() => [])).sort()) {
    const file = path.join(folder, name, PROJECT_FILE);
    if (!(await isFile(file))) continue;
    const document = await readYamlFile(session, file);
    if (document === null) continue;
    const render = rendererOf(session, { document, target, projectName: null });
    const read = readPackageConfig(document, path.join(folder, name), render);
    session.diagnostics.push(...read.diagnostics);
    if (read.value !== null) packages.push(read.value.config);
  }
  reportDuplicates(session, [root, ...packages]);
  return packages;
}

function reportDuplicates(session: LocateSession, packages: readonly PackageConfig[]): void {
  const seen = new Map<string, PackageConfig>();
  for (const config of packages) {
    const other = seen.get(config.name);
    if (other === undefined) seen.set(config.name, config);
    else {
      session.diagnostics.push({
        code: 'TSDBT_PACKAGE_DUPLICATE',
        severity: 'error',
        message: `Two packages are called \`${config.name}\`.`,
        location: config.locate(['name']),
        hint: 'Rename one of them, or take it out of the install folder.',
        notes: [{ message: 'The other one', location: other.locate(['name']) }],
      });
    }
  }
}
