/** Checks of compiled SQL that need no database: what a view must not read. Pure. */
import type { Adapter, Credentials } from '../adapter/adapter.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Manifest } from '../manifest/manifest.js';
import { relationOfNode } from '../parse/context/node-relation.js';
import type { ManifestNode, SourceNode } from '../resources/node.js';
import type { CompiledNode } from './compiled-node.js';
import { functionsCalled } from './sql-functions.js';

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
  const { adapter, manifest } = setting;
  if (adapter.capabilities.viewsAcrossSchemas) return [];
  const own = fileOf(node, setting);
  return node.dependsOn.nodes.flatMap((id): Diagnostic[] => {
    const parent = manifest.sources.get(id) ?? manifest.nodes.get(id);
    if (parent === undefined || fileOf(parent, setting) === own || isEphemeral(parent)) return [];
    return [
      {
        code: 'TSDBT_VIEW_OTHER_FILE',
        severity: 'error',
        message: `The view ${node.name} reads ${id}, which lies in another database file: a view cannot.`,
        location: node.location,
        hint: 'Set materialized: table.',
        node: node.uniqueId,
      },
    ];
  });
}

function isEphemeral(node: ManifestNode | SourceNode): boolean {
  return node.resourceType === 'model' && node.config.materialized === 'ephemeral';
}

/** The schema in the database names the file. The main file has a name or none, and both are the same file. */
function fileOf(node: ManifestNode | SourceNode, { adapter, credentials }: CheckSetting): string {
  return adapter.relationName(relationOfNode(node), credentials).schema ?? 'main';
}
