/**
 * Validates an output of type sqlite: one file (`path`), or dbt-sqlite's several files (`schemas_and_paths`), and files
 * attached for reading. In: the output as data. Out: credentials with absolute paths, or null and every mistake.
 */
import { basename, dirname, extname, resolve } from 'node:path';
import type { Credentials, CredentialsContext } from '../../core/adapter/adapter.js';
import { hasErrors, type Outcome } from '../../core/diagnostics/diagnostic.js';
import type { Json, JsonObject } from '../../core/resources/json.js';
import { type ProfileFields, profileFields } from '../common/profile-fields.js';
import type { AttachedFile } from './driver/protocol.js';
import { type SqliteSettings, settingsAsJson } from './settings.js';

const knownKeys = [
  'type',
  'path',
  'database',
  'schema',
  'threads',
  'busy_timeout',
  'attach',
  'schemas_and_paths',
  'schema_directory',
  'extensions',
];

/** Reads one output of profiles.yml. */
export function readCredentials(output: JsonObject, context: CredentialsContext): Outcome<Credentials | null> {
  const fields = profileFields(output, context);
  const absolute = (path: string): string => resolve(context.projectDir, path);
  const files = fields.has('schemas_and_paths') ? severalFiles(fields, absolute) : oneFile(fields, context, absolute);
  const settings: SqliteSettings = {
    ...files,
    busyTimeout: fields.whole('busy_timeout', { min: 0, max: 86_400 }) ?? 10,
    foreignFiles: readAttach(output.attach ?? null, fields).map(({ schema, path }) => ({
      schema,
      path: absolute(path),
    })),
    extensions: (fields.textList('extensions') ?? []).map(absolute),
  };
  checkSchemas(fields, settings);
  const schema = fields.text('schema') ?? 'main';
  const database = fields.text('database') ?? 'main';
  const threads = fields.whole('threads', { min: 1, max: 1000 }) ?? 1;
  fields.warnUnknown(knownKeys);
  const { diagnostics } = fields;
  if (hasErrors(diagnostics)) return { value: null, diagnostics };
  return { value: credentialsOf(settings, { schema, database, threads }), diagnostics };
}

/** Other files; libraries that the driver loads are those of the profile alone. */
export function credentialsAt({ publicFields }: Credentials, fields: JsonObject): Credentials | null {
  const { path, schemas_and_paths: paths, schema_directory: directory, attach, database, schema } = fields;
  const files = paths === undefined ? { path } : { schemas_and_paths: paths, schema_directory: directory };
  const { threads, busy_timeout: busyTimeout, extensions } = publicFields;
  const output = { type: 'sqlite', ...files, attach, database, schema, threads, busy_timeout: busyTimeout, extensions };
  const given = Object.fromEntries(Object.entries(output).filter(([, value]) => value !== undefined));
  const locate = () => ({ file: 'tsdbt_run.json', line: 1, column: 1 });
  return readCredentials(given, { projectDir: '/', projectName: '', locate }).value;
}

type Files = Pick<SqliteSettings, 'file' | 'ownFiles' | 'schemaDirectory'>;

function oneFile(fields: ProfileFields, context: CredentialsContext, absolute: (path: string) => string): Files {
  const path = fields.text('path') ?? `${context.projectName}.sqlite`;
  checkPath(fields, 'path', path);
  if (fields.has('schema_directory')) {
    fields.fail('schema_directory', '`schema_directory` belongs to several files: it needs `schemas_and_paths`.');
  }
  return { file: absolute(path), ownFiles: [], schemaDirectory: null };
}

function severalFiles(fields: ProfileFields, absolute: (path: string) => string): Files {
  if (fields.has('path')) fields.fail('path', '`path` and `schemas_and_paths` exclude each other; keep one of them.');
  const paths = Object.entries(fields.textMap('schemas_and_paths') ?? {});
  for (const [, path] of paths) checkPath(fields, 'schemas_and_paths', path);
  const main = paths.find(([schema]) => schema === 'main')?.[1];
  if (main === undefined) {
    fields.fail('schemas_and_paths', 'One of the schemas in `schemas_and_paths` must be called `main`.');
  }
  const file = absolute(main ?? '');
  const ownFiles = paths
    .filter(([schema]) => schema !== 'main')
    .map(([schema, path]) => ({ schema, path: absolute(path) }));
  const directory = fields.text('schema_directory');
  return { file, ownFiles, schemaDirectory: directory === null ? dirname(file) : absolute(directory) };
}

function checkPath(fields: ProfileFields, key: string, path: string): void {
  if (path === '' || path === ':memory:' || path.startsWith('file:')) {
    fields.fail(
      key,
      `\`${key}\` is "${path}", but several processes share the database, so it must be a file.`,
      'Name a file, for example `path: warehouse.sqlite`.',
    );
  }
}

const attachForms = '`attach` must be a mapping of names to paths, or a list of `{path, alias}`';

/** `{alias: path}`, or a list of paths or `{path, alias}`; `schema` is another word for alias. */
function readAttach(attach: Json, fields: ProfileFields): readonly AttachedFile[] {
  if (attach === null) return [];
  if (Array.isArray(attach)) return (attach as readonly Json[]).flatMap((entry) => readAttachEntry(entry, fields));
  return Object.entries(fields.textMap('attach') ?? {}).map(([schema, path]) => ({ schema, path }));
}

function readAttachEntry(entry: Json, fields: ProfileFields): readonly AttachedFile[] {
  const { path, alias, schema, ...rest } = typeof entry === 'string' ? { path: entry } : ((entry ?? {}) as JsonObject);
  const name = alias ?? schema ?? (typeof path === 'string' ? basename(path, extname(path)) : null);
  if (typeof path !== 'string' || typeof name !== 'string' || Object.keys(rest).length > 0) {
    fields.fail('attach', `${attachForms}; one entry is neither.`);
    return [];
  }
  return [{ schema: name, path }];
}

/** Each schema is one file, and SQLite compares their names without case. */
function checkSchemas(fields: ProfileFields, { ownFiles, foreignFiles }: SqliteSettings): void {
  const taken = new Set(['main', 'temp']);
  const check = (key: string, files: readonly AttachedFile[]): void => {
    for (const { schema } of files) {
      if (taken.has(schema.toLowerCase()))
        fields.fail(key, `The schema name \`${schema}\` in \`${key}\` is already taken.`);
      taken.add(schema.toLowerCase());
    }
  };
  check('schemas_and_paths', ownFiles);
  check('attach', foreignFiles);
}

/** The process that works on the file may be killed by the system; what it had not committed is gone then. */
const RETRIES = 1;

function credentialsOf(
  settings: SqliteSettings,
  { schema, database, threads }: { readonly schema: string; readonly database: string; readonly threads: number },
): Credentials {
  const { file, ownFiles, foreignFiles, schemaDirectory, busyTimeout, extensions } = settings;
  const asMap = (files: readonly AttachedFile[]): JsonObject =>
    Object.fromEntries(files.map((each) => [each.schema, each.path]));
  return {
    type: 'sqlite',
    database,
    schema,
    threads,
    retries: RETRIES,
    publicFields: {
      type: 'sqlite',
      path: file,
      database,
      schema,
      threads,
      busy_timeout: busyTimeout,
      extensions,
      attach: asMap(foreignFiles),
      ...(schemaDirectory === null
        ? {}
        : { schemas_and_paths: { main: file, ...asMap(ownFiles) }, schema_directory: schemaDirectory }),
    },
    secrets: [],
    describe: file,
    files: [file, ...ownFiles.map(({ path }) => path), ...foreignFiles.map(({ path }) => path)],
    settings: settingsAsJson(settings),
  };
}
