/** Checks of compiled SQL that need no database: what a view must not read. Pure. */
import type { Adapter, Credentials } from '../adapter/adapter.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Manifest } from '../manifest/manifest.js';
import { relationOfNode } from '../parse/context/node-relation.js';
import type { ManifestNode, SourceNode } from '../resources/node.js';
import type { CompiledNode } from './compiled-node.js';
import { readBy } from './read-by.js';
import { functionsCalled } from './sql-text.js';

export interface CheckSetting {
  readonly manifest: Manifest;
  readonly adapter: Adapter;
  readonly credentials: Credentials;
}

/** What is wrong with a view; nothing for other nodes. */
export function checkView(compiled: CompiledNode, setting: CheckSetting): readonly Diagnostic[] {
  if (compiled.node.resourceType !== 'model' || compiled.node.config.materialized !== 'view') return [];
  return [...registeredFunctions(compiled, setting), ...otherFiles(compiled, setting)];
}

/** Functions that the driver adds exist in no other tool: the view could be read by tsdbt alone. */
function registeredFunctions(compiled: CompiledNode, { adapter }: CheckSetting): Diagnostic[] {
  const called = functionsCalled(compiled.sql.text);
  const names = adapter.registeredFunctions.filter((name) => called.has(name));
  if (names.length === 0) return [];
  return [
    {
      code: 'TSDBT_VIEW_FUNCTION',
      severity: 'warning',
      message: `The view ${compiled.node.name} calls ${names.join(', ')}, which only tsdbt knows: other tools cannot read it.`,
      location: compiled.node.location,
      hint: 'Make it a table, or spell it without the function.',
      node: compiled.node.uniqueId,
    },
  ];
}

/** A view cannot see another file, that of an attached source or of another schema. */
function otherFiles({ node }: CompiledNode, setting: CheckSetting): Diagnostic[] {
  if (setting.adapter.capabilities.viewsAcrossSchemas) return [];
  const own = fileOf(node, setting);
  return readBy(node, setting.manifest)
    .filter((parent) => fileOf(parent, setting) !== own)
    .map((parent) => ({
      code: 'TSDBT_VIEW_OTHER_FILE',
      severity: 'error',
      message: `The view ${node.name} reads ${parent.uniqueId}, which lies in another database file: a view cannot.`,
      location: node.location,
      hint: 'Set materialized: table.',
      node: node.uniqueId,
    }));
}

/** The schema in the database names the file. The main file has a name or none, and both are the same file. */
function fileOf(node: ManifestNode | SourceNode, { adapter, credentials }: CheckSetting): string {
  return adapter.relationName(relationOfNode(node), credentials).schema ?? 'main';
}
