/**
 * `append_new_columns` keeps a column that the batch no longer has. Where rows are deleted and inserted again, they lose
 * their values in it all the same; that is said when there are such values. A merge keeps them.
 */
import type { ColumnInfo, Relation } from '../../../resources/relation.js';
import type { ModelFacts } from '../../materializations/node-facts.js';
import { askRows, type PlanPart, warn } from '../../steps.js';
import type { KeysOfBatch, NullKind } from '../batch-keys.js';
import { incrementalPredicates } from '../unique-key.js';

interface Replaced {
  readonly batch: Relation;
  readonly found: KeysOfBatch;
}

/** Asked while the rows are still there. */
export function* warnOfLostValues(
  facts: ModelFacts,
  gone: readonly ColumnInfo[],
  { batch, found }: Replaced,
): PlanPart<void> {
  const { dialect, node } = facts;
  const all: NullKind = { nullKeys: [], otherKeys: found.keys.map(({ sql }) => sql) };
  const source = dialect.renderRelation(batch);
  const replaced = [all, ...found.nullKinds].map((kind) => `(${hasKeyIn(source, kind)})`).join(' or ');
  const lost: string[] = [];
  for (const { name } of gone) {
    const conditions = [
      `(${replaced})`,
      `${dialect.quoteIdentifier(name)} is not null`,
      ...incrementalPredicates(facts).map((condition) => `(${condition})`),
    ];
    const target = `${dialect.renderRelation(facts.target)} as DBT_INTERNAL_DEST`;
    const { rows } = yield* askRows(`select 1 from ${target} where ${conditions.join(' and ')} limit 1`, 1, {
      saying: `no replaced row has a value in ${name}`,
      rows: [],
    });
    if (rows.length > 0) lost.push(name);
  }
  if (lost.length === 0) return;
  const { location, uniqueId } = node;
  const [column, it] = lost.length === 1 ? ['a column', 'it'] : ['columns', 'them'];
  yield* warn({
    code: 'TSDBT_COLUMN_VALUES_LOST',
    severity: 'warning',
    message: `${uniqueId}: the batch no longer has ${column} of the table: ${lost.join(', ')}. Rows that the batch replaced have lost their values in ${it}; all other rows keep theirs.`,
    hint: 'The strategy merge keeps such values.',
    location,
    node: uniqueId,
  });
}

function hasKeyIn(source: string, { nullKeys, otherKeys }: NullKind): string {
  const areNull = nullKeys.map((key) => `${key} is null`);
  const keys = otherKeys.join(', ');
  const where = areNull.length === 0 ? '' : ` where ${areNull.join(' and ')}`;
  const among = otherKeys.length === 0 ? [] : [`(${keys}) in (select ${keys} from ${source}${where})`];
  return [...areNull, ...among].join(' and ');
}
