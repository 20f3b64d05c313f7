/** Stages 1 to 4 in a row: from a located project to its manifest, ready for commands. */
import type { Adapter, AdapterTable } from './adapter/adapter.js';
import { type Diagnostic, hasErrors, type Outcome } from './diagnostics/diagnostic.js';
import { readMacroFolder, readProjectFiles } from './io/read-project-files.js';
import { buildManifest } from './manifest/build-manifest.js';
import type { Manifest } from './manifest/manifest.js';
import { parseProject } from './parse/parse-project.js';
import type { SourceFile } from './parse/source-file.js';
import type { InvocationFacts } from './project/invocation.js';
import type { LocatedProject, ProjectConfig, Target, VarLookup } from './project/project-config.js';
import type { UniqueId } from './resources/node.js';
import type { TemplateEnvironment } from './template/template.js';

/** A project that commands can work with. Nothing in it changes; a new snapshot is loaded anew. */
export interface Project {
  readonly config: ProjectConfig;
  readonly target: Target;
  readonly adapter: Adapter;
  readonly manifest: Manifest;
  readonly environment: TemplateEnvironment;
  readonly vars: VarLookup;
  readonly invocation: InvocationFacts;
  /** The node that stands for the SQL given with `inlineSql`. */
  readonly inlineId: UniqueId | null;
}

export interface LoadRequest {
  readonly located: LocatedProject;
  readonly invocation: InvocationFacts;
  readonly adapters: AdapterTable;
  /** SQL to compile or show that stands in no file. */
  readonly inlineSql: string | null;
}

/** The package that built-in macros belong to, as in dbt. */
const INTERNAL_PACKAGE = 'dbt';

/** The macros that all databases share lie beside the folder of each adapter. */
const COMMON_MACROS = '../../common/macros/';

/** The name that dbt gives to inline SQL. */
const INLINE_NAME = 'inline_query';

/** Reads, parses and resolves everything. The project is null when an error leaves nothing to work with. */
export async function loadProject(request: LoadRequest): Promise<Outcome<Project | null>> {
  const { config, target } = request.located;
  const adapter = await request.adapters[target.credentials.type].load();
  const read = await Promise.all([
    readMacroFolder(new URL(COMMON_MACROS, adapter.macroFolder), INTERNAL_PACKAGE),
    readMacroFolder(adapter.macroFolder, INTERNAL_PACKAGE),
    readProjectFiles(config),
  ]);
  const diagnostics: Diagnostic[] = read.flatMap((outcome) => outcome.diagnostics);
  const inline = request.inlineSql === null ? [] : [inlineFile(request.inlineSql, config)];
  const files = [...read.flatMap((outcome) => outcome.value), ...inline];
  const parsed = parseProject(files, { config, target, adapter, invocation: request.invocation });
  diagnostics.push(...parsed.diagnostics);
  const { value: manifest, diagnostics: found } = buildManifest(parsed.value);
  diagnostics.push(...found);
  const { environment, vars } = parsed.value;
  const inlineId = request.inlineSql === null ? null : `analysis.${config.name}.${INLINE_NAME}`;
  const project = { config, target, adapter, manifest, environment, vars, invocation: request.invocation, inlineId };
  return { value: hasErrors(diagnostics) ? null : project, diagnostics };
}

/** Inline SQL is an analysis that stands in no file: it may refer to everything, and nothing refers to it. */
function inlineFile(text: string, config: ProjectConfig): SourceFile {
  return {
    kind: 'analysis',
    packageName: config.name,
    path: `${INLINE_NAME}.sql`,
    searchPath: `${INLINE_NAME}.sql`,
    absolutePath: `${config.root}/${INLINE_NAME}.sql`,
    text,
    hash: '',
    size: text.length,
  };
}
