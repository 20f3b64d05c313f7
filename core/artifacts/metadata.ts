/** What every artifact of dbt's shape says of the invocation that wrote it. Pure. */
import type { JsonObject } from '../resources/json.js';

/** Facts of the invocation that wrote the artifact. */
export interface ArtifactMetadata {
  /** The version of dbt whose artifacts these are shaped after. */
  readonly dbtVersion: string;
  readonly toolVersion: string;
  /** ISO 8601, UTC, microseconds. */
  readonly generatedAt: string;
  readonly invocationId: string;
  readonly invocationStartedAt: string;
  /** `DBT_ENV_CUSTOM_ENV_*`, names without the prefix. */
  readonly env: Readonly<Record<string, string>>;
}

/** The fields that all artifacts share. */
export function metadataDict(schema: string, metadata: ArtifactMetadata): JsonObject {
  return {
    dbt_schema_version: schema,
    dbt_version: metadata.dbtVersion,
    tsdbt_version: metadata.toolVersion,
    generated_at: metadata.generatedAt,
    invocation_id: metadata.invocationId,
    invocation_started_at: metadata.invocationStartedAt,
    env: metadata.env,
  };
}
