/** The validated settings of a SQLite output, as they travel in `Credentials.settings`. Written by credentials.ts, read by driver.ts. */
import type { Credentials } from '../../core/adapter/adapter.js';
import type { JsonObject } from '../../core/resources/json.js';
import type { AttachedFile } from './driver/protocol.js';

export interface SqliteSettings {
  /** The file that is `main`, absolute like all other paths. */
  readonly file: string;
  /** Seconds to wait for another process's lock. */
  readonly busyTimeout: number;
  /** Files of `schemas_and_paths`, main left out. */
  readonly ownFiles: readonly AttachedFile[];
  /** Files of `attach`, for reading only. */
  readonly foreignFiles: readonly AttachedFile[];
  /** Where new schemas get their file; null in one-file mode, where there are no schemas. */
  readonly schemaDirectory: string | null;
  readonly extensions: readonly string[];
}

/** The settings of credentials that this adapter has read. */
export function sqliteSettings(credentials: Credentials): SqliteSettings {
  return credentials.settings as unknown as SqliteSettings;
}

/** Settings as the plain data that credentials carry. */
export function settingsAsJson(settings: SqliteSettings): JsonObject {
  return settings as unknown as JsonObject;
}
