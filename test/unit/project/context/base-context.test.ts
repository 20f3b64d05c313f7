import { describe, expect, it } from 'vitest';
import { createBaseContext } from '../../../../core/project/context/base-context.js';
import type { BaseContextOptions } from '../../../../core/project/context/context-options.js';
import type { Json } from '../../../../core/resources/json.js';
import { createEnvironment } from '../../../../core/template/environment.js';
import type { Scope } from '../../../../core/template/template.js';

const environment = createEnvironment({
  macros: [],
  rootPackage: 'p',
  internalPackage: 'dbt',
  prefixes: ['default'],
  searchOrder: {},
});

const VARS: Readonly<Record<string, Json>> = { n: 5, text: '{{ 1 + 1 }}', list: ['{{ x }}'], nothing: null };
const said: string[] = [];

function render(text: string, changes: Partial<BaseContextOptions> = {}): string {
  const scope: Scope = {
    packageName: 'p',
    lookup: createBaseContext({
      target: {
        profileName: 'shop',
        targetName: 'dev',
        profilesFile: null,
        credentials: {
          type: 'postgres',
          database: 'db',
          schema: 'public',
          threads: 4,
          retries: 1,
          publicFields: { host: 'h' },
          secrets: ['hunter2'],
          describe: '',
          files: [],
          settings: { password: 'hunter2' },
        },
      },
      projectName: 'p',
      invocation: {
        id: 'b0a7',
        startedAt: '2026-01-02T03:04:05.000006Z',
        which: 'run',
        flags: { WHICH: 'run', FULL_REFRESH: false },
        args: { which: 'run', vars: {} },
        env: { HOME_TOWN: 'x', DBT_ENV_SECRET_A: 's', DBT_ENV_CUSTOM_ENV_TEAM: 'data' },
        toolVersion: '0.0.0',
      },
      vars: {
        get: (name) => VARS[name],
        names: () => Object.keys(VARS),
        render: (template) => environment.compile({ text: template, file: 'vars' }).renderSync(scope),
      },
      sink: {
        log: (message, isInfo) => said.push(`${isInfo ? 'info' : 'debug'} ${message}`),
        print: (message) => said.push(`print ${message}`),
        warn: (message) => said.push(`warn ${message}`),
      },
      mayReadSecrets: false,
      ...changes,
    }),
  };
  return environment.compile({ text, file: 't.sql' }).renderSync(scope);
}

/** Expected texts are those of dbt 1.11.16. */
describe('names', () => {
  it.each([
    ['{{ target.name }} {{ target.type }} {{ target["threads"] }} {{ target.profile_name }}', 'dev postgres 4 shop'],
    ['{{ target.schema }} {{ target.database }} {{ target.dbname }} {{ target.host }}', 'public db db h'],
    ['{{ target.get("nosuch", "x") }} {{ target.password is defined }}', 'x False'],
    ['{{ var("n") + 1 }} {{ var("text") }} {{ var("list") }}', "6 2 ['{{ x }}']"],
    ['{{ var("q", none) is none }} {{ var("q", default="d") }} {{ var("nothing") is none }}', 'True d True'],
    ['{{ var.has_var("n") }} {{ var.has_var("q") }}', 'True False'],
    ['{{ env_var("HOME_TOWN") }} {{ env_var("NOPE", 5) + 1 }}', 'x 6'],
    [
      '{{ tojson({"b": 1, "a": "é"}) }} {{ tojson({"b": 1, "a": 2}, sort_keys=true) }}',
      '{"b": 1, "a": "\\u00e9"} {"a": 2, "b": 1}',
    ],
    [
      '{{ fromjson(\'[1, 1.0, {"a": null}]\') }} {{ fromjson("{", "d") }} {{ fromjson("{") }}',
      "[1, 1.0, {'a': None}] d None",
    ],
    ['{{ fromyaml("a: 1\\nb: yes") }} {{ fromyaml("a: [", "d") }}', "{'a': 1, 'b': True} d"],
    ["{{ toyaml({'b': [1, {'x': 2}], 'a': 'yes'}) }}", "b:\n- 1\n- x: 2\na: 'yes'\n"],
    ['{{ set([1, 2, 2]) | length }} {{ set(5) }} {{ set(5, "d") }} {{ set_strict([3]) | list }}', '2 None d [3]'],
    [
      '{{ zip([1, 2], [3, 4]) | list }} {{ zip(1, [2]) }} {{ zip_strict([1], [2, 3]) | list }}',
      '[(1, 3), (2, 4)] None [(1, 2)]',
    ],
    ['{{ local_md5("a") }}', '0cc175b9c0f1b6a831c399e269772661'],
    ["{{ diff_of_two_dicts({'A': ['x', 'y'], 'b': ['z']}, {'a': ['X']}) }}", "{'A': ['y'], 'b': ['z']}"],
    ['{{ flags.WHICH }} {{ flags.FULL_REFRESH }} {{ flags.full_refresh is defined }}', 'run False False'],
    [
      '{{ run_started_at }} {{ run_started_at.strftime("%Y") }} {{ run_started_at.tzinfo }}',
      '2026-01-02 03:04:05.000006+00:00 2026 UTC',
    ],
    ['{{ modules.datetime.date(2026, 1, 2) }} {{ modules.re.match("a+", "aab").group(0) }}', '2026-01-02 aa'],
    ['{{ invocation_id }} {{ thread_id }} {{ project_name }} {{ dbt_version }}', 'b0a7 MainThread p 1.11.16'],
    ['{{ dbt_metadata_envs }} {{ invocation_args_dict.which }}', "{'TEAM': 'data'} run"],
  ])('%s', (text, expected) => {
    expect(render(text)).toBe(expected);
  });

  it('no name of JavaScript is a name', () => {
    expect(render('{{ constructor is defined }} {{ __proto__ is defined }}')).toBe('False False');
  });

  it('before there is a target there is none', () => {
    expect(render('{{ target is defined }}', { target: null })).toBe('False');
  });
});

describe('messages', () => {
  it('go to the sink and print nothing', () => {
    said.length = 0;
    expect(render('[{{ log("a") }}{{ log(5, info=true) }}{{ print("c") }}{{ exceptions.warn("d") }}]')).toBe('[]');
    expect(said).toEqual(['debug a', 'info 5', 'print c', 'warn d']);
  });
});

describe('errors', () => {
  it.each([
    ['{{ var("q") }}', "Required var 'q' not found in config. Vars: n, text, list, nothing."],
    ['{{ env_var("NOPE") }}', "Env var required but not provided: 'NOPE'"],
    ['{{ env_var("DBT_ENV_SECRET_A") }}', 'can be read in profiles.yml and packages.yml only'],
    ['{{ exceptions.raise_compiler_error("boo") }}', 'boo'],
    ['{{ exceptions.missing_relation("a.b") }}', 'The relation a.b does not exist.'],
    ['{{ zip_strict(1) }}', "'int' object is not iterable"],
    ['{{ tojson(set([1])) }}', 'Object of type set is not JSON serializable'],
  ])('%s', (text, message) => {
    expect(() => render(text)).toThrow(message);
  });

  it('secrets may be read where that is said', () => {
    expect(render('{{ env_var("DBT_ENV_SECRET_A") }}', { mayReadSecrets: true })).toBe('s');
  });
});

describe('onUse', () => {
  it('is told of vars and environment variables', () => {
    const used: string[] = [];
    render('{{ var("n") }}{{ env_var("HOME_TOWN") }}', { onUse: (kind, name) => used.push(`${kind} ${name}`) });
    expect(used).toEqual(['var n', 'env_var HOME_TOWN']);
  });
});
