/** What a change does against its base: manifests first, then the rows of the nodes that are touched, in both databases. */
import type { Adapter, Credentials } from '../../adapter/adapter.js';
import type { Cell } from '../../adapter/cell.js';
import { cellText } from '../../adapter/values/cell-text.js';
import { comparableArtifact, type TargetNames } from '../../artifacts/comparable-artifact.js';
import type { RunRecord } from '../../artifacts/run-record/run-record.js';
import type { Comparison } from '../../compare/comparison.js';
import type { Scrubber } from '../../diagnostics/scrub.js';
import type { RunFolder } from '../../io/runs/read-run-folder.js';
import { type Changes, findChanges, keyOf, type TouchedNode } from '../../report/base/find-changes.js';
import type { BaseReport, ComparedNode } from '../../report/report.js';
import { isMapping, type JsonObject } from '../../resources/json.js';
import { type CompareLimits, compareNode, type LookOptions, type NodeLook, type Side } from './compare-node.js';
import { openSides } from './open-sides.js';

export interface BaseRequest {
  readonly adapter: Adapter;
  /** Of the target that the change was built in. */
  readonly credentials: Credentials;
  /** Columns whose values differ from build to build: a name in any node, or `node.column`. */
  readonly ignored: readonly string[];
  readonly limits: CompareLimits & { /** Nodes whose rows are looked at. */ readonly nodes: number };
  readonly signal: AbortSignal;
  readonly scrub: Scrubber;
}

export type ComparedBase = Pick<BaseReport, 'run' | 'nodes' | 'tests' | 'unknown' | 'notes'>;

/** Never throws for what a database says: what could not be compared is told. */
export async function compareBase(change: RunFolder, base: RunFolder, request: BaseRequest): Promise<ComparedBase> {
  const [before, after] = [await base.manifest(), await change.manifest()];
  const changes = findChanges(
    comparableArtifact(before, namesOf(base.record)),
    comparableArtifact(after, namesOf(change.record)),
  );
  const looks = await lookAtAll(changes, { before, after }, { change: change.record, base: base.record, ...request });
  const nodes = changes.nodes.map((node): ComparedNode => {
    const { before: _before, after: _after, ...shown } = node;
    const look = looks.found.get(node.id);
    const { rows, columns, comparison } = look ?? NOTHING;
    return {
      ...shown,
      rows,
      columns,
      comparison: comparison === null ? null : scrubSamples(comparison, request.scrub),
    };
  });
  const [unknown, notes] = [looks.unknown, looks.notes].map((told) => told.map(request.scrub));
  return { run: base.record, nodes, tests: changes.tests, unknown, notes };
}

/** Cells that hold a secret become text without it. */
function scrubSamples(comparison: Comparison, scrub: Scrubber): Comparison {
  const clean = (cell: Cell): Cell => {
    const text = cellText(cell);
    const shown = text === null ? null : scrub(text);
    return shown === text ? cell : shown;
  };
  const samples = comparison.samples.map((one) => ({
    ...one,
    before: one.before?.map(clean) ?? null,
    after: one.after?.map(clean) ?? null,
  })) as Comparison['samples'];
  return { ...comparison, samples };
}

const NOTHING = { rows: { before: null, after: null }, columns: null, comparison: null } as const;

function namesOf({ target }: RunRecord): TargetNames {
  const name = (value: unknown) => (typeof value === 'string' ? value : null);
  return { database: name(target.fields.database), schema: name(target.fields.schema) };
}

interface Manifests {
  readonly before: JsonObject;
  readonly after: JsonObject;
}

interface LookRequest extends BaseRequest {
  readonly change: RunRecord;
  readonly base: RunRecord;
}

interface Looks {
  readonly found: ReadonlyMap<string, NodeLook>;
  readonly unknown: readonly string[];
  readonly notes: readonly string[];
}

async function lookAtAll({ nodes }: Changes, manifests: Manifests, request: LookRequest): Promise<Looks> {
  const found = new Map<string, NodeLook>();
  const unknown: string[] = [];
  const notes: string[] = [];
  const wanted = nodes.filter(hasRelation);
  if (wanted.length === 0) return { found, unknown, notes };
  const opened = await openSides(request);
  if ('problem' in opened) return { found, unknown: [opened.problem], notes };
  const { limits, signal, adapter } = request;
  const ignored = new Set<string>();
  if (wanted.length > limits.nodes) {
    unknown.push(`Rows of the first ${limits.nodes} of ${wanted.length} touched nodes were compared.`);
  }
  try {
    for (const node of wanted.slice(0, limits.nodes)) {
      if (signal.aborted) break;
      const missing = notBuilt(node, request);
      if (missing !== null) {
        unknown.push(missing);
        continue;
      }
      try {
        const look = await lookAtNode(node, manifests, {
          ...{ sides: opened.sides, limits, signal },
          isIgnored: (column) => request.ignored.some((one) => one === column || one === `${node.name}.${column}`),
        });
        found.set(node.id, look);
        for (const column of look.ignored) ignored.add(column);
        if (look.note !== null) notes.push(`${node.name} ${look.note}.`);
        for (const side of look.missing)
          unknown.push(`${node.name} is not in the database of the ${side}, though its run built it.`);
      } catch (error) {
        unknown.push(`The rows of ${node.name} could not be compared: ${adapter.classifyError(error).message}`);
      }
    }
  } finally {
    await opened.close();
  }
  if (ignored.size > 0) notes.push(`Values of these columns were passed over: ${[...ignored].join(', ')}.`);
  return { found, unknown, notes };
}

interface OpenLook extends Omit<LookOptions, 'key'> {
  readonly sides: { readonly before: Side; readonly after: Side };
}

function lookAtNode(
  { id, before, after }: TouchedNode,
  manifests: Manifests,
  { sides, ...options }: OpenLook,
): Promise<NodeLook> {
  const dicts = {
    before: before === null || !isBuilt(before.config.materialized) ? null : dictOf(manifests.before, id),
    after: after === null || !isBuilt(after.config.materialized) ? null : dictOf(manifests.after, id),
  };
  return compareNode(dicts, sides, { key: keyOf(dicts.after ?? dicts.before ?? undefined), ...options });
}

function dictOf({ nodes }: JsonObject, id: string): JsonObject | null {
  const dict = isMapping(nodes) ? nodes[id] : undefined;
  return isMapping(dict) ? dict : null;
}

function hasRelation({ type, before, after }: TouchedNode): boolean {
  if (type === 'source') return false;
  return [before, after].some((node) => node !== null && isBuilt(node.config.materialized));
}

function isBuilt(materialized: unknown): boolean {
  return materialized !== 'ephemeral';
}

/** A node that failed on a side may have an old relation there or none: neither is what that side builds. */
function notBuilt({ id, name, before, after }: TouchedNode, { base, change }: LookRequest): string | null {
  const failedIn = (run: RunRecord) => {
    const node = run.nodes.find(({ unique_id: own }) => own === id);
    return node !== undefined && node.status !== 'success';
  };
  if (before !== null && failedIn(base)) return `${name} was not built in the base, so its rows were not compared.`;
  return after !== null && failedIn(change) ? `${name} was not built, so its rows were not compared.` : null;
}
