/**
 * The resolved manifest as an earlier process has left it. It holds as long as nothing differs that any part of the project
 * depends on; models of which nothing has changed but their code are parsed anew beside it. In doubt there is none.
 */
import { randomBytes } from 'node:crypto';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { Scrubber } from '../../diagnostics/scrub.js';
import type { CacheFolder } from '../../io/parse-cache/cache-folder.js';
import { finishModel } from '../../manifest/finish-node.js';
import { type ManifestHead, readManifest, writeManifest } from '../../manifest/kept/manifest-text.js';
import type { Manifest } from '../../manifest/manifest.js';
import { displayPath } from '../../parse/nodes/display-path.js';
import { createModelParser, type ModelParser } from '../../parse/parse-edited-models.js';
import { parseEnvironment } from '../../parse/parse-environment.js';
import type { ParseOptions } from '../../parse/parse-options.js';
import { plainText } from '../../parse/reuse/look-ups.js';
import type { SourceFile } from '../../parse/source-file.js';
import { isEphemeral } from '../../plan/node-settings.js';
import type { ModelNode, UniqueId } from '../../resources/node.js';
import { lazyEnvironment } from '../../template/lazy-environment.js';
import type { TemplateEnvironment } from '../../template/template.js';
import type { ResourceCounts } from '../resource-counts.js';
import { type AmendedModel, isModel, MOST_EDITS, mayTellOf, modelId } from './amend-whole.js';
import type { RecipeGround } from './kept-recipes.js';
import { haveSameOutcomes, outsideLookUps, settingHash, type WholeProject } from './whole-project.js';

/** What is kept beside the chunks. Of what may hold secrets only digests. */
interface KeptManifest extends Pick<WholeProject, 'program' | 'salt' | 'lookUps' | 'diagnostics' | 'counts'> {
  /** Digest of the configuration, the target, all vars and the names of all files. */
  readonly setting: string;
  /** What each file holds, by their order. */
  readonly contents: readonly string[];
  readonly head: ManifestHead;
  readonly chunks: readonly string[];
  /** No other manifest that is kept has it. */
  readonly name: string;
}

/** What a kept manifest gives. */
export interface StandingManifest {
  readonly diagnostics: readonly Diagnostic[];
  readonly counts: ResourceCounts;
  readonly manifest: Manifest;
  readonly environment: TemplateEnvironment;
  /** Models that are other ones than were kept. */
  readonly edited: ReadonlyMap<UniqueId, AmendedModel>;
  /** Null where an edit may change the recipes of other nodes. */
  readonly ground: RecipeGround | null;
  /** Takes into memory what nobody has asked for yet. */
  readonly hold: () => void;
}

export interface KeptManifestOptions {
  readonly folder: CacheFolder;
  readonly program: string;
  readonly note: (message: string) => void;
}

/** The manifest of a project, when what was kept is certain to give it; `instead` makes it in another way. */
export function openKeptManifest(
  options: ParseOptions,
  { folder, program, note }: KeptManifestOptions,
  instead: () => Manifest,
): StandingManifest | null {
  const kept = keptIn(folder, program);
  const edited = kept === null ? null : editedFiles(kept, options);
  if (kept === null || edited === null) return null;
  const unread = new Set(kept.chunks);
  const chunk = (index: number): string | null => {
    unread.delete(kept.chunks[index]);
    const found = folder.readShard(kept.chunks[index]);
    if (found !== null && 'text' in found) return found.text;
    note(`A part of the parse cache is not used: ${found?.damage}.`);
    return null;
  };
  const reading = { head: kept.head, chunk, instead };
  const before = readManifest({ ...reading, edited: new Map() });
  const models = edited.length === 0 ? NO_MODELS : editedModels(edited, options, before);
  if (models === null) return null;
  const { diagnostics, counts } = kept;
  const manifest = edited.length === 0 ? before : readManifest({ ...reading, edited: nodesOf(models.edited) });
  const environment = models.environment ?? laterEnvironment(options);
  const { edited: known } = models;
  const ground = groundOf(kept, nodesOf(known));
  return { diagnostics, counts, manifest, environment, edited: known, ground, hold: () => folder.hold([...unread]) };
}

function nodesOf(edited: EditedModels['edited']): ReadonlyMap<UniqueId, ModelNode> {
  return new Map(Array.from(edited, ([id, { node }]) => [id, node]));
}

/** The texts of the project's macros are read at once: they may change while the command runs. */
function laterEnvironment(options: ParseOptions): TemplateEnvironment {
  const macros = options.files.filter(({ kind }) => kind === 'macro');
  const files = macros.map((file) => ({ ...file, text: file.text }));
  return lazyEnvironment(() => parseEnvironment({ ...options, files }));
}

/** An ephemeral model is part of the recipes of its readers. */
function groundOf(
  { name, salt, head }: Pick<KeptManifest, 'name' | 'salt' | 'head'>,
  edited: ReadonlyMap<UniqueId, ModelNode>,
): RecipeGround | null {
  if ([...edited.values()].some(isEphemeral)) return null;
  return { name, salt, ids: head.ids, edited: new Set(edited.keys()) };
}

function keptIn(folder: CacheFolder, program: string): KeptManifest | null {
  const found = folder.readFile('manifest.cache');
  if (found === null || 'damage' in found) return null;
  const kept: KeptManifest = JSON.parse(found.text);
  return kept.program === program ? kept : null;
}

/** Models whose text has changed; null when something else has too, or when something was said of them. */
function editedFiles(kept: KeptManifest, options: ParseOptions): readonly SourceFile[] | null {
  const files = filesOf(options);
  if (kept.contents.length !== files.length || kept.setting !== settingOf(options, kept.salt)) return null;
  const edited = files.filter((file, at) => contentOf(file) !== kept.contents[at]);
  if (edited.length > MOST_EDITS || !edited.every(isModel) || !haveSameOutcomes(kept, options)) return null;
  const places = new Set(edited.map((file) => displayPath(file, options.config.root)));
  const isTold = edited.length > 0 && kept.diagnostics.some((diagnostic) => mayTellOf(diagnostic, places));
  return isTold ? null : edited;
}

function filesOf({ internalMacros, files }: Pick<ParseOptions, 'internalMacros' | 'files'>): readonly SourceFile[] {
  return [...internalMacros, ...files];
}

function settingOf(options: Omit<ParseOptions, 'sink' | 'store'>, salt: string): string {
  const names = filesOf(options).map(({ kind, packageName, path, searchPath, absolutePath }) =>
    [kind, packageName, path, searchPath, absolutePath].join('\t'),
  );
  return settingHash(options, salt)
    .update(`\0${names.join('\n')}`)
    .digest('base64url');
}

function contentOf({ size, contentKey }: SourceFile): string {
  return `${size} ${contentKey}`;
}

interface EditedModels {
  readonly edited: ReadonlyMap<UniqueId, AmendedModel>;
  /** Null when no macro was read. */
  readonly environment: TemplateEnvironment | null;
}

const NO_MODELS: EditedModels = { edited: new Map(), environment: null };

/** The models anew; null when more of one than its code has changed, or something is to be said of it. */
function editedModels(
  edited: readonly SourceFile[],
  options: ParseOptions,
  { nodes }: Pick<Manifest, 'nodes'>,
): EditedModels | null {
  const { parse, environment } = createModelParser(options);
  const found = new Map<UniqueId, AmendedModel>();
  for (const file of edited) {
    const id = modelId(file);
    const before = nodes.get(id);
    if (before?.resourceType !== 'model') return null;
    const model = parseBeside(before, parse, { file, files: options.files });
    if (model === null || withoutCode(model.node) !== withoutCode(before)) return null;
    found.set(id, model);
  }
  return { edited: found, environment };
}

function parseBeside(
  { patchPath, dependsOn }: ModelNode,
  parse: ModelParser['parse'],
  { file, files }: { readonly file: SourceFile; readonly files: readonly SourceFile[] },
): AmendedModel | null {
  const described = files.find(
    (each) => each.kind === 'properties' && `${each.packageName}://${each.path}` === patchPath,
  );
  if (patchPath !== null && described === undefined) return null;
  const parsed = parse(file, described ?? null);
  if (parsed === null) return null;
  return { node: finishModel(parsed.node, dependsOn.nodes), lookUps: parsed.lookUps };
}

/** All of a model that other parts of a project may depend on. */
function withoutCode({ rawCode: _, checksum: __, dependsOn, refs, sources, ...rest }: ModelNode): string | null {
  const calls = [...refs, ...sources].map(({ location: ___, ...call }) => call);
  return plainText([rest, dependsOn.nodes, calls]);
}

interface ManifestToKeep extends Pick<WholeProject, 'diagnostics' | 'counts'> {
  readonly manifest: Manifest;
  /** Keys of what was looked up while it was parsed. */
  readonly lookUps: Iterable<string>;
  readonly salt: string;
  readonly scrub: Scrubber;
}

/** Keeps a manifest, unless its texts hold a secret. Answers what recipes of its nodes are kept with. */
export async function keepManifest(
  options: ParseOptions,
  { folder, program }: Pick<KeptManifestOptions, 'folder' | 'program'>,
  { manifest, diagnostics, counts, lookUps, salt, scrub }: ManifestToKeep,
): Promise<RecipeGround | null> {
  const texts = writeManifest(manifest);
  if (texts === null || texts.chunks.some((text) => scrub(text) !== text)) return null;
  const { setting, contents } = { setting: settingOf(options, salt), contents: filesOf(options).map(contentOf) };
  const chunks: string[] = [];
  for (const text of texts.chunks) chunks.push(await folder.writeShard(text, 'nodes'));
  const kept: KeptManifest = {
    ...{ program, salt, setting, contents, diagnostics, counts, chunks, name: randomBytes(12).toString('hex') },
    lookUps: outsideLookUps(lookUps, options, salt),
    head: texts.head,
  };
  const text = JSON.stringify(kept);
  if (scrub(text) !== text) return null;
  await folder.writeIndex(text, chunks, 'nodes');
  return groundOf(kept, new Map());
}
