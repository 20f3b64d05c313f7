import { describe, expect, it } from 'vitest';
import {
  concatRendered,
  originAt,
  plainText,
  type RenderedText,
  trimRendered,
} from '../../../core/template/source-map.js';
import { environmentOf, macrosOf, scopeOf } from './support.js';

const macros = macrosOf('{% macro col(name) %}\n  {{ name }} as {{ name }}_x{% endmacro %}');

function render(text: string): Promise<RenderedText> {
  return environmentOf({ macros })
    .compile({ text, file: 'models/m.sql' })
    .render(scopeOf({ t: 'orders' }));
}

/** Where the first character of a part of the rendered text came from. */
function origin(rendered: RenderedText, part: string) {
  const found = originAt(rendered, rendered.text.indexOf(part));
  return found && { file: found.file, line: found.line, column: found.column };
}

describe('positions in rendered text', () => {
  it('lead to the very character of template text', async () => {
    const rendered = await render('{{ config }}\nselect a,\n       b from {{ t }} where c');
    expect(origin(rendered, 'b from')).toEqual({ file: 'models/m.sql', line: 3, column: 8 });
    expect(origin(rendered, 'where')).toEqual({ file: 'models/m.sql', line: 3, column: 23 });
  });

  it('lead from printed values to their expression', async () => {
    expect(origin(await render('select * from {{ t }}'), 'orders')).toEqual({
      file: 'models/m.sql',
      line: 1,
      column: 18,
    });
  });

  it('lead from the text of a macro into the macro, with the call on the stack', async () => {
    const rendered = await render('select {{ col("a") }} from x');
    expect(origin(rendered, ' as ')).toEqual({ file: 'macros/m.sql', line: 2, column: 13 });
    const found = originAt(rendered, rendered.text.indexOf(' as '));
    expect(found?.stack.map((frame) => [frame.macro, frame.calledAt])).toEqual([
      ['col', { file: 'models/m.sql', line: 1, column: 11 }],
    ]);
  });

  it('lead from changed text of a macro to the call', async () => {
    expect(origin(await render('select {{ col("a") | upper }} from x'), 'AS')).toMatchObject({
      file: 'models/m.sql',
      line: 1,
    });
  });

  it('survive trimming and joining', async () => {
    const joined = concatRendered([
      plainText('with x as ('),
      trimRendered(await render('\n\n  select b\n  from y \n')),
      plainText(')'),
    ]);
    expect(joined.text).toBe('with x as (select b\n  from y)');
    expect(origin(joined, 'from y')).toEqual({ file: 'models/m.sql', line: 4, column: 3 });
    expect(origin(joined, 'select')).toEqual({ file: 'models/m.sql', line: 3, column: 3 });
    expect(originAt(joined, 0)).toBeNull();
  });

  it('keep the line when a file has line ends of Windows, which come out as plain ones', async () => {
    const rendered = await render('select a,\r\n  b\r\nfrom z');
    expect(rendered.text).toBe('select a,\n  b\nfrom z');
    expect(origin(rendered, 'from z')).toEqual({ file: 'models/m.sql', line: 3, column: 1 });
  });
});
