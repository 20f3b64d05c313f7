import { describe, expect, it } from 'vitest';
import { nodeScope } from '../../../core/compile/context/node-scope.js';
import { type LikeSpelling, spellLike } from '../../../core/execute/node/like-spelling.js';
import { argument } from '../../../core/plan/steps.js';
import type { Json } from '../../../core/resources/json.js';
import { toValue } from '../../../core/template/values/convert.js';
import { compileBench } from '../../support/compile.js';

interface Spelled {
  readonly texts: readonly string[];
  /** How often a macro was called for them. */
  readonly calls: number;
}

/** Statements for these arguments, spelled one after the other by one run. */
async function spell(
  lists: readonly (readonly Json[])[],
  files: Readonly<Record<string, string>> = {},
): Promise<Spelled> {
  const { runtime, node } = compileBench({ 'models/a.sql': 'select 1 as id', ...files });
  const { project } = runtime;
  const { environment } = runtime;
  const known: LikeSpelling = new Map();
  const texts: string[] = [];
  let calls = 0;
  for (const list of lists) {
    const step = { kind: 'spell', macro: 'get_test_sql', args: list.map(argument.plain) } as const;
    const text = await spellLike(step, {
      known,
      project,
      packageName: project.name,
      inFull: async ({ macro: name, args }, options) => {
        calls++;
        const macro = environment.findMacro(name, project.name);
        const values = args.map((one) => toValue(one.is === 'plain' ? one.value : null));
        return String(
          await environment.callMacro(
            macro!,
            { args: values, kwargs: new Map() },
            nodeScope(node('a'), runtime, options),
          ),
        );
      },
    });
    texts.push(text);
  }
  return { texts, calls };
}

const plain = (sql: string): Json[] => [sql, 'count(*)', '!= 0', '!= 0', null];
const flat = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

describe('statements around the SQL of tests', () => {
  it('are spelled twice for all that differ in that SQL alone', async () => {
    const { texts, calls } = await spell(['select 1', 'select 2', 'select 3', 'select 4'].map(plain));
    expect(texts.map(flat)).toEqual(
      [1, 2, 3, 4].map(
        (one) =>
          `select count(*) as failures, count(*) != 0 as should_warn, count(*) != 0 as should_error from ( select ${one} ) dbt_internal_test`,
      ),
    );
    expect(calls).toBe(2);
  });

  it('are not mixed with those of another limit or verdict', async () => {
    const limited = (sql: string): Json[] => [sql, 'count(*)', '> 1', '> 2', 5];
    const { texts } = await spell([plain('a'), limited('b'), plain('c'), limited('d'), plain('e'), limited('f')]);
    expect(texts.map((text) => /\( (.*) \)/.exec(flat(text))![1])).toEqual([
      'a',
      'b limit 5',
      'c',
      'd limit 5',
      'e',
      'f limit 5',
    ]);
    expect(flat(texts[5]!)).toContain('count(*) > 1 as should_warn, count(*) > 2 as should_error');
  });

  it.each([
    ['of the project', '{% macro get_test_sql(sql, a, b, c, d) %}{{ sql | length }}{% endmacro %}'],
    [
      'that dispatch finds in the project',
      '{% macro default__get_test_sql(sql, a, b, c, d) %}{{ sql | length }}{% endmacro %}',
    ],
  ])('are spelled each in full by a macro %s', async (_, macro) => {
    const { texts, calls } = await spell(['x', 'xx', 'xxx'].map(plain), { 'macros/own.sql': macro });
    expect(texts.map(flat)).toEqual(['1', '2', '3']);
    expect(calls).toBe(3);
  });

  it('are spelled each in full in a project that has the name of the package of the built-in macros', async () => {
    const macro =
      "{% macro postgres__get_test_sql(sql, a, b, c, d) %}{{ 'other' if sql == 'x3' else sql }}{% endmacro %}";
    const { texts } = await spell(['x1', 'x2', 'x3'].map(plain), {
      'dbt_project.yml': "name: dbt\nversion: '1.0'\n",
      'macros/own.sql': macro,
    });
    expect(texts.map(flat)).toEqual(['x1', 'x2', 'other']);
  });
});
