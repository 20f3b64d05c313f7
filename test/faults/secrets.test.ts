/** Promise: a password or the value of a secret variable is nowhere in what tsdbt prints or writes, in no encoding. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { type CliResult, tsdbt, writeFiles } from '../support/cli.js';
import { type DatabaseType, databaseTypes, type Place, withPlace } from '../support/faults/place.js';

const VALUE = `hunter's "42"/ß\\n%x`;
const KEY =
  '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0\nBAQEFAASCBKcwggSjAgEAAo\n-----END PRIVATE KEY-----\n';

const sql = (text: string) => `'${text.replaceAll("'", "''")}'`;
/** As a text of a template, inside single quotes. */
const jinja = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Every form in which a text could betray the value. */
function formsOf(value: string): string[] {
  const json = JSON.stringify(value).slice(1, -1);
  const lines = value.split('\n').filter((line) => line.length > 6);
  return [
    ...[value, json, JSON.stringify(json).slice(1, -1), ...lines],
    ...[
      value.replaceAll("'", "''"),
      value.replaceAll('"', '""'),
      JSON.stringify(value.replaceAll("'", "''")).slice(1, -1),
    ],
    ...[encodeURIComponent(value), encodeURIComponent(encodeURIComponent(value))],
    new URLSearchParams({ x: value }).toString().slice(2),
    ...[base64(value), base64(`etl:${value}`), Buffer.from(value).toString('hex')].map((form) => form.slice(6, 22)),
  ];
}

const models = (value: string) => ({
  'models/fine.sql': `select ${sql(value)} as token, ${sql(`https://etl:${encodeURIComponent(value)}@host`)} as url`,
  'models/refused.sql': `select ${sql(value)} from nowhere`,
  'models/told.sql': `{{ log(${jinja(value)}, info=true) }}{{ print(${jinja(value)}) }}select 1 as a`,
  'models/raised.sql': `{{ exceptions.raise_compiler_error('no ' ~ ${jinja(value)}) if execute }}select 1 as a`,
  'models/warned.sql': `{{ exceptions.warn('careful with ' ~ ${jinja(value)}) if execute }}select 1 as a`,
  'models/asked.sql': `{% if execute %}{% do run_query("select " ~ ${jinja(sql(value))} ~ " from nowhere") %}{% endif %}select 1 as a`,
  'models/hooked.sql': `{{ config(post_hook=${jinja(`select ${sql(value)} from nowhere`)}) }}select 1 as a`,
  'models/kept.yml': JSON.stringify({
    models: [
      {
        name: 'fine',
        description: `the token is ${value}`,
        config: { meta: { token: value, encoded: base64(value), pair: base64(`etl:${value}`) } },
        columns: [{ name: 'token', data_tests: [{ accepted_values: { arguments: { values: ['another'] } } }] }],
      },
    ],
  }),
  'macros/tell.sql': `{% macro tell() %}{{ print(${jinja(value)}) }}{% do run_query("select nothing from " ~ ${jinja(`"${value}"`)}) %}{% endmacro %}`,
  'tests/rows.sql': `select token, url from {{ ref('fine') }}`,
  'seeds/pairs.csv': `id,token\n1,"${value.replaceAll('"', '""').replaceAll('\n', ' ')}"\n`,
});

const commands: readonly (readonly string[])[] = [
  ['build'],
  ['build', '--debug', '--fail-fast'],
  ['build', '--debug', '--log-format', 'json', '--log-format-file', 'json'],
  ['run', '--log-format', 'debug', '--select', 'fine', '--full-refresh'],
  ['test', '--store-failures', '--select', 'fine'],
  ['compile', '--select', 'fine', '--output', 'json'],
  ['show', '--select', 'fine', '--output', 'json'],
  ['show', '--select', 'fine', '--debug'],
  ['ls', '--output', 'json', '--output-keys', 'description,config,meta,raw_code'],
  ['parse', '--log-level', 'debug'],
  ['run-operation', 'tell', '--debug', '--log-format', 'json'],
  ['debug', '--debug'],
];

/** What mentions the value on the command line itself, right or wrong. */
const withValue = (value: string): readonly (readonly string[])[] => [
  ['show', '--inline', `select ${sql(value)} as token`, '--debug'],
  ['ls', '--select', value],
  ['build', '--threads', value],
  ['run', '--vars', JSON.stringify({ token: value }), '--debug', '--select', 'fine'],
];

function writtenTexts(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /^(target|logs)\//.test(name) && statSync(join(folder, name)).isFile())
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
}

/** Each place where a form of the value shows. */
function leaks(texts: readonly (readonly [string, string])[], values: readonly string[]): string[] {
  return texts.flatMap(([name, text]) =>
    values.flatMap((value) => formsOf(value).flatMap((form) => (text.includes(form) ? [`${name}: ${form}`] : []))),
  );
}

async function runAll(place: Place, env: Record<string, string>, all: readonly (readonly string[])[]) {
  const texts: [string, string][] = [];
  const codes: (number | null)[] = [];
  for (const command of all) {
    const { code, stdout, stderr }: CliResult = await tsdbt(command, { cwd: place.folder, env });
    codes.push(code);
    texts.push([`${command.join(' ')} (stdout)`, stdout], [`${command.join(' ')} (stderr)`, stderr]);
  }
  return { codes, texts: [...texts, ...writtenTexts(place.folder)] };
}

/** Where the database's own words matter, on both; the rest on one. */
const few = [1, 2, 4, 10].map((index) => commands[index]!);
const cases: Readonly<Record<DatabaseType, { all: readonly (readonly string[])[]; codes: readonly number[] }>> = {
  sqlite: {
    all: [...commands, ...withValue(VALUE)],
    codes: [1, 1, 1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0],
  },
  postgres: { all: few, codes: [1, 1, 1, 1] },
};

describe.each(databaseTypes)('secrets on %s', (type) => {
  it('appear in no output and no file of commands that fail or succeed', async () => {
    await withPlace(type, models(VALUE), async (place) => {
      const env = { DBT_ENV_SECRET_TOKEN: VALUE };
      const { all, codes: expected } = cases[type];
      const { codes, texts } = await runAll(place, env, all);
      expect(leaks(texts, [VALUE])).toEqual([]);
      expect(codes).toEqual(expected);
      expect(texts.filter(([, text]) => text.includes('*****')).length).toBeGreaterThan(all.length);
      for (const [name, text] of texts.filter(([name]) => name.endsWith('.json'))) {
        expect(() => JSON.parse(text) as unknown, name).not.toThrow();
      }
    });
  });
});

describe('secrets', () => {
  it('of several lines appear in no line', async () => {
    await withPlace('sqlite', models(KEY), async (place) => {
      const all = [commands[2]!];
      const { texts } = await runAll(place, { DBT_ENGINE_ENV_SECRET_KEY: KEY }, all);
      expect(leaks(texts, [KEY])).toEqual([]);
    });
  });

  it('cannot be read by a template, neither under the one name nor under the other', async () => {
    const files = {
      'models/a.sql': "select '{{ env_var('DBT_ENV_SECRET_TOKEN') }}' as a",
      'models/b.sql': "select '{{ env_var('DBT_ENGINE_ENV_SECRET_TOKEN') }}' as a",
    };
    await withPlace('sqlite', files, async (place) => {
      const env = { DBT_ENV_SECRET_TOKEN: VALUE, DBT_ENGINE_ENV_SECRET_TOKEN: VALUE };
      const { codes, texts } = await runAll(place, env, [['build']]);
      expect(codes).toEqual([2]);
      expect(texts[0]![1].match(/can be read in profiles.yml and packages.yml only/g)).toHaveLength(2);
      expect(leaks(texts, [VALUE])).toEqual([]);
    });
  });

  it('that profiles.yml holds literally are in no frame, whatever is wrong with the file', async () => {
    await withPlace('sqlite', { 'models/a.sql': 'select 1 as a' }, async (place) => {
      const texts: [string, string][] = [];
      for (const wrong of ['port: many', 'port: 1\n     broken', 'prot: 1', 'port: "{{ nothing() }}"']) {
        const output = `      password: hunter-the-22nd\n      ${wrong}\n      pass: hunter-the-23rd`;
        const profile = `shop:\n  outputs:\n    dev:\n      type: postgres\n${output}\n  target: dev\n`;
        writeFiles(place.folder, { 'profiles.yml': profile });
        const { texts: found, codes } = await runAll(place, {}, [['build', '--debug']]);
        expect(codes).toEqual([2]);
        texts.push(...found);
      }
      expect(texts.filter(([, text]) => /hunter-the/.test(text)).map(([name]) => name)).toEqual([]);
      expect(texts.some(([, text]) => text.includes('password: *****'))).toBe(true);
    });
  });

  it('of a connection, right or wrong, are not told by the server nor by a model that holds them', async () => {
    const { password } = inject('postgres');
    await withPlace('postgres', models(password), async (place) => {
      const right = await runAll(place, {}, [['build', '--debug']]);
      expect(leaks(right.texts, [password])).toEqual([]);
      place.profile({ password: VALUE });
      const wrong = await runAll(place, {}, [
        ['build', '--debug'],
        ['debug', '--log-format', 'json'],
      ]);
      expect(wrong.codes).toEqual([2, 1]);
      expect(wrong.texts.some(([, text]) => text.includes('password authentication failed'))).toBe(true);
      expect(leaks(wrong.texts.slice(0, 4), [VALUE])).toEqual([]);
    });
  });
});
