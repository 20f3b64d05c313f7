/** dbt_project.yml of the root project, and of its installed packages, to the configuration of the project. */
import path from 'node:path';
import { type Diagnostic, hasErrors } from '../../diagnostics/diagnostic.js';
import { checkConfigTrees } from '../../project/config/check-config-trees.js';
import { readQueryComment } from '../../project/dbt-project/project-file-parts.js';
import { normalisePath } from '../../project/dbt-project/project-paths.js';
import { type PackageFile, readPackageConfig } from '../../project/dbt-project/read-package-config.js';
import type { ProjectConfig, Target } from '../../project/project-config.js';
import { hasTemplate } from '../../project/render-strings.js';
import type { YamlDocument } from '../../project/yaml/yaml-document.js';
import type { LocateSession } from './locate-options.js';
import { rendererOf } from './project-document.js';
import { readInstalledPackages } from './read-installed-packages.js';

export interface ProjectSource {
  readonly document: YamlDocument;
  /** Null when the profile is wrong; then only what needs no target is checked. */
  readonly target: Target | null;
}

/** The configuration, or null when it is wrong or has no target to be rendered with. */
export async function readProjectConfig(session: LocateSession, source: ProjectSource): Promise<ProjectConfig | null> {
  const { document, target } = source;
  if (target === null && hasTemplate(document.text)) return null;
  const render = rendererOf(session, { document, target, projectName: null });
  const read = readPackageConfig(document, session.root, render);
  session.diagnostics.push(...relevant(session, read.diagnostics));
  if (read.value === null || target === null) return null;
  const { packagesInstallPath } = rootPaths(session, read.value.file);
  const folder = path.resolve(session.root, packagesInstallPath);
  const packages = hasErrors(session.diagnostics)
    ? []
    : await readInstalledPackages(session, { root: read.value.config, folder, target });
  session.diagnostics.push(...[read.value.config, ...packages].flatMap(checkConfigTrees));
  return toProjectConfig(session, read.value, packages);
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
