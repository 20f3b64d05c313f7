/**
 * The query whose rows come in the order in which two databases can be read side by side: by the key as text, byte by byte,
 * which no collation, type or setting of a session changes. Pure.
 */
import type { Adapter } from '../../adapter/adapter.js';
import type { CommonColumn } from '../pair-columns.js';

export interface OrderedQuery {
  readonly query: string;
  readonly columns: readonly CommonColumn[];
  /** Positions of the columns that rows are ordered by. */
  readonly order: readonly number[];
  readonly side: 'before' | 'after';
}

/** First the texts that rows are ordered by, then the values. */
export function orderedSql(
  { query, columns, order, side }: OrderedQuery,
  { dialect, valueForms }: Pick<Adapter, 'dialect' | 'valueForms'>,
): string {
  const nameOf = (index: number) => `tsdbt_source.${dialect.quoteIdentifier(columns[index][side].name)}`;
  const keys = order.map((index, place) => {
    const { isRetyped } = columns[index];
    const { type } = columns[index][side];
    const text = isRetyped ? valueForms.text(nameOf(index), type) : nameOf(index);
    return `${valueForms.keyText(text, isRetyped ? 'text' : type)} as k${place}`;
  });
  const values = columns.map(({ isRetyped, [side]: { type } }, index) => {
    const form = isRetyped ? valueForms.text : valueForms.comparable;
    return `${form(nameOf(index), type)} as c${index}`;
  });
  const names = order.map((_, place) => `k${place}`).join(', ');
  return [
    `select * from (`,
    `select ${[...keys, ...values].join(', ')} from (\n${query}\n) tsdbt_source`,
    `) tsdbt_ordered order by ${names}`,
  ].join('\n');
}
