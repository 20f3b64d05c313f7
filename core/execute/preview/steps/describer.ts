/**
 * Asks the database for the columns of what a node would make. Where parents do not stand yet, or not with the columns that
 * they will have, the query is asked about over stand-ins: empty tables of these columns under names of their own.
 */
import type { Session } from '../../../adapter/database.js';
import type { MadeFrom } from '../../../adapter/introspector.js';
import type { CompiledNode } from '../../../compile/compiled-node.js';
import type { ManifestNode } from '../../../resources/node.js';
import type { ColumnInfo } from '../../../resources/relation.js';
import { macroOrigin } from '../../node/node-facts.js';
import type { OpenNode } from '../../node/open-node.js';
import type { PreviewContext } from '../preview-context.js';
import { previewUnknown, unknownReason } from '../unknown.js';
import { unsettledParents } from '../unsettled-parents.js';
import { overStandIns } from './stand-ins.js';

export interface DescriberParts {
  readonly open: OpenNode;
  readonly session: Session;
  readonly compiled: CompiledNode | null;
}

/** The function for one node; each query is asked about once. */
export function describer(
  context: PreviewContext,
  node: ManifestNode,
  parts: DescriberParts,
): (made: MadeFrom) => Promise<readonly ColumnInfo[]> {
  const known = new Map<string, Promise<readonly ColumnInfo[]>>();
  return (made) => {
    const key = 'query' in made ? made.query : JSON.stringify(made.columns);
    const asked = known.get(key) ?? describe(context, node, { ...parts, made });
    known.set(key, asked);
    return asked;
  };
}

async function describe(
  context: PreviewContext,
  node: ManifestNode,
  { open, session, compiled, made }: DescriberParts & { readonly made: MadeFrom },
): Promise<readonly ColumnInfo[]> {
  const { introspector } = context.standing;
  if ('columns' in made) return introspector.describe(session, made);
  const own = ['create_table_as', 'create_view_as'].find((name) => macroOrigin(context, name) === 'project');
  if (own !== undefined) {
    throw previewUnknown(
      `The columns of ${node.name} are not known before it is built: the project has a macro ${own} of its own.`,
    );
  }
  const parents = unsettledParents(context, node);
  if (parents.length === 0) return introspector.describe(session, made);
  const notKnown = (why: string) =>
    previewUnknown(
      `The columns of ${node.name} are not known before its parents are built (${parents.join(', ')})${why}.`,
    );
  if (made.query !== compiled?.sql.text) throw notKnown('');
  try {
    const query = await overStandIns(context, node, { runtime: open.runtime, parents });
    if (query === null) throw notKnown('');
    return await introspector.describe(session, { query });
  } catch (error) {
    if (unknownReason(error) !== null) throw error;
    const { kind, message } = context.standing.classifyError(error);
    if (kind === 'connection' || kind === 'cancelled') throw error;
    throw notKnown(`: ${message}`);
  }
}
