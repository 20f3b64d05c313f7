/** The table of selection methods: each turns the value of a criterion into a predicate over the nodes of the graph. */
import { dirname } from 'node:path/posix';
import type { Manifest } from '../../manifest/manifest.js';
import type { GraphNode } from '../../resources/node.js';
import type { Criterion } from '../criterion.js';
import { matchesPattern } from '../glob.js';
import { matchesConfig, textsAt } from './match-config.js';
import { fileNames, matchesFilePath } from './match-file.js';
import { matchesFqn } from './match-name.js';

export interface SelectionMethod {
  readonly compile: (criterion: Criterion, manifest: Manifest) => (node: GraphNode) => boolean;
  /** Which values the method takes, when it cannot take this one. */
  readonly problem?: (value: string) => string | null;
  /** The only values that the method takes. */
  readonly values?: readonly string[];
  /** Values that would have matched the node, for did-you-mean; `keys` are the dotted words behind the method. */
  readonly valuesOf: (node: GraphNode, keys: readonly string[]) => readonly string[];
}

const RESOURCE_TYPES = ['analysis', 'exposure', 'model', 'seed', 'snapshot', 'source', 'test', 'unit_test'];
const RESOURCE_TYPES_OF_DBT = [...RESOURCE_TYPES, 'function', 'metric', 'saved_query', 'semantic_model'];
const TEST_TYPES = ['generic', 'schema', 'singular', 'data', 'unit'];

export const selectionMethods: Readonly<Record<string, SelectionMethod>> = {
  fqn: {
    compile: ({ value }) => {
      const matches = matchesFqn(value);
      return (node) => node.resourceType !== 'source' && matches(node.fqn);
    },
    valuesOf: (node) => (node.resourceType === 'source' ? [] : [node.name]),
  },
  tag: byPattern((node) => node.tags),
  group: byPattern((node) => ('group' in node && node.group !== null ? [node.group] : [])),
  access: {
    compile:
      ({ value }) =>
      (node) =>
        node.resourceType === 'model' && node.access === value,
    valuesOf: (node) => (node.resourceType === 'model' ? [node.access] : []),
  },
  source: {
    problem: atMostParts(3, "'source:' takes `source`, `source.table` or `package.source.table`"),
    compile: ({ value }) => {
      const parts = value.split('.').map(matchesPattern);
      return (node) => node.resourceType === 'source' && matchesSource(parts, node);
    },
    valuesOf: (node) =>
      node.resourceType === 'source' ? [node.sourceName, `${node.sourceName}.${node.name}`, node.name] : [],
  },
  exposure: {
    problem: atMostParts(2, "'exposure:' takes `name` or `package.name`"),
    compile: ({ value }) => {
      const parts = value.split('.').map(matchesPattern);
      return (node) => node.resourceType === 'exposure' && matchesLast(parts, [node.packageName, node.name]);
    },
    valuesOf: (node) => (node.resourceType === 'exposure' ? [node.name] : []),
  },
  path: {
    problem: (value) => (/^(?!\/)./su.test(value) ? null : "'path:' takes a path below the project's folder"),
    compile: ({ value }, manifest) => matchesFilePath(value, manifest),
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
      const matches = matchesConfig(criterion);
      return (node) => node.resourceType !== 'exposure' && matches(node.config);
    },
    valuesOf: (node, keys) => (node.resourceType === 'exposure' ? [] : textsAt(node.config, keys)),
  },
  resource_type: {
    values: RESOURCE_TYPES_OF_DBT,
    problem: oneOf(RESOURCE_TYPES_OF_DBT, `'resource_type:' takes one of ${RESOURCE_TYPES.join(', ')}`),
    compile:
      ({ value }) =>
      (node) =>
        node.resourceType === value,
    valuesOf: (node) => [node.resourceType],
  },
  test_name: byPattern((node) => (node.resourceType === 'test' && node.testMetadata ? [node.testMetadata.name] : [])),
  test_type: {
    values: TEST_TYPES,
    problem: oneOf(TEST_TYPES, `'test_type:' takes one of ${TEST_TYPES.join(', ')}`),
    compile:
      ({ value }) =>
      (node) =>
        node.resourceType === 'test' && matchesTestType(value, node.testMetadata !== null),
    valuesOf: () => TEST_TYPES,
  },
};

/** The method whose values are names of selectors.yml; it is no predicate over nodes. */
export const SELECTOR_METHOD = 'selector';

/** Methods of dbt whose subject tsdbt does not have yet, each with the reason. */
export const unbuiltMethods: Readonly<Record<string, string>> = {
  state: 'comparing with an earlier run',
  result: 'reading the results of an earlier run',
  source_status: 'source freshness',
  version: 'versioned models',
  unit_test: 'unit tests',
  metric: 'metrics',
  semantic_model: 'semantic models',
  saved_query: 'saved queries',
  function: 'functions',
};

/** Every method that can be named. */
export const methodNames: readonly string[] = [
  ...Object.keys(selectionMethods),
  SELECTOR_METHOD,
  ...Object.keys(unbuiltMethods),
];

function byPattern(valuesOf: (node: GraphNode) => readonly string[]): SelectionMethod {
  return {
    compile: ({ value }) => {
      const matches = matchesPattern(value);
      return (node) => valuesOf(node).some(matches);
    },
    valuesOf,
  };
}

function atMostParts(most: number, sentence: string): (value: string) => string | null {
  return (value) => (value.split('.').length > most ? sentence : null);
}

function oneOf(values: readonly string[], sentence: string): (value: string) => string | null {
  return (value) => (values.includes(value) ? null : sentence);
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

function matchesTestType(wanted: string, isGeneric: boolean): boolean {
  if (wanted === 'data') return true;
  return isGeneric ? wanted === 'generic' || wanted === 'schema' : wanted === 'singular';
}
