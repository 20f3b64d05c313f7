/** What tells the rows of a node apart: its `unique_key`, else the primary key that a constraint declares or its tests prove. */
import type { Manifest } from '../manifest/manifest.js';
import type { JsonObject } from '../resources/json.js';
import type { DataTestNode, ModelNode, UniqueId } from '../resources/node.js';

/** Gives the columns that tell the rows of a node apart: its `unique_key`, else a key that is declared or tested; else none. */
export function keyFinder(manifest: Manifest): (id: UniqueId) => readonly string[] {
  const tests = testsByNode(manifest);
  return (id) => {
    const node = manifest.nodes.get(id);
    const inferred = node?.resourceType === 'model' ? () => inferPrimaryKey(node, tests.get(id) ?? []) : () => [];
    return uniqueKeyOf(node?.config ?? {}) ?? inferred();
  };
}

/** The columns of `unique_key`; null when the config has none. */
export function uniqueKeyOf({ unique_key: key }: JsonObject): readonly string[] | null {
  if (typeof key === 'string' && key !== '') return [key];
  return Array.isArray(key) ? key.filter((column) => typeof column === 'string') : null;
}

/** Generic tests by the node that they are attached to; built once for all models. */
export function testsByNode(manifest: Manifest): ReadonlyMap<UniqueId, readonly DataTestNode[]> {
  const tests = new Map<UniqueId, DataTestNode[]>();
  for (const node of manifest.nodes.values()) {
    if (node.resourceType !== 'test' || node.attachedNode === null) continue;
    const list = tests.get(node.attachedNode);
    if (list === undefined) tests.set(node.attachedNode, [node]);
    else list.push(node);
  }
  return tests;
}

/** The primary key that dbt's manifest infers of a model: its columns in order; empty when nothing says so. */
export function inferPrimaryKey(model: ModelNode, tests: readonly DataTestNode[]): readonly string[] {
  const declared = declaredKey(model);
  if (declared.length > 0 || tests.length === 0) return declared;
  const unique = new Set(columnsOf(tests, 'unique'));
  if (unique.size === 0) return columnsOf(tests, 'unique_combination_of_columns');
  const notNull = columnsOf(tests, 'not_null');
  const both = [...unique].filter((column) => notNull.includes(column));
  return both.length > 0 ? both : [...unique];
}

function columnsOf(tests: readonly DataTestNode[], name: string): readonly string[] {
  const columns: string[] = [];
  for (const test of tests) {
    if (test.testMetadata?.name === name) columns.push(...(testedColumns(test) ?? []));
  }
  return columns;
}

function declaredKey(model: ModelNode): readonly string[] {
  for (const constraint of model.constraints) {
    if (constraint.type !== 'primary_key' || !Array.isArray(constraint.columns)) continue;
    return constraint.columns.filter((column) => typeof column === 'string');
  }
  const columns: string[] = [];
  for (const column of Object.values(model.columns)) {
    if (column.constraints.some((one) => one.type === 'primary_key')) columns.push(column.name);
  }
  return columns;
}

function testedColumns(test: DataTestNode): readonly string[] | null {
  const kwargs = test.testMetadata?.kwargs ?? {};
  const combination = kwargs.combination_of_columns;
  if (Array.isArray(combination)) return combination.filter((column) => typeof column === 'string');
  if (test.columnName !== null) return [test.columnName];
  return typeof kwargs.column_name === 'string' ? [kwargs.column_name] : null;
}
