/** Whole projects in memory: texts by path, parsed and resolved with the real stages 2 to 4, on Postgres' spelling. */
import { createHash } from 'node:crypto';
import { postgresAdapter } from '../../adapters/postgres/index.js';
import { sqliteAdapter } from '../../adapters/sqlite/index.js';
import type { Adapter, Credentials } from '../../core/adapter/adapter.js';
import type { Diagnostic } from '../../core/diagnostics/diagnostic.js';
import { buildManifest } from '../../core/manifest/build-manifest.js';
import type { Manifest } from '../../core/manifest/manifest.js';
import { createManifestMemory, type ManifestMemory } from '../../core/manifest/manifest-memory.js';
import { parseProject } from '../../core/parse/parse-project.js';
import type { ParsedProject } from '../../core/parse/parsed-project.js';
import { type DurableName, isSameName } from '../../core/parse/reuse/durable/durable-names.js';
import { readShard, writeShard } from '../../core/parse/reuse/durable/shard-text.js';
import { createParseStore, type ParseStore } from '../../core/parse/reuse/parse-store.js';
import type { SourceFile, SourceFileKind } from '../../core/parse/source-file.js';
import { readPackageConfig } from '../../core/project/dbt-project/read-package-config.js';
import type { PackageConfig, ProjectConfig } from '../../core/project/project-config.js';
import { createVars } from '../../core/project/vars.js';
import { parseYaml } from '../../core/project/yaml/parse-yaml.js';
import type { Json, JsonObject } from '../../core/resources/json.js';

export type Files = Readonly<Record<string, string>>;

export interface InMemoryOptions {
  readonly adapter?: 'postgres' | 'sqlite';
  readonly vars?: JsonObject;
  readonly flags?: JsonObject;
  readonly env?: Readonly<Record<string, string>>;
  readonly inlineSql?: string;
  /** Files of the package `addon`, which is installed. */
  readonly addon?: Files;
  /** The built-in macros; as much as parsing calls when left out. */
  readonly internalMacros?: readonly SourceFile[];
  /** What earlier calls have left, for this one and later ones. */
  readonly remains?: InMemoryRemains;
}

/** What a snapshot loader keeps: parsed and resolved nodes, and files as long as their text stays. */
export interface InMemoryRemains {
  readonly store: ParseStore;
  readonly memory: ManifestMemory;
  readonly files: Map<string, SourceFile>;
}

export function createRemains(): InMemoryRemains {
  return { store: createParseStore({ digest, plain: null }), memory: createManifestMemory(), files: new Map() };
}

/** The same for another process: as text and back, with no object in common. */
export function throughText(remains: InMemoryRemains): InMemoryRemains {
  const content = remains.store.content();
  if (content === null) return createRemains();
  const { setting, outcomes, steps } = content;
  const read = readShard(writeShard(steps()));
  const find = (kind: string, of: DurableName) => read.find((step) => step.kind === kind && isSameName(step.of, of));
  const plain = { setting, outcomes: new Map(JSON.parse(JSON.stringify([...outcomes]))) as typeof outcomes, find };
  return { ...createRemains(), store: createParseStore({ digest, plain }) };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export interface InMemoryProject {
  readonly parsed: ParsedProject;
  readonly manifest: Manifest;
  readonly diagnostics: readonly Diagnostic[];
  /** What templates logged, printed and warned. */
  readonly said: readonly string[];
}

const ROOT = '/project';

/** Parses texts by path (`models/a.sql`, `dbt_project.yml`); the project's name is `shop`. */
export function parseInMemory(files: Files, options: InMemoryOptions = {}): InMemoryProject {
  const adapter = options.adapter === 'sqlite' ? sqliteAdapter : postgresAdapter;
  const addon = options.addon === undefined ? [] : [readConfig('addon', `${ROOT}/dbt_packages/addon`, options.addon)];
  const config = projectConfig(readConfig('shop', ROOT, files), addon, options.vars ?? {});
  const said: string[] = [];
  const { remains } = options;
  const keep = (file: SourceFile) => keptFile(file, remains);
  const parsed = parseProject({
    config,
    target: { profileName: 'p', targetName: 'dev', credentials: credentialsOf(adapter), profilesFile: null },
    adapter,
    files: [...sourceFiles(files, config), ...addon.flatMap((owner) => sourceFiles(options.addon ?? {}, owner))].map(
      keep,
    ),
    internalMacros: (
      options.internalMacros ?? [
        sourceFile('macros/built-in.sql', BUILT_IN, { name: 'dbt', root: '/built-in', kind: 'macro' }),
      ]
    ).map(keep),
    invocation: {
      id: '00000000-0000-4000-8000-000000000000',
      startedAt: '2026-01-01T00:00:00.000000Z',
      which: 'parse',
      flags: options.flags ?? {},
      args: {},
      env: options.env ?? {},
      toolVersion: '0.1.0',
    },
    vars: createVars(config),
    sink: {
      log: (message) => void said.push(`log ${message}`),
      print: (message) => void said.push(`print ${message}`),
      warn: (message) => void said.push(`warn ${message}`),
    },
    ...(options.inlineSql === undefined ? {} : { inlineSql: options.inlineSql }),
    ...(remains === undefined ? {} : { store: remains.store }),
  });
  const built = buildManifest(parsed.value, remains?.memory);
  const diagnostics = [...parsed.diagnostics, ...built.diagnostics];
  return { parsed: parsed.value, manifest: built.value, diagnostics, said };
}

/** The file of the time before when nothing of it differs, as `core/io` gives it. */
function keptFile(file: SourceFile, remains: InMemoryRemains | undefined): SourceFile {
  if (remains === undefined) return file;
  const known = remains.files.get(file.absolutePath);
  if (known?.hash === file.hash) return known;
  remains.files.set(file.absolutePath, file);
  return file;
}

function readConfig(name: string, root: string, files: Files): PackageConfig {
  const document = parseYaml(files['dbt_project.yml'] ?? `name: ${name}\nversion: '1.0'\n`, 'dbt_project.yml').value;
  const read = readPackageConfig({ document, root, render: (text): Json => text });
  if (read.value === null) throw new Error(read.diagnostics.map((one) => one.message).join('\n'));
  return read.value.config;
}

function projectConfig(config: PackageConfig, packages: readonly PackageConfig[], cliVars: JsonObject): ProjectConfig {
  return {
    ...config,
    profileName: 'p',
    targetPath: 'target',
    logPath: 'logs',
    packagesInstallPath: 'dbt_packages',
    cleanTargets: ['target'],
    queryComment: undefined,
    flags: {},
    cliVars,
    packages,
  };
}

const OUTPUTS: Readonly<Record<string, JsonObject>> = {
  postgres: { type: 'postgres', host: 'h', port: 5432, user: 'u', password: 'secret', dbname: 'db', schema: 'main' },
  sqlite: { type: 'sqlite', path: 'shop.sqlite' },
};

function credentialsOf(adapter: Adapter): Credentials {
  const locate = () => ({ file: 'profiles.yml', line: 1, column: 1 });
  const read = adapter.readCredentials(OUTPUTS[adapter.type], { projectDir: ROOT, projectName: 'shop', locate });
  if (read.value === null) throw new Error(read.diagnostics.map((one) => one.message).join('\n'));
  return read.value;
}

function sourceFiles(files: Files, owner: PackageConfig): SourceFile[] {
  return Object.entries(files).flatMap(([path, text]) => {
    const kind = kindOf(path);
    return kind === null ? [] : [sourceFile(path, text, { name: owner.name, root: owner.root, kind })];
  });
}

function kindOf(path: string): SourceFileKind | null {
  if (path === 'dbt_project.yml') return null;
  if (/\.ya?ml$/.test(path)) return 'properties';
  if (path.endsWith('.md')) return 'docs';
  if (path.startsWith('tests/generic/')) return 'macro';
  const kinds: Readonly<Record<string, SourceFileKind>> = {
    models: 'model',
    seeds: 'seed',
    tests: 'test',
    analyses: 'analysis',
    macros: 'macro',
    snapshots: 'snapshot',
  };
  return kinds[path.split('/')[0]] ?? null;
}

interface Owner {
  readonly name: string;
  readonly root: string;
  readonly kind: SourceFileKind;
}

function sourceFile(path: string, text: string, { name, root, kind }: Owner): SourceFile {
  return {
    kind,
    packageName: name,
    path,
    searchPath: path.split('/').slice(1).join('/'),
    absolutePath: `${root}/${path}`,
    text: kind === 'seed' ? '' : text,
    hash: createHash('sha256').update(text.trim()).digest('hex'),
    contentKey: text,
    size: text.length,
  };
}

/** As much of the built-in macros as parsing calls. */
const BUILT_IN = `
{% macro generate_database_name(custom_database_name=none, node=none) -%}
  {{ target.database if custom_database_name is none else custom_database_name }}
{%- endmacro %}
{% macro generate_schema_name(custom_schema_name=none, node=none) -%}
  {%- if custom_schema_name is none -%} {{ target.schema }}
  {%- else -%} {{ target.schema }}_{{ custom_schema_name | trim }} {%- endif -%}
{%- endmacro %}
{% macro generate_alias_name(custom_alias_name=none, node=none) -%}
  {{ custom_alias_name if custom_alias_name else node.name }}
{%- endmacro %}
{% macro is_incremental() %}{{ return(execute and model.config.materialized == 'incremental') }}{% endmacro %}
{% macro get_where_subquery(relation) -%}
  {%- set where = config.get('where', '') -%}
  {%- if where -%} (select * from {{ relation }} where {{ where }}) dbt_subquery
  {%- else -%} {%- do return(relation) -%} {%- endif -%}
{%- endmacro %}
{% macro run_query(sql) %}{% if execute %}{% endif %}{% endmacro %}
{% test unique(model, column_name) %}select {{ column_name }} from {{ model }}{% endtest %}
{% test not_null(model, column_name) %}select {{ column_name }} from {{ model }}{% endtest %}
{% test accepted_values(model, column_name, values, quote=True) %}
  select {{ column_name }} from {{ model }} where x in ({% for value in values %}{{ value }}{% endfor %})
{% endtest %}
{% test relationships(model, column_name, to, field) %}
  select {{ column_name }} from {{ model }} join {{ to }}
{% endtest %}
`;
