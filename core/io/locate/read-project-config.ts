/** dbt_project.yml of the root project, and of its installed packages, to the configuration of the project. */
import path from 'node:path';
import { type Diagnostic, hasErrors } from '../../diagnostics/diagnostic.js';
import { checkConfigTrees, withoutWrongConfigs } from '../../project/config/check-config-trees.js';
import { readQueryComment } from '../../project/dbt-project/project-file-parts.js';
import { normalisePath } from '../../project/dbt-project/project-paths.js';
import { type PackageFile, readPackageConfig } from '../../project/dbt-project/read-package-config.js';
import type { ProjectConfig, Target } from '../../project/project-config.js';
import type { YamlDocument } from '../../project/yaml/yaml-document.js';
import type { LocateSession } from './locate-options.js';
import { rendererOf } from './project-document.js';
import { readInstalledPackages } from './read-installed-packages.js';

export interface ProjectSource {
  readonly document: YamlDocument;
  readonly target: Target;
}

export interface ReadConfig {
  readonly config: ProjectConfig;
  /** Whether some of its configs are wrong; they count as absent. */
  readonly hasWrongConfigs: boolean;
}

/** The configuration; null when so much of it is wrong that nothing can be told of the project's other files. */
export async function readProjectConfig(session: LocateSession, source: ProjectSource): Promise<ReadConfig | null> {
  const { document, target } = source;
  const { root } = session;
  const read = readPackageConfig({ document, root, ...rendererOf(session, { document, target, projectName: null }) });
  session.diagnostics.push(...relevant(session, read.diagnostics));
  if (read.value === null) return null;
  const { config, wrongKeys } = read.value;
  if (wrongKeys.includes('vars')) session.unknownNames.add('var');
  const folder = path.resolve(root, rootPaths(session, read.value.file).packagesInstallPath);
  const packages = await readInstalledPackages(session, { root: config, folder, target });
  if (packages === null) return null;
  const found = [config, ...packages].flatMap(checkConfigTrees);
  session.diagnostics.push(...found);
  const usable = { ...read.value, config: withoutWrongConfigs(config) };
  return {
    config: toProjectConfig(session, usable, packages.map(withoutWrongConfigs)),
    hasWrongConfigs: hasErrors(found) || wrongKeys.length > 0,
  };
}

function relevant({ options }: LocateSession, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (options.versionCheck) return diagnostics;
  return diagnostics.filter((diagnostic) => diagnostic.code !== 'TSDBT_PROJECT_VERSION_UNMET');
}

function rootPaths({ options }: LocateSession, file: PackageFile['file']) {
  const targetPath = normalisePath(options.targetPath ?? file['target-path'] ?? 'target');
  return {
    targetPath,
    logPath: normalisePath(options.logPath ?? file['log-path'] ?? 'logs'),
    packagesInstallPath: normalisePath(file['packages-install-path'] ?? file['modules-path'] ?? 'dbt_packages'),
    cleanTargets: (file['clean-targets'] ?? [targetPath]).map(normalisePath),
  };
}

function toProjectConfig(
  session: LocateSession,
  { config, file }: PackageFile,
  packages: ProjectConfig['packages'],
): ProjectConfig {
  return {
    ...config,
    ...rootPaths(session, file),
    profileName: file.profile ?? null,
    queryComment: readQueryComment(file),
    flags: file.flags ?? {},
    cliVars: session.options.cliVars,
    packages,
  };
}
