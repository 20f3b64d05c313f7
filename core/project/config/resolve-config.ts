/**
 * The effective config of one resource: defaults, then its own project's tree from general to specific, its property
 * file, its file, and last, for a resource of an installed package, the root project's tree. Pure.
 */
import type { Diagnostic, Location, Outcome } from '../../diagnostics/diagnostic.js';
import type { Json, JsonObject } from '../../resources/json.js';
import type { PackageConfig, ProjectConfig } from '../project-config.js';
import type { KeyPath } from '../yaml/yaml-document.js';
import { checkConfig } from './check-config.js';
import { type ConfigKeys, type ConfigResource, canonicalKey, configKeys } from './config-key.js';
import { depthIn, levelsFor, treeOfResource } from './config-tree.js';
import { mergeConfig, normaliseLevel } from './merge-config.js';

/** Configs that one place sets. */
export interface ConfigLevel {
  readonly values: JsonObject;
  /** As written, before rendering; the same as `values` for `config()` calls. */
  readonly unrendered: JsonObject;
  readonly locate: (path: KeyPath) => Location;
  readonly locateKey: (path: KeyPath) => Location;
}

export interface ConfigRequest {
  readonly resource: ConfigResource;
  readonly project: ProjectConfig;
  readonly packageName: string;
  /** Package first. */
  readonly fqn: readonly string[];
  /** Property file first, then the calls of `config()` in order. */
  readonly levels: readonly ConfigLevel[];
}

/** Where each hook is written, in the order of the lists in the config. */
export type HookPlaces = Readonly<Record<'pre-hook' | 'post-hook', readonly Location[]>>;

export interface ResolvedConfig {
  readonly hookPlaces: HookPlaces;
  readonly config: JsonObject;
  readonly unrendered: JsonObject;
}

/** Resolves the config; mistakes in the request's own levels are reported, those of trees by `checkConfigTrees`. */
export function resolveConfig(request: ConfigRequest): Outcome<ResolvedConfig> {
  const { resource, levels } = request;
  const diagnostics: Diagnostic[] = [];
  const own = ownPackage(request);
  const isInstalled = own !== request.project;
  const builder = createBuilder(resource);
  addTree(builder, request, own);
  for (const level of levels) {
    diagnostics.push(...checkConfig({ ...level, resource }));
    builder.add(level);
  }
  if (isInstalled) addTree(builder, request, request.project);
  return { value: builder.finish(), diagnostics };
}

function ownPackage({ project, packageName }: Omit<ConfigRequest, 'levels'>): PackageConfig {
  return project.packages.find((config) => config.name === packageName) ?? project;
}

/** As much of a resource's fqn as decides which levels of the trees apply to it. */
export function treePlaceOf(request: Omit<ConfigRequest, 'levels'>): readonly string[] {
  const { resource, project, fqn } = request;
  const tree = treeOfResource[resource];
  const depths = [ownPackage(request), project].map((owner) => depthIn(owner.configTrees[tree], fqn));
  return fqn.slice(0, Math.max(...depths));
}

function addTree(builder: ConfigBuilder, { resource, fqn }: ConfigRequest, owner: PackageConfig): void {
  const tree = treeOfResource[resource];
  const unrendered = levelsFor(owner.unrenderedTrees[tree], fqn);
  for (const level of levelsFor(owner.configTrees[tree], fqn)) {
    const written = unrendered.find((other) => other.path.length === level.path.length);
    const locate = ([name, ...below]: KeyPath) =>
      owner.locate([tree, ...level.path, level.written.get(String(name)) ?? name, ...below]);
    builder.add({ values: level.values, unrendered: written?.values ?? level.values, locate });
  }
}

interface ConfigBuilder {
  readonly add: (level: Omit<ConfigLevel, 'locateKey'>) => void;
  readonly finish: () => ResolvedConfig;
}

function createBuilder(resource: ConfigResource): ConfigBuilder {
  const keys = configKeys[resource];
  let config = defaults[resource];
  let unrendered: JsonObject = {};
  const hookPlaces = { 'pre-hook': [] as Location[], 'post-hook': [] as Location[] };
  return {
    add: ({ values, unrendered: written, locate }) => {
      const level = resource === 'test' ? withStoreFailures(values) : values;
      config = mergeConfig(config, normaliseLevel(level), keys);
      unrendered = { ...unrendered, ...withCanonicalKeys(written) };
      for (const [name, value] of Object.entries(values)) {
        const key = canonicalKey(name);
        if (key === 'pre-hook' || key === 'post-hook') hookPlaces[key].push(...placesOfItems(name, value, locate));
      }
    },
    finish: () => ({ config, unrendered, hookPlaces }),
  };
}

/** The place of each item of a list; of the value itself when it stands for a list of one. */
function placesOfItems(name: string, value: Json, locate: ConfigLevel['locate']): Location[] {
  if (value === null) return [];
  return Array.isArray(value) ? value.map((_, index) => locate([name, index])) : [locate([name])];
}

function withCanonicalKeys(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [canonicalKey(name), value]));
}

const defaults = Object.fromEntries(
  Object.entries(configKeys).map(([resource, keys]) => [resource, defaultsOf(keys)]),
) as Readonly<Record<ConfigResource, JsonObject>>;

function defaultsOf(keys: ConfigKeys): JsonObject {
  const entries = Object.entries(keys).flatMap(([name, { initial }]): [string, Json][] =>
    initial === undefined ? [] : [[name, initial]],
  );
  return Object.fromEntries(entries);
}

/** `store_failures_as` beats `store_failures` of its own and of earlier levels; each sets the other. */
function withStoreFailures(values: JsonObject): JsonObject {
  const kind = values.store_failures_as;
  if (typeof kind === 'string') return { ...values, store_failures: kind !== 'ephemeral' };
  if (typeof values.store_failures !== 'boolean') return values;
  return { ...values, store_failures_as: values.store_failures ? 'table' : 'ephemeral' };
}
