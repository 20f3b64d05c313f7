/** Asks the database for the columns of what a node would make, when what it is made from stands. */
import type { Session } from '../../../adapter/database.js';
import type { MadeFrom } from '../../../adapter/introspector.js';
import type { ManifestNode } from '../../../resources/node.js';
import type { ColumnInfo } from '../../../resources/relation.js';
import { macroOrigin } from '../../node/node-facts.js';
import type { PreviewContext } from '../preview-context.js';
import { previewUnknown } from '../unknown.js';
import { unsettledParents } from '../unsettled-parents.js';

/** The function for one node; each query is asked for once. */
export function describer(
  context: PreviewContext,
  node: ManifestNode,
  session: Session,
): (made: MadeFrom) => Promise<readonly ColumnInfo[]> {
  const known = new Map<string, Promise<readonly ColumnInfo[]>>();
  return (made) => {
    const key = 'query' in made ? made.query : JSON.stringify(made.columns);
    const asked = known.get(key) ?? describe(context, node, { session, made });
    known.set(key, asked);
    return asked;
  };
}

async function describe(
  context: PreviewContext,
  node: ManifestNode,
  { session, made }: { readonly session: Session; readonly made: MadeFrom },
): Promise<readonly ColumnInfo[]> {
  const { introspector } = context.standing;
  if ('columns' in made) return introspector.describe(session, made);
  const parents = unsettledParents(context, node);
  if (parents.length > 0) {
    throw previewUnknown(
      `The columns of ${node.name} are not known before its parents are built: ${parents.join(', ')}.`,
    );
  }
  const own = ['create_table_as', 'create_view_as'].find((name) => macroOrigin(context, name) === 'project');
  if (own !== undefined) {
    throw previewUnknown(
      `The columns of ${node.name} are not known before it is built: the project has a macro ${own} of its own.`,
    );
  }
  return introspector.describe(session, made);
}
