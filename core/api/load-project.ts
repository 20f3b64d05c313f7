/**
 * Stages 1 to 4 in a row: from a located project to its manifest, ready for commands; or, of a project that could not be
 * located without errors, the mistakes of its other files.
 */
import type { Adapter, AdapterTable } from '../adapter/adapter.js';
import type { KeptArtifacts } from '../artifacts/kept-artifacts.js';
import type { ResourceTexts } from '../artifacts/manifest/resource-texts.js';
import { type Diagnostic, hasErrors, type Outcome } from '../diagnostics/diagnostic.js';
import type { EventSink } from '../execute/events.js';
import type { FileReading } from '../io/files/file-memory.js';
import { readMacroFolder, readProjectFiles } from '../io/read-project-files.js';
import { readSelectorsFile } from '../io/read-selectors-file.js';
import { shownPath } from '../io/read-text.js';
import { buildManifest } from '../manifest/build-manifest.js';
import type { Manifest } from '../manifest/manifest.js';
import type { ManifestMemory } from '../manifest/manifest-memory.js';
import { INTERNAL_PACKAGE } from '../parse/internal-package.js';
import type { ParseOptions } from '../parse/parse-options.js';
import { parseProject } from '../parse/parse-project.js';
import type { ParseStore } from '../parse/reuse/parse-store.js';
import type { SourceFile } from '../parse/source-file.js';
import type { InvocationFacts } from '../project/invocation.js';
import type { LocatedProject, ProjectConfig, ReadableProject, Target, VarLookup } from '../project/project-config.js';
import { createVars } from '../project/vars.js';
import type { UniqueId } from '../resources/node.js';
import type { SelectorTable } from '../select/expression.js';
import type { RecipeKeeper } from '../state/reuse/remembered-recipes.js';
import type { TemplateEnvironment } from '../template/template.js';
import { contextSink } from './context-sink.js';
import { isFollowUp } from './is-follow-up.js';
import { countResources, type ResourceCounts } from './resource-counts.js';

/** A project that commands can work with. Nothing in it changes; a new snapshot is loaded anew. */
export interface Project {
  readonly config: ProjectConfig;
  readonly target: Target;
  readonly adapter: Adapter;
  readonly manifest: Manifest;
  readonly environment: TemplateEnvironment;
  readonly vars: VarLookup;
  readonly invocation: InvocationFacts;
  /** The definitions of selectors.yml. */
  readonly selectors: SelectorTable;
  /** The node that stands for the SQL given with `inlineSql`. */
  readonly inlineId: UniqueId | null;
  readonly counts: ResourceCounts;
  /** Texts of manifest.json that earlier loads have left. */
  readonly texts?: ResourceTexts;
  /** Artifacts that an earlier process has left, and whoever writes new ones tells of. */
  readonly artifacts?: KeptArtifacts;
  /** Keeps recipes for the next process. */
  readonly recipes?: RecipeKeeper;
  /** Takes into memory what lies on the disk of it, for a command that may last longer than what lies there. */
  readonly hold?: () => void;
}

export interface LoadRequest extends ReadRequest {
  readonly located: LocatedProject;
}

interface ReadRequest {
  readonly invocation: InvocationFacts;
  readonly adapters: AdapterTable;
  /** SQL to compile or show that stands in no file. */
  readonly inlineSql: string | null;
  /** Hears what templates log and print while they are parsed. */
  readonly sink: EventSink;
}

/** The macros that all databases share lie beside the folder of each adapter. */
const COMMON_MACROS = '../../common/macros/';

/** What an earlier load has left for this one. */
export interface Remains {
  readonly reading?: FileReading;
  readonly store?: ParseStore;
  readonly memory?: ManifestMemory;
  readonly internalMacros?: (adapter: Adapter) => Promise<Outcome<readonly SourceFile[]>>;
  readonly texts?: ResourceTexts;
  /** What an earlier process has made of the project as a whole; null when anything of it has changed. `instead` makes it anew. */
  readonly recall?: (options: ParseOptions, instead: () => Manifest) => RecalledProject | null;
  readonly recipes?: RecipeKeeper;
  /** Told what came of the project, when nothing is wrong with it. */
  readonly onParsed?: (options: ParseOptions, found: RecalledProject) => KeptArtifacts | null;
}

/** A project of which is known what comes of it, before it is parsed. */
export interface RecalledProject {
  /** What is said of it. */
  readonly diagnostics: readonly Diagnostic[];
  readonly counts: ResourceCounts;
  readonly artifacts: KeptArtifacts | null;
  /** What stages 2 to 4 would give, when that is known too. */
  readonly built?: Pick<Project, 'manifest' | 'environment' | 'hold'> | null;
}

/** Reads, parses and resolves everything. The project is null when an error leaves nothing to work with. */
export async function loadProject(request: LoadRequest, remains: Remains = {}): Promise<Outcome<Project | null>> {
  const { located, invocation, inlineSql } = request;
  const read = await readFiles(located, request, remains);
  const parsed = parseOnce(read.options, remains);
  const recalled = inlineSql === null ? (remains.recall?.(read.options, () => parsed().manifest) ?? null) : null;
  const said = recalled ?? foundIn(parsed());
  const diagnostics = [...read.diagnostics, ...said.diagnostics];
  if (hasErrors(diagnostics)) return { value: null, diagnostics };
  const artifacts = recalled === null ? remains.onParsed?.(read.options, said) : recalled.artifacts;
  const project: Project = {
    ...{ ...located, adapter: read.options.adapter, vars: read.options.vars, invocation, selectors: read.selectors },
    ...(remains.texts === undefined ? {} : { texts: remains.texts }),
    ...(remains.recipes === undefined ? {} : { recipes: remains.recipes }),
    ...(recalled?.built?.hold === undefined ? {} : { hold: recalled.built.hold }),
    ...(artifacts === undefined || artifacts === null ? {} : { artifacts }),
    counts: said.counts,
    inlineId: inlineSql === null ? null : inlineIdOf(parsed().manifest),
    get manifest() {
      return (recalled?.built ?? parsed()).manifest;
    },
    get environment() {
      return (recalled?.built ?? parsed()).environment;
    },
  };
  return { value: project, diagnostics };
}

function foundIn({ diagnostics, manifest }: BuiltProject): RecalledProject {
  return { diagnostics, counts: countResources(manifest), artifacts: null };
}

/** What stages 2 to 4 give, and no more: the files and the nodes as they were parsed need not be kept. */
interface BuiltProject extends Pick<Project, 'manifest' | 'environment'> {
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses at the first call. */
function parseOnce(options: ParseOptions, remains: Remains): () => BuiltProject {
  let given: readonly [ParseOptions, Remains] | null = [options, remains];
  let made: BuiltProject | null = null;
  return () => {
    made ??= parseAgainIfOutdated(...(given as readonly [ParseOptions, Remains]));
    given = null;
    return made;
  };
}

function parseAgainIfOutdated(options: ParseOptions, remains: Remains): BuiltProject {
  const found = parseFiles(options, remains);
  return remains.reading?.isOutdated() === true ? parseFiles(options, {}) : found;
}

export interface MistakesRequest extends ReadRequest {
  readonly readable: ReadableProject;
}

/** Everything that is to be said of the files of a project whose configuration is wrong, but what follows from that. */
export async function findMistakes(request: MistakesRequest, remains: Remains = {}): Promise<readonly Diagnostic[]> {
  const { readable } = request;
  const { options, ...read } = await readFiles(readable, request, remains);
  const diagnostics = [...read.diagnostics, ...foundIn(parseFiles(options, remains)).diagnostics];
  const texts = new Map(
    options.files.map(({ absolutePath, text }) => [shownPath(readable.config.root, absolutePath), text]),
  );
  return diagnostics.filter((diagnostic) => !isFollowUp(diagnostic, readable, (file) => texts.get(file) ?? ''));
}

/** The macros that come with tsdbt for a database: those of all databases, then its own. */
export async function readInternalMacros(
  { macroFolder }: Adapter,
  reading?: FileReading,
): Promise<Outcome<readonly SourceFile[]>> {
  const common = await readMacroFolder(new URL(COMMON_MACROS, macroFolder), INTERNAL_PACKAGE, reading);
  const own = await readMacroFolder(macroFolder, INTERNAL_PACKAGE, reading);
  return { value: [...common.value, ...own.value], diagnostics: [...common.diagnostics, ...own.diagnostics] };
}

/** Stage 1: what parsing works with. */
async function readFiles({ config, target }: LocatedProject, request: ReadRequest, remains: Remains) {
  const { invocation, inlineSql } = request;
  const adapter = await request.adapters[target.credentials.type].load();
  const sink = contextSink(request.sink);
  const [internal, files, selectors] = await Promise.all([
    (remains.internalMacros ?? readInternalMacros)(adapter),
    readProjectFiles(config, remains.reading),
    readSelectorsFile({ config, target }, { invocation, sink }),
  ]);
  const options: ParseOptions = {
    ...{ config, target, adapter, invocation, inlineSql },
    files: files.value,
    internalMacros: internal.value,
    vars: createVars(config),
    sink,
  };
  const diagnostics = [internal, selectors, files].flatMap((outcome) => outcome.diagnostics);
  return { options, selectors: selectors.value, diagnostics };
}

/** Stages 2 to 4. */
function parseFiles(options: ParseOptions, { store, memory }: Remains): BuiltProject {
  const parsed = parseProject(store === undefined ? options : { ...options, store });
  const built = buildManifest(parsed.value, memory);
  const diagnostics = [...parsed.diagnostics, ...built.diagnostics];
  return { manifest: built.value, environment: parsed.value.environment, diagnostics };
}

function inlineIdOf({ nodes }: Manifest): UniqueId | null {
  return [...nodes.keys()].find((id) => id.startsWith('sql_operation.')) ?? null;
}
