/** Values of SQLite in the forms in which they are compared. Pure. A value has its own type, whatever its column says. */
import type { ValueForms } from '../../core/adapter/values/value-forms.js';

/** Without the column's affinity and collation; `1` and `1.0` are equal, `1` and `'1'` are not. */
function comparable(expression: string): string {
  return `(+(${expression}) collate binary)`;
}

function text(expression: string): string {
  const whole = `cast((${expression}) as integer)`;
  const real = `case when (${expression}) = ${whole} then cast(${whole} as text) else printf('%!.17g', ${expression}) end`;
  const of = (type: string, form: string) => `when '${type}' then ${form}`;
  return `(case typeof(${expression}) ${of('integer', `cast((${expression}) as text)`)} ${of('real', real)} ${of('blob', `hex(${expression})`)} else +(${expression}) end collate binary)`;
}

function keyText(expression: string): string {
  const kind = `case typeof(${expression}) when 'text' then 't' when 'blob' then 'x' else 'n' end`;
  return `(coalesce(${kind} || ${text(expression)}, '') collate binary)`;
}

export const sqliteValueForms: ValueForms = { comparable, text, keyText, settings: [] };
