/** Where a relation of the project stands in SQLite: schemas are files, and in one-file mode there are none but the attached sources. */
import type { Credentials } from '../../core/adapter/adapter.js';
import type { RelationName } from '../../core/resources/relation.js';
import { sqliteSettings } from './settings.js';

/** Leaves out the database, and in one-file mode every schema that is not an attached file. */
export function relationName({ schema, identifier }: RelationName, credentials: Credentials): RelationName {
  const { schemaDirectory, foreignFiles } = sqliteSettings(credentials);
  const key = schema?.toLowerCase();
  const isFile = schemaDirectory !== null || foreignFiles.some((file) => file.schema.toLowerCase() === key);
  return { database: null, schema: isFile ? schema : null, identifier };
}
