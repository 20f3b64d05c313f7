/** The SQLite adapter as a value. Importing it loads no driver. */
import type { Adapter } from '../../core/adapter/adapter.js';
import { packageFolder } from '../common/package-root.js';
import { classifyError } from './classify-error.js';
import { sqliteColumnTypes } from './column-types.js';
import { credentialsAt, readCredentials } from './credentials.js';
import { sqliteDialect } from './dialect.js';
import { sqliteIntrospector } from './introspector.js';
import { argumentCounts } from './registered-functions.js';
import { relationName } from './relation-name.js';
import { sqliteValueForms } from './value-forms.js';

export const sqliteAdapter: Adapter = {
  type: 'sqlite',
  macroPrefixes: ['sqlite', 'default'],
  macroFolder: packageFolder('adapters/sqlite/macros/'),
  capabilities: {
    schemas: true,
    transactionalDdl: true,
    createOrReplaceView: false,
    dependentsFollowIdentity: false,
    viewsAcrossSchemas: false,
    indexNamesPerTable: false,
    concurrentWriters: false,
    unloggedTables: false,
    filteredAggregates: true,
    showsBlocks: false,
    identifierBytes: null,
  },
  dialect: sqliteDialect,
  columnTypes: sqliteColumnTypes,
  valueForms: sqliteValueForms,
  relationName,
  registeredFunctions: Object.keys(argumentCounts),
  introspector: sqliteIntrospector,
  readCredentials,
  credentialsAt,
  open: async (credentials, options) => (await import('./driver/driver.js')).openDatabase(credentials, options),
  classifyError,
};
