/** `node_info` of dbt's structured events. */
import type { GraphNode, JsonObject, NodeResult } from '../../../core/index.js';

/** The node as dbt's JSON log describes it; `result` is null while it runs. */
export function nodeInfo(node: GraphNode, result: NodeResult | null): JsonObject {
  const isSource = node.resourceType === 'source';
  const isExposure = node.resourceType === 'exposure';
  return {
    unique_id: node.uniqueId,
    resource_type: node.resourceType,
    node_name: node.name,
    node_path: node.path,
    materialized: String(node.config.materialized ?? node.resourceType),
    node_status: result === null ? 'started' : result.status,
    node_started_at: result?.timing[0]?.startedAt ?? '',
    node_finished_at: result?.timing.at(-1)?.completedAt ?? '',
    meta: node.meta,
    node_checksum: isSource || isExposure ? '' : node.checksum.checksum,
    node_relation: isExposure
      ? {}
      : {
          database: node.database ?? '',
          schema: node.schema,
          alias: isSource ? node.identifier : node.alias,
          relation_name: node.relationName ?? '',
        },
  };
}
