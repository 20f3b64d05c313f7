/**
 * What dbt knows and tsdbt does not build yet. One literal table: each feature, how it is recognised, what is said. A
 * feature gives one warning a project; silence that would do harm is an error of the node (`nodeProblems`).
 */
import type { Diagnostic, Location } from '../diagnostics/diagnostic.js';
import { isMapping, type Json, type JsonObject } from '../resources/json.js';
import type { KeyPath, YamlDocument } from './yaml/yaml-document.js';

interface UnbuiltFeature {
  /** Plural, as it stands in the warning. */
  readonly name: string;
  /** What happens instead. */
  readonly consequence: string;
  /** Places in a property file that use the feature. */
  readonly find: (file: JsonObject) => KeyPath[];
}

const NODE_LISTS = ['models', 'seeds', 'snapshots'];

const unbuiltFeatures: readonly UnbuiltFeature[] = [
  { name: 'Unit tests', consequence: 'they are not run', find: entriesOf('unit_tests') },
  { name: 'Snapshots', consequence: 'they are not built', find: entriesOf('snapshots') },
  { name: 'Semantic models', consequence: 'they are ignored', find: entriesOf('semantic_models') },
  { name: 'Metrics', consequence: 'they are ignored', find: entriesOf('metrics') },
  { name: 'Saved queries', consequence: 'they are ignored', find: entriesOf('saved_queries') },
  { name: 'Functions', consequence: 'they are not created', find: entriesOf('functions') },
  { name: 'Groups', consequence: 'who may refer to a model is not checked', find: entriesOf('groups') },
  {
    name: 'Model versions',
    consequence: 'only the model without a version is built',
    find: keyOf(['models'], 'versions'),
  },
  { name: 'Time spines', consequence: 'they are ignored', find: keyOf(['models'], 'time_spine') },
  { name: 'Constraints', consequence: 'they are not created', find: keyOf(NODE_LISTS, 'constraints') },
  { name: 'Constraints of columns', consequence: 'they are not created', find: columnKey('constraints') },
  { name: 'Freshness checks', consequence: 'they are not run', find: freshness },
  {
    name: 'Overrides of sources',
    consequence: 'the source of the package stays as it is',
    find: keyOf(['sources'], 'overrides'),
  },
];

/** One place that uses a feature. */
export interface FeatureUse {
  /** The feature's name. */
  readonly feature: string;
  readonly location: Location;
}

/** One warning per feature that the property files use: how often, and where first. */
export function featureWarnings(uses: readonly FeatureUse[]): Diagnostic[] {
  if (uses.length === 0) return [];
  return unbuiltFeatures.flatMap((feature) => {
    const own = uses.filter((use) => use.feature === feature.name);
    return own.length === 0 ? [] : [warning(feature, own)];
  });
}

/** The places of one property file that use such features, feature by feature. */
export function findUnbuiltFeatures({ value, locate }: YamlDocument): FeatureUse[] {
  if (!isMapping(value)) return [];
  return unbuiltFeatures.flatMap(({ name, find }) =>
    find(value).map((path) => ({ feature: name, location: locate(path) })),
  );
}

function warning(feature: UnbuiltFeature, uses: readonly FeatureUse[]): Diagnostic {
  const times = uses.length === 1 ? 'in 1 place' : `in ${uses.length} places`;
  return {
    code: 'TSDBT_FEATURE_UNBUILT',
    severity: 'warning',
    message: `${feature.name} (${times}) are not supported yet: ${feature.consequence}.`,
    location: uses[0].location,
  };
}

/** Errors of a node whose config asks for what would do harm if it were silently left out. */
export function nodeProblems(config: JsonObject, location: Location): Diagnostic[] {
  const problems: Diagnostic[] = [];
  const report = (message: string, hint: string) =>
    problems.push({ code: 'TSDBT_CONFIG_UNBUILT', severity: 'error', message, hint, location });
  if (isMapping(config.contract) && config.contract.enforced === true) {
    report('The contract of this node is enforced, and tsdbt cannot check contracts yet.', 'Set `enforced: false`.');
  }
  if (isMapping(config.grants) && Object.values(config.grants).some(isFilled)) {
    report('This node has grants, and tsdbt cannot grant yet.', 'Grant in a post-hook, and take `grants` out.');
  }
  return problems;
}

function isFilled(value: Json): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== null && value !== '';
}

function entriesOf(list: string): UnbuiltFeature['find'] {
  return (file) => listOf(file[list]).map((_, index) => [list, index]);
}

function keyOf(lists: readonly string[], key: string): UnbuiltFeature['find'] {
  return (file) =>
    lists.flatMap((list) =>
      listOf(file[list]).flatMap((entry, index) => (has(entry, key) ? [[list, index, key]] : [])),
    );
}

function columnKey(key: string): UnbuiltFeature['find'] {
  return (file) =>
    NODE_LISTS.flatMap((list) =>
      listOf(file[list]).flatMap((entry, index) =>
        listOf(isMapping(entry) ? entry.columns : null).flatMap((column, at) =>
          has(column, key) ? [[list, index, 'columns', at, key]] : [],
        ),
      ),
    );
}

function freshness(file: JsonObject): KeyPath[] {
  return listOf(file.sources).flatMap((source, index) => {
    const own: KeyPath[] = has(source, 'freshness') ? [['sources', index, 'freshness']] : [];
    const tables = listOf(isMapping(source) ? source.tables : null).flatMap((table, at): KeyPath[] =>
      has(table, 'freshness') ? [['sources', index, 'tables', at, 'freshness']] : [],
    );
    return [...own, ...tables];
  });
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function has(value: Json, key: string): boolean {
  if (!isMapping(value)) return false;
  const found = value[key];
  return found !== undefined && found !== null && !(Array.isArray(found) && found.length === 0);
}
