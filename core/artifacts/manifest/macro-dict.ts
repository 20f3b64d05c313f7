/** Macros and docs blocks as dbt's manifest v12 writes them. Pure. */
import type { JsonObject } from '../../resources/json.js';
import type { DocBlock, MacroResource } from '../../resources/node.js';

/** Gives the dict of a macro, keys in dbt's order. */
export function macroDict(macro: MacroResource): JsonObject {
  const docs = { show: macro.docs.show, node_color: macro.docs.nodeColor };
  return {
    name: macro.name,
    resource_type: 'macro',
    package_name: macro.packageName,
    path: macro.path,
    original_file_path: macro.originalFilePath,
    unique_id: macro.uniqueId,
    macro_sql: macro.macroSql,
    depends_on: { macros: macro.dependsOn.macros },
    description: macro.description,
    meta: macro.meta,
    docs,
    config: { meta: macro.meta, docs },
    patch_path: macro.patchPath,
    arguments: macro.arguments.map((argument) => ({ ...argument })),
    supported_languages: macro.name.startsWith('materialization_') ? ['sql'] : null,
  };
}

/** Gives the dict of a docs block. */
export function docDict(doc: DocBlock): JsonObject {
  return {
    name: doc.name,
    resource_type: 'doc',
    package_name: doc.packageName,
    path: doc.path,
    original_file_path: doc.originalFilePath,
    unique_id: doc.uniqueId,
    block_contents: doc.contents,
  };
}
