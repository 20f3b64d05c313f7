/** The table of selection methods: each turns the value of a criterion into a predicate over the nodes of the graph. */
import { dirname } from 'node:path/posix';
import type { Manifest } from '../manifest/manifest.js';
import { isMapping, type Json } from '../resources/json.js';
import type { GraphNode } from '../resources/node.js';
import type { Criterion } from './criterion.js';
import { matchesPath, matchesPattern } from './glob.js';
import { matchesFqn } from './match-name.js';

export interface SelectionMethod {
  /** Gives the predicate, or a sentence that says which values the method takes. */
  readonly compile: (criterion: Criterion, manifest: Manifest) => ((node: GraphNode) => boolean) | string;
  /** Values that would have matched the node, for did-you-mean. */
  readonly valuesOf: (node: GraphNode) => readonly string[];
}

const RESOURCE_TYPES = ['analysis', 'exposure', 'model', 'seed', 'snapshot', 'source', 'test', 'unit_test'];
const RESOURCE_TYPES_OF_DBT = [...RESOURCE_TYPES, 'function', 'metric', 'saved_query', 'semantic_model'];
const TEST_TYPES = ['generic', 'schema', 'singular', 'data', 'unit'];

export const selectionMethods: Readonly<Record<string, SelectionMethod>> = {
  fqn: {
    compile: (criterion) => {
      const matches = matchesFqn(criterion.value);
      return (node) => node.resourceType !== 'source' && matches(node.fqn);
    },
    valuesOf: (node) => (node.resourceType === 'source' ? [] : [node.name]),
  },
  tag: byPattern((node) => node.tags),
  group: byPattern((node) => ('group' in node && node.group !== null ? [node.group] : [])),
  access: {
    compile: (criterion) => (node) => node.resourceType === 'model' && node.access === criterion.value,
    valuesOf: (node) => (node.resourceType === 'model' ? [node.access] : []),
  },
  source: {
    compile: ({ value }) => {
      const parts = value.split('.').map(matchesPattern);
      if (parts.length > 3) return "'source:' takes `source`, `source.table` or `package.source.table`";
      return (node) => node.resourceType === 'source' && matchesSource(parts, node);
    },
    valuesOf: (node) =>
      node.resourceType === 'source' ? [node.sourceName, `${node.sourceName}.${node.name}`, node.name] : [],
  },
  exposure: {
    compile: ({ value }) => {
      const parts = value.split('.').map(matchesPattern);
      if (parts.length > 2) return "'exposure:' takes `name` or `package.name`";
      return (node) => node.resourceType === 'exposure' && matchesLast(parts, [node.packageName, node.name]);
    },
    valuesOf: (node) => (node.resourceType === 'exposure' ? [node.name] : []),
  },
  path: {
    compile: ({ value }, manifest) => {
      const matches = matchesPath(value);
      return (node) => pathsOf(node, manifest).some((path) => matchesAnyFolder(path, matches));
    },
    valuesOf: (node) => [node.originalFilePath, dirname(node.originalFilePath)],
  },
  file: byPattern((node) => fileNames(node.originalFilePath)),
  package: {
    compile: ({ value }, manifest) => {
      const matches = matchesPattern(value === 'this' ? manifest.projectName : value);
      return (node) => matches(node.packageName);
    },
    valuesOf: (node) => [node.packageName],
  },
  config: {
    compile: (criterion) => {
      if (criterion.arguments.length === 0) return () => false;
      return (node) => matchesConfig(configValue(node.config, criterion.arguments), criterion);
    },
    valuesOf: () => [],
  },
  resource_type: {
    compile: ({ value }) => {
      if (!RESOURCE_TYPES_OF_DBT.includes(value)) return `'resource_type:' takes one of ${RESOURCE_TYPES.join(', ')}`;
      return (node) => node.resourceType === value;
    },
    valuesOf: (node) => [node.resourceType],
  },
  test_name: byPattern((node) => (node.resourceType === 'test' && node.testMetadata ? [node.testMetadata.name] : [])),
  test_type: {
    compile: ({ value }) => {
      if (!TEST_TYPES.includes(value)) return `'test_type:' takes one of ${TEST_TYPES.join(', ')}`;
      return (node) => node.resourceType === 'test' && matchesTestType(value, node.testMetadata !== null);
    },
    valuesOf: () => TEST_TYPES,
  },
};

/** Methods of dbt whose subject tsdbt does not have yet, each with the reason. */
export const unbuiltMethods: Readonly<Record<string, string>> = {
  state: 'comparing with an earlier run',
  result: 'reading the results of an earlier run',
  source_status: 'source freshness',
  selector: 'selectors.yml',
  version: 'versioned models',
  unit_test: 'unit tests',
  metric: 'metrics',
  semantic_model: 'semantic models',
  saved_query: 'saved queries',
  function: 'functions',
};

function byPattern(valuesOf: (node: GraphNode) => readonly string[]): SelectionMethod {
  return {
    compile: (criterion) => {
      const matches = matchesPattern(criterion.value);
      return (node) => valuesOf(node).some(matches);
    },
    valuesOf,
  };
}

type Matcher = (text: string) => boolean;

/** `src`, `src.table` or `package.src.table`. */
function matchesSource(parts: readonly Matcher[], node: Extract<GraphNode, { resourceType: 'source' }>): boolean {
  if (parts.length === 1) return parts[0](node.sourceName);
  return matchesLast(parts, [node.packageName, node.sourceName, node.name]);
}

/** Compares patterns with the last parts of a name, as many as there are patterns. */
function matchesLast(parts: readonly Matcher[], name: readonly string[]): boolean {
  const tail = name.slice(-parts.length);
  return parts.every((matches, index) => matches(tail[index]));
}

/** The files that declare a node, below the project folder. */
function pathsOf(node: GraphNode, manifest: Manifest): readonly string[] {
  if (node.packageName !== manifest.projectName) return [node.location.file];
  const patch = 'patchPath' in node && node.patchPath !== null ? [node.patchPath.replace(/^[^:]*:\/\//, '')] : [];
  return [node.originalFilePath, ...patch];
}

function matchesAnyFolder(path: string, matches: Matcher): boolean {
  for (let current = path; current !== '.' && current !== '/'; current = dirname(current)) {
    if (matches(current)) return true;
  }
  return false;
}

function fileNames(path: string): readonly string[] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? [name, name.slice(0, dot)] : [name];
}

function configValue(config: Json, keys: readonly string[]): Json | undefined {
  let value: Json | undefined = config;
  for (const key of keys) {
    if (!isMapping(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

/** Texts are compared as they stand, booleans as `true` and `false`, lists by membership; severity ignores case. */
function matchesConfig(value: Json | undefined, criterion: Criterion): boolean {
  if (Array.isArray(value)) return value.some((item: Json) => matchesConfig(item, criterion));
  if (typeof value === 'boolean') return String(value) === criterion.value.toLowerCase();
  if (typeof value !== 'string') return false;
  if (criterion.arguments.join('.') === 'severity') return value.toLowerCase() === criterion.value.toLowerCase();
  return value === criterion.value;
}

function matchesTestType(wanted: string, isGeneric: boolean): boolean {
  if (wanted === 'data') return true;
  return isGeneric ? wanted === 'generic' || wanted === 'schema' : wanted === 'singular';
}
