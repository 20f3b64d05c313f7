/** Reads the project anew when files were saved, and tells which nodes must be built for it. */
import { existsSync } from 'node:fs';
import { hasErrors, missingRelations, type Project, type RunDatabase, type UniqueId } from '../../../core/index.js';
import { selectionRequest } from '../../execution/run-requests.js';
import { savedFiles } from '../lines/result-lines.js';
import { type Current, guarded, reporterOf, say } from './current.js';
import { createScope } from './scope.js';
import { connectionOf, filesOf, isConfiguration, type Site } from './site.js';
import { describeChanges, type Loaded, type Snapshots } from './snapshots.js';

export interface ReadingParts {
  readonly snapshots: Snapshots;
  readonly hasTests: boolean;
  /** Reads the configuration again; null when it has mistakes, which have been said. */
  readonly reopen: () => Promise<Site | null>;
  readonly databaseOf: (project: Project) => Promise<RunDatabase>;
  readonly signal: AbortSignal;
}

/** The first reading: what is missing in the database; null when the project has mistakes, `refused` when the selection has. */
export async function readFirst(current: Current, parts: ReadingParts): Promise<FirstReading> {
  const loaded = await parts.snapshots.load(current.site, null);
  if (loaded === null) return null;
  return accept(current, parts, loaded) ? ((await missing(current, parts)) ?? new Set()) : 'refused';
}

export type FirstReading = ReadonlySet<UniqueId> | 'refused' | null;

/** Null when something is wrong: then everything stays as it was, and these paths count as changed the next time too. */
export async function readChanges(
  current: Current,
  parts: ReadingParts,
  paths: readonly string[],
): Promise<ReadonlySet<UniqueId> | null> {
  for (const path of paths) current.unread.add(path);
  const all = [...current.unread];
  if (all.some(isConfiguration) && !(await reopen(current, parts))) return null;
  const loaded = await parts.snapshots.load(current.site, all);
  if (loaded === null || !accept(current, parts, loaded)) return null;
  current.unread.clear();
  const effective = loaded.changes.filter((change) => change.hasEffect);
  const ids = effective.filter(({ kind }) => kind !== 'removed').map(({ id }) => id);
  tell(current, all, loaded);
  current.isElsewhere ||= filesOf(current.site) !== current.files;
  current.model = ids.find((id) => id.startsWith('model.')) ?? current.model;
  const absent = current.isElsewhere ? await missing(current, parts) : null;
  return current.scope?.buildable([...ids, ...(absent ?? [])]) ?? null;
}

/** Makes it the reading to work with, unless the words of the selection mean nothing in it. */
function accept(current: Current, parts: ReadingParts, loaded: Loaded): boolean {
  const request = selectionRequest(current.site.invocation.flags);
  const scope = createScope(loaded.project, { request, hasTests: parts.hasTests });
  // What the selection warns of stays the same from save to save.
  if (current.scope === null || hasErrors(scope.diagnostics)) reporterOf(current).diagnostics(scope.diagnostics);
  if (hasErrors(scope.diagnostics)) return false;
  loaded.accept();
  current.project = loaded.project;
  current.scope = scope;
  return true;
}

async function reopen(current: Current, parts: ReadingParts): Promise<boolean> {
  const site = await parts.reopen();
  if (site === null) return false;
  current.isElsewhere ||= connectionOf(site) !== connectionOf(current.site);
  current.site = site;
  return true;
}

/** What stands nowhere must be built, also what has not changed. Null when the database could not be asked. */
async function missing(current: Current, { databaseOf, signal }: ReadingParts): Promise<ReadonlySet<UniqueId> | null> {
  const { project, scope } = current;
  if (project === null || scope === null) return null;
  const ids = await guarded(current, async () => {
    const database = await databaseOf(project);
    return missingRelations(project, scope.everything(null), { database, signal });
  });
  current.isElsewhere = ids === null;
  current.files = filesOf(current.site);
  const count = ids?.size ?? 0;
  if (count > 0)
    say(current, `${count} of the selected relations ${count === 1 ? 'is' : 'are'} not in the database yet.`);
  return ids;
}

function tell(current: Current, paths: readonly string[], { changes }: Loaded): void {
  const saved = savedFiles(paths.map((path) => shownPath(path, current.site)));
  const effective = changes.filter((change) => change.hasEffect);
  if (effective.length === 0) {
    // The other half of a rename.
    if (paths.every((path) => !existsSync(path))) return;
    say(current, `${saved}: nothing to build${changes.length > 0 ? ', only descriptions changed' : ''}`);
    return;
  }
  reporterOf(current).gap();
  const nameOf = (id: UniqueId) => current.project?.manifest.nodes.get(id)?.name ?? id.split('.')[2] ?? id;
  say(current, `${saved}: ${describeChanges(effective, nameOf)}`);
}

function shownPath(path: string, { located: { config } }: Site): string {
  const root = `${config.root}/`;
  return path.startsWith(root) ? path.slice(root.length) : path;
}
