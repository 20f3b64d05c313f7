/** The Postgres adapter as a value. Importing it loads no driver. */
import type { Adapter } from '../../core/adapter/adapter.js';
import { packageFolder } from '../common/package-root.js';
import { postgresIntrospector } from './catalog/introspector.js';
import { classifyError } from './classify-error.js';
import { credentialsAt, readCredentials } from './credentials.js';
import { postgresDialect } from './dialect.js';
import { postgresColumnTypes } from './types/column-types.js';
import { postgresValueForms } from './types/value-forms.js';

export const postgresAdapter: Adapter = {
  type: 'postgres',
  macroPrefixes: ['postgres', 'default'],
  macroFolder: packageFolder('adapters/postgres/macros/'),
  capabilities: {
    schemas: true,
    transactionalDdl: true,
    createOrReplaceView: true,
    dependentsFollowIdentity: true,
    viewsAcrossSchemas: true,
    indexNamesPerTable: false,
    concurrentWriters: true,
    unloggedTables: true,
    filteredAggregates: true,
    showsBlocks: true,
    identifierBytes: 63,
  },
  dialect: postgresDialect,
  columnTypes: postgresColumnTypes,
  valueForms: postgresValueForms,
  relationName: (name) => name,
  registeredFunctions: [],
  introspector: postgresIntrospector,
  readCredentials,
  credentialsAt,
  open: async (credentials, options) => (await import('./driver.js')).openDatabase(credentials, options),
  classifyError,
};
