/**
 * Validates an output of type postgres, with dbt-postgres' keys and defaults. In: the output as data. Out: credentials,
 * or null and every mistake. The password reaches `settings` and `secrets` only.
 */
import type { Credentials, CredentialsContext } from '../../core/adapter/adapter.js';
import { hasErrors, type Outcome } from '../../core/diagnostics/diagnostic.js';
import type { JsonObject } from '../../core/resources/json.js';
import { type ProfileFields, profileFields } from '../common/profile-fields.js';
import { type PostgresSettings, postgresSettings, type SslMode, sslModes } from './settings.js';

const knownKeys = [
  'type',
  'host',
  'user',
  'port',
  'password',
  'pass',
  'dbname',
  'database',
  'schema',
  'threads',
  'connect_timeout',
  'retries',
  'role',
  'search_path',
  'keepalives_idle',
  'sslmode',
  'sslcert',
  'sslkey',
  'sslrootcert',
  'application_name',
  'autocommit',
  'client_encoding',
];

/** Seconds and counts beyond this are mistakes. */
const LARGE = 86_400;

/** Reads one output of profiles.yml. */
export function readCredentials(output: JsonObject, context: CredentialsContext): Outcome<Credentials | null> {
  const fields = profileFields(output, context);
  const settings = readSettings(fields);
  fields.require('schema', 'analytics');
  const schema = fields.text('schema') ?? '';
  const threads = fields.whole('threads', { min: 1, max: 1000 }) ?? 4;
  fields.flag('autocommit');
  checkEncoding(fields);
  fields.warnUnknown(knownKeys);
  if (hasErrors(fields.diagnostics)) return { value: null, diagnostics: fields.diagnostics };
  return { value: credentialsOf(settings, schema, threads), diagnostics: fields.diagnostics };
}

/** The same login for another database of the same server. */
export function credentialsAt(credentials: Credentials, fields: JsonObject): Credentials | null {
  const settings = postgresSettings(credentials);
  const { host, port, dbname: database, schema } = fields;
  if (host !== settings.host || Number(port) !== settings.port) return null;
  if (typeof database !== 'string' || typeof schema !== 'string') return null;
  return credentialsOf({ ...settings, database }, schema, credentials.threads);
}

function readSettings(fields: ProfileFields): PostgresSettings {
  const databaseKey = fields.firstOf(['dbname', 'database']);
  const passwordKey = fields.firstOf(['password', 'pass']);
  fields.require('host', 'localhost');
  fields.require('user', 'etl');
  fields.require(databaseKey, 'analytics');
  return {
    host: fields.text('host') ?? '',
    port: fields.whole('port', { min: 1, max: 65_535 }) ?? 5432,
    user: fields.text('user') ?? '',
    password: fields.text(passwordKey),
    database: fields.text(databaseKey) ?? '',
    connectTimeout: fields.whole('connect_timeout', { min: 0, max: LARGE }) ?? 10,
    retries: fields.whole('retries', { min: 0, max: 100 }) ?? 1,
    role: emptyAsNull(fields.text('role')),
    searchPath: emptyAsNull(fields.text('search_path')),
    keepalivesIdle: fields.whole('keepalives_idle', { min: 0, max: LARGE }) ?? 0,
    sslMode: (fields.choice('sslmode', sslModes) ?? 'prefer') as SslMode,
    sslCert: fields.text('sslcert'),
    sslKey: fields.text('sslkey'),
    sslRootCert: fields.text('sslrootcert'),
    applicationName: emptyAsNull(fields.text('application_name')),
  };
}

function emptyAsNull(text: string | null): string | null {
  return text === '' ? null : text;
}

function checkEncoding(fields: ProfileFields): void {
  const encoding = fields.text('client_encoding');
  if (encoding !== null && !/^utf-?8$/i.test(encoding)) {
    fields.fail('client_encoding', `\`client_encoding\` is "${encoding}", but tsdbt always speaks UTF8 with Postgres.`);
  }
}

/** `target.*` as dbt-postgres shows it: connection keys, no password. */
function credentialsOf(settings: PostgresSettings, schema: string, threads: number): Credentials {
  return {
    type: 'postgres',
    database: settings.database,
    schema,
    threads,
    retries: settings.retries,
    publicFields: {
      type: 'postgres',
      host: settings.host,
      port: settings.port,
      user: settings.user,
      database: settings.database,
      dbname: settings.database,
      schema,
      threads,
      connect_timeout: settings.connectTimeout,
      role: settings.role,
      search_path: settings.searchPath,
      keepalives_idle: settings.keepalivesIdle,
      sslmode: settings.sslMode,
      sslcert: settings.sslCert,
      sslkey: settings.sslKey,
      sslrootcert: settings.sslRootCert,
      application_name: settings.applicationName ?? 'tsdbt',
      retries: settings.retries,
    },
    secrets: settings.password === null || settings.password === '' ? [] : [settings.password],
    describe: `${settings.host}:${settings.port}/${settings.database} as ${settings.user}`,
    files: [],
    settings,
  };
}
