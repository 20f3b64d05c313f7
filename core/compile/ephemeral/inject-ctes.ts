/** Puts the CTEs of ephemeral models in front of a statement, laid out exactly as dbt does; source maps are kept. Pure. */
import { concatRendered, plainText, type RenderedText, sliceRendered } from '../../template/source-map.js';
import { findLeadingWith, firstText } from './leading-with.js';

/** An ephemeral model's CTE. `sql` is the model's own SQL, without CTEs of its own parents. */
export interface Cte {
  readonly name: string;
  readonly sql: RenderedText;
}

/** The statement with the CTEs before its own. A statement without `with` gets one. */
export function injectCtes(statement: RenderedText, ctes: readonly Cte[]): RenderedText {
  if (ctes.length === 0) return statement;
  const { text } = statement;
  const place = findLeadingWith(text);
  const joined = ctes.flatMap((cte, index) => [...(index === 0 ? [] : [plainText(', ')]), cteText(cte)]);
  const offset = place === null ? firstText(text) : place.afterWith;
  return concatRendered([
    sliceRendered(statement, 0, offset),
    ...(place === null ? [plainText('with')] : []),
    ...joined,
    plainText(place === null ? ' ' : ', '),
    sliceRendered(statement, offset, text.length),
  ]);
}

/** ` __dbt__cte__name as (...)`. */
export function cteText({ name, sql }: Cte): RenderedText {
  return concatRendered([plainText(` ${name} as (\n`), sql, plainText('\n)')]);
}
