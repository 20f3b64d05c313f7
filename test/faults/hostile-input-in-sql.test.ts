/** Values, names and configs reach the database as data: none of them ends a statement and begins another. */
import { describe, expect, it } from 'vitest';
import { databaseTypes, type Files, type Place, withPlace } from '../support/faults/place.js';
import { runFolder } from '../support/faults/run-folder.js';
import { testedAdapters as adapters } from '../support/faults/tested-adapters.js';

const evil = [
  `'); drop table canary; --`,
  `"); drop table canary; --`,
  `x'; drop table canary; --`,
  `*/ drop table canary; /*`,
];

/** Runs a project beside a table of somebody else's, which must be there afterwards. */
async function runBesideCanary(place: Place) {
  await place.query(`create table ${place.prefix}canary (id integer)`);
  try {
    return await runFolder(place.folder, { adapters });
  } finally {
    expect(await place.query(`select count(*) from ${place.prefix}canary`)).toEqual([['0']]);
  }
}

const table = "{{ config(materialized='table') }} select 1 as id, 'x' as t";
const yaml = (value: unknown) => JSON.stringify(value);

describe.each(databaseTypes)('hostile values on %s', (type) => {
  it('are data: in seeds and their headers, values of tests, descriptions, tags, vars, schemas and aliases', () => {
    const header = evil.map((text) => `"${text.replaceAll('"', '""')}"`).join(',');
    const files: Files = {
      'dbt_project.yml': yaml({ name: 'shop', version: '1.0', profile: 'shop', vars: { evil: evil[0] } }),
      'seeds/s.csv': `${header}\n${header}\n`,
      'models/a.sql': table,
      'models/b.sql': `{{ config(materialized='table', alias=${yaml(evil[2])}, tags=${yaml(evil)}) }} select '{{ var('evil') | replace("'", "''") }}' as t`,
      'models/s.yml': yaml({
        models: [
          {
            name: 'a',
            description: evil.join(' '),
            config: { meta: { evil }, persist_docs: { relation: true, columns: true } },
            columns: [
              {
                name: 't',
                description: evil.join(' '),
                data_tests: [
                  { accepted_values: { arguments: { values: ['x', ...evil] } } },
                  {
                    accepted_values: {
                      name: evil[1],
                      arguments: { values: evil },
                      config: { severity: 'warn', store_failures: true, alias: evil[1], schema: evil[0] },
                    },
                  },
                ],
              },
            ],
          },
        ],
      }),
    };
    return withPlace(type, files, async (place) => {
      if (type === 'postgres') place.profile({ schema: `s"; drop table public.canary; --` });
      const { results } = await runBesideCanary(place);
      expect([...results.values()].map(({ status }) => status).sort()).toEqual([
        'pass',
        'success',
        'success',
        'success',
        'warn',
      ]);
    });
  });

  const test = (config: object, args: object = {}) => ({
    'models/a.sql': table,
    'models/s.yml': yaml({
      models: [{ name: 'a', columns: [{ name: 't', data_tests: [{ not_null: { config, ...args } }] }] }],
    }),
  });
  const calm = 'select 0 as failures, 1=0 as should_warn, 1=0 as should_error from';

  it.each<[string, Files]>([
    ['where', test({ where: `1=1) q) q2; drop table canary; ${calm} (select t from (select 'z' as t` })],
    ['fail_calc', test({ fail_calc: `0 as failures; drop table canary; select 0` })],
    ['error_if', test({ error_if: `> 1 as e from (select 1) y; drop table canary; ${calm} (select 1) z where 1 ` })],
    [
      'a field of relationships',
      {
        'models/a.sql': table,
        'models/s.yml': yaml({
          models: [
            {
              name: 'a',
              columns: [
                {
                  name: 't',
                  data_tests: [
                    {
                      relationships: {
                        arguments: { to: "ref('a')", field: `t from canary) q; drop table canary; --` },
                      },
                    },
                  ],
                },
              ],
            },
          ],
        }),
      },
    ],
    ['a singular test', { 'tests/t.sql': `select 1 where 1=0) q; drop table canary; ${calm} (select 1` }],
    [
      'index columns',
      {
        'models/a.sql': `{{ config(materialized='table', indexes=[{'columns': ['id); drop table canary; --']}]) }} select 1 as id`,
      },
    ],
    [
      'an index type',
      {
        'models/a.sql': `{{ config(materialized='table', indexes=[{'columns': ['id'], 'type': 'btree (id); drop table canary; --'}]) }} select 1 as id`,
      },
    ],
    [
      'column_types',
      {
        'seeds/s.csv': 'id\n1\n',
        'seeds/s.yml': yaml({
          seeds: [
            { name: 's', config: { column_types: { id: 'integer); drop table canary; create table z (a integer' } } },
          ],
        }),
      },
    ],
  ])('%s cannot hold a second statement: the node is an error that says so', (_, files) =>
    withPlace(type, files, async (place) => {
      const { result } = await runBesideCanary(place);
      const failed = result.results.filter(({ status }) => status === 'error');
      expect(failed).toHaveLength(1);
      expect(failed[0]?.message).toMatch(/several statements|is no column or expression|is no type/);
    }),
  );

  it('a query comment cannot end itself', () => {
    const project = { name: 'shop', version: '1.0', profile: 'shop', 'query-comment': evil[3] };
    return withPlace(type, { 'dbt_project.yml': yaml(project), 'models/a.sql': table }, async (place) => {
      const { results } = await runBesideCanary(place);
      expect(results.get('a')).toMatchObject({ status: 'error', message: expect.stringContaining('*/') });
    });
  });
});

it('a role and a search_path of a Postgres profile are names', () =>
  withPlace('postgres', { 'models/a.sql': table }, async (place) => {
    place.profile({ role: 'postgres"; drop table public.canary; --' });
    await expect(runBesideCanary(place)).rejects.toThrow(/role .* does not exist/);
  }));

it('the path and the schema of an attached SQLite file are names', () =>
  withPlace('sqlite', { 'models/a.sql': table, "y'; drop table canary; --.db": '' }, async (place) => {
    place.profile({ attach: { 'raw"; drop table canary; --': "y'; drop table canary; --.db" } });
    const { results } = await runBesideCanary(place);
    expect(results.get('a')?.status).toBe('success');
  }));
