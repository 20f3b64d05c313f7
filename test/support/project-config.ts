/** A project configuration from the text of dbt_project.yml, without disk: what tests of later stages begin with. */
import { readPackageConfig } from '../../core/project/dbt-project/read-package-config.js';
import type { PackageConfig, ProjectConfig } from '../../core/project/project-config.js';
import { parseYaml } from '../../core/project/yaml/parse-yaml.js';
import type { JsonObject } from '../../core/resources/json.js';

/** A package; its strings are not rendered. */
export function packageConfig(text: string, root = '/project'): PackageConfig {
  const read = readPackageConfig({
    document: parseYaml(text, 'dbt_project.yml').value,
    root,
    render: (written) => written,
  });
  if (read.value === null) throw new Error(read.diagnostics.map((found) => found.message).join('\n'));
  return read.value.config;
}

/** A root project with packages and `--vars`. */
export function projectConfig(
  text: string,
  { packages = [], cliVars = {} }: { readonly packages?: readonly PackageConfig[]; readonly cliVars?: JsonObject } = {},
): ProjectConfig {
  return {
    ...packageConfig(text),
    profileName: null,
    targetPath: 'target',
    logPath: 'logs',
    packagesInstallPath: 'dbt_packages',
    cleanTargets: ['target'],
    queryComment: undefined,
    flags: {},
    cliVars,
    packages,
  };
}
