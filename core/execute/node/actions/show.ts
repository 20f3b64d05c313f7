/** The action `show`: the first rows of a query, or of a seed's file. Writes nothing, and nothing else has to be built but what the query reads. */
import type { Cell } from '../../../adapter/cell.js';
import type { CompiledNode } from '../../../compile/compiled-node.js';
import type { SeedNode } from '../../../resources/node.js';
import { timestamp } from '../../clock.js';
import type { RunContext } from '../../run-context.js';
import type { NodeProgress } from '../node-progress.js';
import type { NodeWork } from '../node-results.js';
import type { OpenNode } from '../open-node.js';

/** Rows of a compiled query, no more than asked for. */
export async function showQuery(
  { plan }: RunContext,
  compiled: CompiledNode | null,
  open: OpenNode,
): Promise<NodeWork> {
  const query = compiled?.sql.text.trim() ?? '';
  const limit = plan.options.showLimit;
  const session = await open.session();
  const { columns, rows } =
    limit === null
      ? await session.execute(query, { isSingle: true })
      : await session.execute(`select * from (\n${query}\n) tsdbt_show limit ${limit}`, {
          maxRows: limit,
          isSingle: true,
        });
  return { compiled, outcome: { kind: 'shown', sample: { columns, rows, query } }, diagnostics: [] };
}

/** Rows of the file as they would be loaded, whether or not they are. */
export async function showSeed({ deps, plan }: RunContext, seed: SeedNode, progress: NodeProgress): Promise<NodeWork> {
  const file = await deps.openSeed(seed, { mayGuess: false });
  progress.compiledAt = timestamp();
  const limit = plan.options.showLimit ?? Number.POSITIVE_INFINITY;
  const rows: (readonly Cell[])[] = [];
  for await (const batch of file.batches()) {
    rows.push(...batch.slice(0, limit - rows.length));
    if (rows.length >= limit) break;
  }
  const columns = file.columns.map(({ name, type }) => ({ name, type: deps.adapter.dialect.seedType(type) }));
  return { compiled: null, outcome: { kind: 'shown', sample: { columns, rows, query: '' } }, diagnostics: [] };
}
