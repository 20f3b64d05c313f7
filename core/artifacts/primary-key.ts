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
  if (declared.length > 0) return declared;
  const columnsOf = (name: string) =>
    tests.flatMap((test) => (test.testMetadata?.name === name ? (testedColumns(test) ?? []) : []));
  const unique = [...new Set(columnsOf('unique'))];
  const notNull = new Set(columnsOf('not_null'));
  const both = unique.filter((column) => notNull.has(column));
  return both.length > 0 ? both : unique.length > 0 ? unique : columnsOf('unique_combination_of_columns');
}

function declaredKey(model: ModelNode): readonly string[] {
  for (const constraint of model.constraints) {
    if (constraint.type !== 'primary_key' || !Array.isArray(constraint.columns)) continue;
    return constraint.columns.filter((column) => typeof column === 'string');
  }
  const isKey = (constraints: ModelNode['constraints']) => constraints.some((one) => one.type === 'primary_key');
  return Object.values(model.columns).flatMap((column) => (isKey(column.constraints) ? [column.name] : []));
}

function testedColumns(test: DataTestNode): readonly string[] | null {
  const kwargs = test.testMetadata?.kwargs ?? {};
  const combination = kwargs.combination_of_columns;
  if (Array.isArray(combination)) return combination.filter((column) => typeof column === 'string');
  if (test.columnName !== null) return [test.columnName];
  return typeof kwargs.column_name === 'string' ? [kwargs.column_name] : null;
}
