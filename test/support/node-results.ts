/** Nodes and results for tests of what is said about them. */
import type { DataTestNode, ModelNode } from '../../core/resources/node.js';
import type { NodeResult } from '../../core/results/node-result.js';

const core = {
  packageName: 'shop',
  description: '',
  meta: {},
  tags: [],
  location: { file: 'models/a.sql', line: 1, column: 1 },
  database: null,
  schema: 'main',
  relationName: null,
  rawCode: '',
  checksum: { name: 'none', checksum: '' },
  unrenderedConfig: {},
  quoting: { database: true, schema: true, identifier: true },
  columns: {},
  patchPath: null,
  refs: [],
  sources: [],
  dependsOn: { nodes: [], macros: [] },
  docs: { show: true, nodeColor: null },
  group: null,
} as const;

/** A model called `name` in `models/<name>.sql`. */
export function modelNode(name: string, materialized = 'view'): ModelNode {
  return {
    ...core,
    resourceType: 'model',
    uniqueId: `model.shop.${name}`,
    name,
    identifier: name,
    alias: name,
    path: `${name}.sql`,
    originalFilePath: `models/${name}.sql`,
    fqn: ['shop', name],
    config: { materialized },
    access: 'protected',
    constraints: [],
    version: null,
    latestVersion: null,
    deprecationDate: null,
  } as unknown as ModelNode;
}

/** A generic test called `name`, declared in `models/schema.yml`. */
export function testNode(name: string): DataTestNode {
  return {
    ...modelNode(name),
    resourceType: 'test',
    uniqueId: `test.shop.${name}.abc`,
    originalFilePath: 'models/schema.yml',
    config: { materialized: 'test', severity: 'error' },
  } as unknown as DataTestNode;
}

/** A result that took 0.12 seconds. */
export function nodeResult(node: NodeResult['node'], changes: Partial<NodeResult> = {}): NodeResult {
  return {
    node,
    status: 'success',
    message: 'OK',
    failures: null,
    rows: null,
    adapterResponse: {},
    compiled: null,
    sample: null,
    diagnostics: [],
    timing: [{ name: 'execute', startedAt: '2026-01-01T00:00:00.000000Z', completedAt: '2026-01-01T00:00:00.120000Z' }],
    executionTime: 0.12,
    threadId: 'Thread-1',
    ...changes,
  };
}
