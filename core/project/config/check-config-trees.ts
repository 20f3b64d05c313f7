/** Checks the trees of configs of a whole project: values, names, and paths that lead to nothing. Pure. */
import { type Diagnostic, hasErrors, type Location } from '../../diagnostics/diagnostic.js';
import type { JsonObject } from '../../resources/json.js';
import type { PackageConfig, ProjectConfig } from '../project-config.js';
import { takeOut } from '../take-out.js';
import type { KeyPath } from '../yaml/yaml-document.js';
import { checkConfig } from './check-config.js';
import type { ConfigResource } from './config-key.js';
import { allLevels, type TreeLevel, treeOfResource } from './config-tree.js';

const TREES: readonly ConfigResource[] = [
  'model',
  'seed',
  'snapshot',
  'analysis',
  'test',
  'unit_test',
  'source',
  'exposure',
];

/** Wrong values and unknown keys of every tree of one package. */
export function checkConfigTrees(config: PackageConfig): Diagnostic[] {
  return TREES.flatMap((resource) =>
    allLevels(config.configTrees[treeOfResource[resource]]).flatMap((level) =>
      checkConfig({
        resource,
        values: level.values,
        locate: (path) => config.locate(pathOf(resource, level, path)),
        locateKey: (path) => config.locateKey(pathOf(resource, level, path)),
      }),
    ),
  );
}

/** The package without the configs of its trees that have wrong values; unknown keys stay. */
export function withoutWrongConfigs(config: PackageConfig): PackageConfig {
  const trees = Object.entries(config.configTrees).map(([tree, configs]) => {
    const resource = TREES.find((each) => treeOfResource[each] === tree);
    return [tree, resource === undefined ? configs : takeOut(configs, wrongPaths(resource, configs))] as const;
  });
  return { ...config, configTrees: Object.fromEntries(trees) as unknown as PackageConfig['configTrees'] };
}

function wrongPaths(resource: ConfigResource, tree: JsonObject): KeyPath[] {
  return allLevels(tree).flatMap((level) =>
    Object.entries(level.values)
      .filter(([name, value]) => hasErrors(checkConfig({ resource, values: { [name]: value }, ...ANYWHERE })))
      .map(([name]) => [...level.path, level.written.get(name) ?? name]),
  );
}

const NOWHERE: Location = { file: '', line: 1, column: 1 };
const ANYWHERE = { locate: () => NOWHERE, locateKey: () => NOWHERE };

function pathOf(resource: ConfigResource, level: TreeLevel, path: KeyPath): KeyPath {
  const [name, ...below] = path;
  const written = level.written.get(String(name)) ?? name;
  return [treeOfResource[resource], ...level.path, written, ...below];
}

/** A resource of the project, as far as trees see it. */
export interface ConfiguredResource {
  readonly resource: ConfigResource;
  readonly fqn: readonly string[];
}

/** One warning that lists the paths of the root project's trees that no resource lies under; none when all are used. */
export function findUnusedPaths(project: ProjectConfig, resources: readonly ConfiguredResource[]): Diagnostic[] {
  const unused = TREES.flatMap((resource) => {
    const tree = treeOfResource[resource];
    const levels = allLevels(project.configTrees[tree]);
    if (levels.length === 0) return [];
    const fqns = resources.filter((other) => treeOfResource[other.resource] === tree).map(({ fqn }) => fqn);
    return levels
      .filter((level) => !fqns.some((fqn) => startsWith(fqn, level.path)))
      .map((level) => [tree, ...level.path]);
  });
  if (unused.length === 0) return [];
  const list = unused.map((path) => `\`${project.writtenPath(path).join('.')}\``).join(', ');
  const message = `These paths of configs in dbt_project.yml lead to no resource: ${list}.`;
  const location = project.locate(unused[0]);
  return [{ code: 'TSDBT_CONFIG_UNUSED', severity: 'warning', message, location }];
}

function startsWith(fqn: readonly string[], path: readonly string[]): boolean {
  return path.length <= fqn.length && path.every((part, index) => fqn[index] === part);
}
