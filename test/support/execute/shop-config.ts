/** The configuration of a project `shop` that says nothing. */
import type { ConfigTreeName, ProjectConfig } from '../../../core/project/project-config.js';
import type { JsonObject } from '../../../core/resources/json.js';

const noTrees: Readonly<Record<ConfigTreeName, JsonObject>> = {
  models: {},
  seeds: {},
  snapshots: {},
  sources: {},
  tests: {},
  analyses: {},
  exposures: {},
  unit_tests: {},
};

export function shopConfig(changes: Partial<ProjectConfig> = {}): ProjectConfig {
  return {
    name: 'shop',
    version: null,
    root: '/shop',
    paths: { model: [], seed: [], test: [], analysis: [], macro: [], snapshot: [], docs: [] },
    configTrees: noTrees,
    unrenderedTrees: noTrees,
    vars: {},
    quoting: {},
    onRunStart: [],
    onRunEnd: [],
    dispatch: {},
    file: 'dbt_project.yml',
    locate: () => ({ file: 'dbt_project.yml', line: 1, column: 1 }),
    locateKey: () => ({ file: 'dbt_project.yml', line: 1, column: 1 }),
    writtenPath: (path) => path,
    profileName: 'shop',
    targetPath: 'target',
    logPath: 'logs',
    packagesInstallPath: 'dbt_packages',
    cleanTargets: [],
    queryComment: undefined,
    flags: {},
    cliVars: {},
    packages: [],
    ...changes,
  };
}
