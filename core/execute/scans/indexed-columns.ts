/**
 * Leaves out of a scan what an index answers in a moment: `not_null` of a column that an index of a large table begins
 * with. The catalog is asked once for all relations that stand when the first scan starts.
 */
import type { Session } from '../../adapter/database.js';
import type { ScannableTest } from '../../plan/scans/scannable-test.js';
import type { ManifestNode, SourceNode } from '../../resources/node.js';
import type { RelationName } from '../../resources/relation.js';
import type { RunContext } from '../run-context.js';
import { relationKey } from '../session/relation-states.js';
import type { Scan } from './collect-scans.js';

/** A smaller table is read in less time than its tests take on their way to the database. */
const LEAST_BYTES = 32 * 1024 * 1024;

/** Which tests of a scan it is to answer. An answer that the catalog does not give leaves out none. */
export type ScanChooser = (scan: Scan, session: Session) => Promise<readonly ScannableTest[]>;

type IndexedColumns = ReadonlyMap<string, ReadonlySet<string>>;

export function chooseForScans(context: RunContext, scans: readonly Scan[]): ScanChooser {
  const { adapter } = context.deps;
  const standing = scans.filter((scan) => asksNotNull(scan) && !isBuilt(context, scan.relation));
  let known: Promise<IndexedColumns> | null = null;
  const ask = async (asked: readonly Scan[], session: Session): Promise<IndexedColumns> => {
    const names = asked.map(({ relation }) => storedName(context, relation));
    if (names.length === 0) return new Map();
    return lookUp(context, names, session).catch(() => new Map());
  };
  const askBuilt = async (scan: Scan, session: Session): Promise<IndexedColumns> =>
    mayHaveIndexes(scan.relation) ? ask([scan], session) : new Map();
  return async (scan, session) => {
    if (!asksNotNull(scan)) return scan.tests;
    known ??= ask(standing, session);
    const columns = await (isBuilt(context, scan.relation) ? askBuilt(scan, session) : known);
    const indexed = columns.get(relationKey(storedName(context, scan.relation), adapter));
    if (indexed === undefined) return scan.tests;
    return scan.tests.filter(
      ({ question: { kind, column } }) => kind !== 'not_null' || !indexed.has(folded(context, column)),
    );
  };
}

function asksNotNull({ tests }: Scan): boolean {
  return tests.some(({ question }) => question.kind === 'not_null');
}

function isBuilt({ plan }: RunContext, { uniqueId }: Scan['relation']): boolean {
  return plan.nodes.has(uniqueId);
}

/** A table that was made a moment ago has the indexes of its config, and those that people gave to the one before. */
function mayHaveIndexes({ config }: ManifestNode | SourceNode): boolean {
  return config.materialized === 'incremental' || config.indexes !== undefined;
}

async function lookUp(
  { deps: { adapter } }: RunContext,
  names: readonly RelationName[],
  session: Session,
): Promise<IndexedColumns> {
  const indexed = new Map<string, Set<string>>();
  for (const { relation, column } of await adapter.introspector.indexedColumns(session, names, LEAST_BYTES)) {
    const key = relationKey(relation, adapter);
    const columns = indexed.get(key) ?? new Set();
    indexed.set(key, columns.add(adapter.dialect.foldIdentifier(column, true)));
  }
  return indexed;
}

/** As the catalog has it. */
function storedName({ compiler, deps }: RunContext, node: Scan['relation']): RelationName {
  const { database, schema, identifier, quoting } = compiler.relation(node, deps);
  const { foldIdentifier } = deps.adapter.dialect;
  return {
    database,
    schema: schema === null ? null : foldIdentifier(schema, quoting.schema),
    identifier: foldIdentifier(identifier, quoting.identifier),
  };
}

function folded({ deps }: RunContext, column: string): string {
  const isQuoted = column.startsWith('"');
  return deps.adapter.dialect.foldIdentifier(isQuoted ? column.slice(1, -1) : column, isQuoted);
}
