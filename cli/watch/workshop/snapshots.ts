/** The project as it was last read, and what a new reading changed in it. A reading with mistakes changes nothing. */
import { randomUUID } from 'node:crypto';
import {
  type ComparableManifest,
  createSnapshotLoader,
  createWarningPolicy,
  type Diagnostic,
  hasErrors,
  loadNodeComparison,
  type NodeChange,
  type Project,
  reasonWords,
  timestamp,
  type UniqueId,
} from '../../../core/index.js';
import type { Invocation } from '../../invocation/invocation.js';
import type { Site } from './site.js';

export interface Snapshots {
  /** Null when the project has mistakes, which have been said. */
  readonly load: (site: Site, paths: readonly string[] | null) => Promise<Loaded | null>;
}

export interface Loaded {
  readonly project: Project;
  /** Against the reading before; empty for the first. */
  readonly changes: readonly NodeChange[];
  /** From now on this is the reading that the next one is compared with. */
  readonly accept: () => void;
}

/** A sequence of readings. */
export async function createSnapshots(): Promise<Snapshots> {
  const loader = await createSnapshotLoader();
  const { compareNodes, createComparableReader, surroundingsOf } = await loadNodeComparison();
  const read = createComparableReader();
  let last: ComparableManifest | null = null;
  /** A warning that stays is said once. */
  let warned: ReadonlySet<string> = new Set();
  const keyOf = ({ code, message, location }: Diagnostic) => JSON.stringify([code, message, location ?? null]);
  return {
    load: async ({ invocation, located }, paths) => {
      const { reporter, adapters, flags } = invocation;
      const request = { located, invocation: freshFacts(invocation), adapters, inlineSql: null, sink: reporter.sink };
      const { value: project, diagnostics } = await loader.load(request, { changed: paths });
      const all = createWarningPolicy(flags)(diagnostics);
      reporter.diagnostics(all.filter((one) => one.severity === 'error' || !warned.has(keyOf(one))));
      warned = new Set(all.map(keyOf));
      if (project === null || hasErrors(all)) return null;
      const comparable = read(project.manifest, surroundingsOf(project));
      const changes = last === null ? [] : compareNodes(last, comparable);
      const accept = () => {
        last = comparable;
      };
      return { project, changes, accept };
    },
  };
}

/** Each build is an invocation of its own: its id stands in the ledger and in artifacts. */
export function freshFacts({ facts }: Invocation): Invocation['facts'] {
  return { ...facts, id: randomUUID(), startedAt: timestamp() };
}

/** `stg_orders (SQL)`, `orders (macro shop.cents)`, `new_model (new)`; the first few of them. */
export function describeChanges(changes: readonly NodeChange[], nameOf: (id: UniqueId) => string): string {
  const [shown, hidden] = [changes.slice(0, MOST_NAMED), changes.length - MOST_NAMED];
  const named = shown.map(({ id, kind, reasons }) => {
    const effective = reasons.filter((reason) => reason.hasEffect).flatMap(reasonWords);
    const why = kind === 'changed' ? effective.slice(0, MOST_REASONS) : [kind];
    return `${nameOf(id)} (${why.join(', ')})`;
  });
  return [...named, ...(hidden > 0 ? [`${hidden} more`] : [])].join(', ');
}

const MOST_NAMED = 4;
const MOST_REASONS = 3;
