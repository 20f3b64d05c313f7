/** Names: built as they are written or refused before anything is built; never cut, folded together or run as SQL. */
import { describe, expect, it } from 'vitest';
import { databaseTypes, type Place, withPlace } from '../support/faults/place.js';
import { type FinishedFolderRun, runFolder } from '../support/faults/run-folder.js';
import { testedAdapters as adapters } from '../support/faults/tested-adapters.js';

const run = (place: Place, threads = 4) => runFolder(place.folder, { adapters, threads });
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
/** Messages of the nodes that did not do what they should. */
const problems = ({ results }: FinishedFolderRun) =>
  [...results]
    .filter(([, { status }]) => !['success', 'pass', 'warn'].includes(status))
    .map(([name, { message }]) => [name, message]);

/** Tables and views that the project's database holds, the ledger left out. */
async function relationsOf(place: Place): Promise<string[]> {
  const rows = await place.query(
    place.type === 'sqlite'
      ? "select name from sqlite_master where type in ('table', 'view')"
      : "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v')",
  );
  return rows
    .map(([name]) => String(name))
    .filter((name) => !name.startsWith('_tsdbt'))
    .sort();
}

const oddNames = [
  'a.b',
  'per%cent %s',
  'dol$1$$lar',
  'back\\slash',
  'new\nline',
  'tab\there',
  '1st',
  'select',
  'Group',
  "qu'o",
  'd"q',
  'semi;--c',
  'com /* ment */',
  '{x}',
  'שלום',
  '😀👩‍👩‍👧',
  '\u00e9cole',
  'e\u0301cole',
];

describe.each(databaseTypes)('names on %s', (type) => {
  it('odd names of models, columns, tags, tests and keys are built as they are written, twice', () => {
    const models = oddNames.flatMap((name, index) => {
      const text = JSON.stringify(name).replaceAll('{', '\\x7b');
      const column = JSON.stringify(quoted(name)).replaceAll('{', '\\x7b');
      const config = `materialized='incremental', alias=${text}, tags=[${text}], unique_key=${column}, incremental_strategy='delete+insert', indexes=[{'columns': [${column}]}]`;
      return [[`models/m${index}.sql`, `{{ config(${config}) }} select 1 as {{ ${column} }}`]];
    });
    const tests = oddNames.map((name, index) => ({
      name: `m${index}`,
      columns: [{ name, quote: true, data_tests: [{ not_null: { name: `t ${name}` } }, 'unique'] }],
    }));
    const plain = tests.filter(({ columns }) => !columns[0].name.includes('{'));
    const files = { ...Object.fromEntries(models), 'models/s.yml': JSON.stringify({ models: plain }) };
    return withPlace(type, files, async (place) => {
      for (let time = 0; time < 2; time++) expect(problems(await run(place))).toEqual([]);
      expect(await relationsOf(place)).toEqual([...oddNames].sort());
      for (const name of oddNames) {
        expect(await place.query(`select ${quoted(name)} from ${place.prefix}${quoted(name)}`)).toEqual([['1']]);
      }
    });
  });

  it('odd names in the header of a seed are columns of these names', () => {
    const header = oddNames.map(quoted).join(',');
    const files = { 'seeds/odd.csv': `${header}\n${oddNames.map((_, index) => index).join(',')}\n` };
    return withPlace(type, files, async (place) => {
      expect(problems(await run(place))).toEqual([]);
      const columns = oddNames.map(quoted).join(', ');
      const [row] = await place.query(`select ${columns} from ${place.prefix}odd`);
      expect(row).toEqual(oddNames.map((_, index) => String(index)));
    });
  });

  it('names that differ in case are one relation where the database says so, which is an error, else two', () => {
    const files = {
      'models/a.sql': "{{ config(materialized='table', alias='Orders') }} select 1 as id",
      'models/b.sql': "{{ config(materialized='table', alias='orders') }} select 2 as id",
    };
    return withPlace(type, files, async (place) => {
      if (type === 'sqlite') return expect(run(place)).rejects.toThrow(/'a'.*and the model 'b'.*would both be the/s);
      expect(problems(await run(place))).toEqual([]);
      return expect(await relationsOf(place)).toEqual(['Orders', 'orders']);
    });
  });

  it('two names of 63 bytes that differ at their end are two relations, built, replaced and tested', () => {
    const base = 'é'.repeat(31);
    const model = (end: string, kind: string) =>
      `{{ config(materialized='${kind}', alias='${base}${end}', unique_key='id', indexes=[{'columns': ['id']}]) }} select 1 as id`;
    const files = {
      'models/a.sql': model('a', 'incremental'),
      'models/b.sql': model('b', 'incremental'),
      'models/c.sql': model('c', 'table'),
      'models/d.sql': model('d', 'table'),
      'models/s.yml': `models: [{name: a, columns: [{name: id, data_tests: [{accepted_values: {arguments: {values: ['2']}, config: {severity: warn, store_failures: true, alias: '${base}e'}}}]}]}]`,
    };
    return withPlace(type, files, async (place) => {
      // One after the other: Postgres names the array types of both alike, and two sessions would meet there.
      for (let time = 0; time < 2; time++) expect(problems(await run(place, 1))).toEqual([]);
      const ends = (await relationsOf(place)).filter((name) => name.startsWith(base)).map((name) => name.slice(31));
      expect(ends).toEqual(type === 'sqlite' ? ['a', 'b', 'c', 'd', 'e'] : ['a', 'b', 'c', 'd']);
    });
  });

  it('a name that no database may have is refused at its place before anything is built', () => {
    const files = {
      'models/a.sql': "{{ config(alias='x\\x00y') }} select 1 as id",
      'models/s.yml': 'sources: [{name: raw, tables: [{name: t, identifier: "a\\0b"}]}]',
    };
    return withPlace(type, files, (place) => expect(run(place)).rejects.toThrow(/alias "x\\u0000y".*"a\\u0000b"/s));
  });

  it('a statement with the character NUL is refused, not cut there', () => {
    const files = { 'models/a.sql': "{{ config(materialized='table') }} select 1 as id\0 where 1 = 0" };
    return withPlace(type, files, async (place) => {
      const { results } = await run(place);
      expect(results.get('a')).toMatchObject({ status: 'error', message: expect.stringContaining('NUL') });
      expect(await relationsOf(place)).toEqual([]);
    });
  });
});

describe('names that Postgres would cut at 63 bytes', () => {
  const long = `${'é'.repeat(31)}xy`;
  const landed = (table: string, column: string) => ({
    'models/s.yml': `sources: [{name: raw, schema: public, tables: [{name: t, identifier: "${table}", external: {location: "data/*.csv"}}]}]`,
    'data/a.csv': `id,${column}\n1,2\n`,
  });

  it.each([
    ['of a model', { 'models/a.sql': `{{ config(alias='${long}') }} select 1 as id` }],
    ['of a schema', { 'models/a.sql': `{{ config(schema='${long}') }} select 1 as id` }],
    ['of a source that load fills', landed(long, 'n')],
    [
      'of stored failures',
      {
        'models/a.sql': 'select 1 as id',
        'models/s.yml': `models: [{name: a, columns: [{name: id, data_tests: [{unique: {config: {store_failures: true, alias: "${long}"}}}]}]}]`,
      },
    ],
  ])('%s are errors before anything is built', (_, files) =>
    withPlace('postgres', files, async (place) => {
      await expect(run(place)).rejects.toThrow(/a name of 6[45]|a name of 7\d bytes; the database keeps 63/);
      expect(await relationsOf(place)).toEqual([]);
    }),
  );

  it.each([
    ['of a seed', { 'seeds/s.csv': `id,${long}\n1,2\n` }],
    ['of a landed file', landed('t', long)],
  ])('%s in a header are errors of the node, and nothing is created', (_, files) =>
    withPlace('postgres', files, async (place) => {
      const { result } = await run(place);
      expect(result.results.map(({ diagnostics }) => diagnostics[0]?.code)).toContain('TSDBT_RELATION_NAME_LONG');
      expect(await relationsOf(place)).toEqual([]);
    }),
  );
});
