/**
 * The workshop of a real watch: the project's snapshots, its one open database, what was built last. Each question of the
 * session is answered from the snapshot of the moment.
 */
import { hasErrors, type Project, type UniqueId, writeCompletionIndex } from '../../../core/index.js';
import type { CommandStart } from '../../command-entry.js';
import type { Invocation } from '../../invocation/invocation.js';
import type { BuildOutcome, Workshop } from '../session/workshop.js';
import { buildNodes } from './build.js';
import { type Current, guarded, reporterOf, say } from './current.js';
import { type KeptDatabase, keepDatabase } from './kept-database.js';
import { type FirstReading, type ReadingParts, readChanges, readFirst } from './reading.js';
import { showCompiled, showRows } from './show.js';
import { connectionOf, filesOf, reopenSite, type Site } from './site.js';
import { createSnapshots, freshFacts } from './snapshots.js';

export interface WorkshopOptions {
  readonly first: Invocation;
  readonly start: CommandStart;
  readonly site: Site;
  readonly hasTests: boolean;
  /** Shows what a build is doing. */
  readonly onProgress: (text: () => string) => void;
  /** Told when the configuration was read again; answers the site to work with from then on. */
  readonly reopened: (site: Site) => Site;
}

export interface OpenWorkshop extends Workshop {
  /** Reads the project for the first time. */
  readonly begin: () => Promise<FirstReading>;
  readonly close: () => Promise<void>;
}

/** A workshop with nothing read or opened. */
export async function openWorkshop(options: WorkshopOptions): Promise<OpenWorkshop> {
  const current: Current = {
    site: options.site,
    project: null,
    scope: null,
    unread: new Set(),
    compiled: [],
    model: null,
    unwritten: null,
    isElsewhere: true,
    files: filesOf(options.site),
  };
  const threads = () => current.site.invocation.flags.threads;
  const kept = keepDatabase(() => reporterOf(current), threads);
  const databaseOf = (project: Project) => kept.of(project, connectionOf(current.site));
  const parts: ReadingParts = {
    snapshots: await createSnapshots(),
    hasTests: options.hasTests,
    reopen: async () => {
      const site = await reopenSite(options.first, options.start);
      return site === null ? null : options.reopened(site);
    },
    databaseOf,
    signal: options.first.signal,
  };
  return {
    begin: () => guarded(current, () => readFirst(current, parts)),
    refresh: (paths) => guarded(current, () => readChanges(current, parts, paths)),
    affected: (changed, filter) => current.scope?.affected(changed, filter) ?? new Set(),
    everything: (filter) => current.scope?.everything(filter) ?? new Set(),
    acceptsFilter: (filter) => {
      const found = current.scope?.filterFindings(filter) ?? [];
      reporterOf(current).diagnostics(found);
      return !hasErrors(found);
    },
    build: (ids, signal) => build(current, { kept, onProgress: options.onProgress }, { ids, signal }),
    settle: async () => {
      const { unwritten: write, project, site } = current;
      current.unwritten = null;
      if (write === null) return;
      await guarded(current, write);
      if (project !== null) await writeCompletionIndex(project, site.invocation.output.scrub);
    },
    showDiff: () => showCompiled(reporterOf(current), current.compiled),
    preview: (name, signal) => {
      const { project, model } = current;
      return showRows(name, { reporter: reporterOf(current), project, model, database: databaseOf, signal });
    },
    close: kept.close,
  };
}

interface BuildParts {
  readonly kept: KeptDatabase;
  readonly onProgress: (text: () => string) => void;
}

async function build(
  current: Current,
  { kept, onProgress }: BuildParts,
  { ids: wanted, signal }: { readonly ids: ReadonlySet<UniqueId>; readonly signal: AbortSignal },
): Promise<BuildOutcome> {
  const { project, site } = current;
  const ids = new Set([...wanted].filter((id) => project?.manifest.nodes.has(id)));
  if (project === null || ids.size === 0) return nothingToBuild;
  const loss = kept.takeLoss();
  if (loss !== null) say(current, `The connection to the database was lost and is made again: ${loss}`);
  const started = performance.now();
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)}s`;
  onProgress(() => `BUILD  ${ids.size} to build, ${seconds()}`);
  const built = await buildNodes({
    site,
    project: { ...project, invocation: freshFacts(site.invocation) },
    database: () => kept.of(project, connectionOf(site)),
    ids,
    signal,
    onReport: (report) => onProgress(() => `BUILD  ${report.progress()}, ${seconds()}`),
    onArtifacts: (write) => {
      current.unwritten = write;
    },
  });
  current.files = filesOf(site);
  if (built.compiled.length > 0) current.compiled = built.compiled;
  say(current, built.outcome.summary);
  return built.outcome;
}

const nothingToBuild: BuildOutcome = {
  finished: new Set(),
  failed: new Set(),
  wasCancelled: false,
  summary: 'nothing to build',
};
