/** Loads projects of a folder with their parse cache and without, as two processes after each other would. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { adapters } from '../../adapters/index.js';
import { loadProject, type Project } from '../../core/api/load-project.js';
import { loadKeptProject } from '../../core/api/parse-cache/load-kept-project.js';
import { writeManifest } from '../../core/api/write-artifacts.js';
import { createScrubber, type Scrubber } from '../../core/diagnostics/scrub.js';
import { neighboursById } from '../../core/graph/ids.js';
import { locateProject } from '../../core/io/locate-project.js';
import { plainText } from '../../core/parse/reuse/look-ups.js';
import type { JsonObject } from '../../core/resources/json.js';

export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  readonly vars?: JsonObject;
  readonly flags?: JsonObject;
  readonly target?: string;
  readonly inlineSql?: string;
}

export interface KeptOptions extends Surroundings {
  /** The build that loads. */
  readonly program?: string;
  readonly secrets?: readonly string[];
  /** Files are old enough for their time stamps to be trusted. */
  readonly areFilesOld?: boolean;
  readonly isWritten?: boolean;
  /** Whether nodes are looked at, as every command but `parse` does. */
  readonly isForNodes?: boolean;
}

/** All that loading gives: manifest.json without its times, what was said, and notes on the cache. */
export interface Loaded {
  readonly manifest: string | null;
  /** Everything in the manifest, where nodes are looked at. */
  readonly nodes: readonly string[] | null;
  readonly diagnostics: string | null;
  readonly said: readonly string[];
  readonly notes: readonly string[];
  readonly project: Project | null;
}

/** Loads and writes manifest.json as `parse` does, with the cache. */
export async function loadKept(root: string, options: KeptOptions = {}): Promise<Loaded> {
  const notes: string[] = [];
  const scrub = createScrubber(options.secrets ?? []);
  const note = (message: string) => void notes.push(message);
  const clock = () => Date.now() + (options.areFilesOld === true ? 60_000 : 0);
  const { program = 'this build', isWritten = true, isForNodes = false } = options;
  const loaded = await load(root, options, (request) =>
    loadKeptProject(request, { scrub, note, clock, program, isWritten, isForNodes }),
  );
  const nodes = nodesOf(loaded.project, options);
  return { ...loaded, nodes, manifest: await manifestOf(root, loaded.project, scrub), notes };
}

/** The same without any cache. */
export async function loadAnew(root: string, options: KeptOptions = {}): Promise<Omit<Loaded, 'notes'>> {
  const loaded = await load(root, options, (request) => loadProject(request));
  if (loaded.project === null) return { ...loaded, manifest: null, nodes: null };
  const config = { ...loaded.project.config, targetPath: 'target/anew' };
  const aside: Project = { ...loaded.project, config };
  const manifest = await manifestOf(root, aside, createScrubber(options.secrets ?? []));
  return { ...loaded, manifest, nodes: nodesOf(loaded.project, options) };
}

/** Of every table and edge what it holds, the built-in macros as a digest. */
function nodesOf(project: Project | null, { isForNodes = false }: KeptOptions): readonly string[] | null {
  if (project === null || !isForNodes) return null;
  const { nodes, sources, exposures, disabled, docs, macros, graph } = project.manifest;
  const lines = [nodes, sources, exposures, disabled, docs].flatMap((table) => Array.from(table, plainText));
  const edges = [graph.parents, graph.children].flatMap((all) => Array.from(neighboursById(graph, all), plainText));
  const texts = [...macros].map(plainText).concat(project.environment.macros.map(({ id }) => id));
  const digest = createHash('sha256').update(texts.join('\n')).digest('hex');
  return [...lines, ...edges, digest].map(String);
}

/** Whether the manifest is one that an earlier process has left, rather than made of what was parsed. */
export function isKept({ manifest }: Project): boolean {
  return Object.getOwnPropertyDescriptor(manifest, 'macros')?.get !== undefined;
}

type Load = (request: Parameters<typeof loadProject>[0]) => ReturnType<typeof loadProject>;

async function load(root: string, { env = {}, vars = {}, flags = {}, target, inlineSql }: Surroundings, read: Load) {
  const none = { profilesDir: null, profile: null, targetPath: null, logPath: null };
  const facts = { id: 'id', startedAt: '2026-01-02T03:04:05.000006Z', which: 'parse', toolVersion: '0.0.0' };
  const invocation = { ...facts, flags, args: {}, env };
  const options = { cwd: root, projectDir: null, ...none, versionCheck: true, homeDir: root };
  const quiet = { log: () => {}, print: () => {}, warn: () => {} };
  const given = { ...options, target: target ?? null, cliVars: vars, sink: quiet };
  const { value: located, diagnostics } = await locateProject({ ...given, adapters, invocation });
  if (located === null) return { project: null, diagnostics: plainText(diagnostics), said: [] };
  const said: string[] = [];
  const sink = (event: unknown) => void said.push(JSON.stringify(event));
  const loaded = await read({ located, invocation, adapters, inlineSql: inlineSql ?? null, sink });
  return { project: loaded.value, diagnostics: plainText(loaded.diagnostics), said };
}

async function manifestOf(root: string, project: Project | null, scrub: Scrubber): Promise<string | null> {
  if (project === null) return null;
  const path = await writeManifest(project, scrub);
  const text = readFileSync(join(root, path), 'utf8');
  return text.replaceAll(/"(?:created_at|generated_at)": [^,}]+/g, '');
}
