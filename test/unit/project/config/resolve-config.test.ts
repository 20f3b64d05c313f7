import { describe, expect, it } from 'vitest';
import type { ConfigResource } from '../../../../core/project/config/config-key.js';
import { type ConfigLevel, resolveConfig } from '../../../../core/project/config/resolve-config.js';
import type { ProjectConfig } from '../../../../core/project/project-config.js';
import type { JsonObject } from '../../../../core/resources/json.js';
import { packageConfig, projectConfig } from '../../../support/project-config.js';

const level = (values: JsonObject): ConfigLevel => ({
  values,
  unrendered: values,
  locateKey: () => ({ file: 'f', line: 1, column: 1 }),
  locate: () => ({ file: 'models/x.sql', line: 1, column: 1 }),
});

interface Given {
  readonly project: ProjectConfig;
  readonly fqn: readonly string[];
  readonly resource?: ConfigResource;
  readonly levels?: readonly JsonObject[];
}

function resolve({ project, fqn, resource = 'model', levels = [] }: Given) {
  return resolveConfig({ resource, project, packageName: fqn[0], fqn, levels: levels.map(level) });
}

describe('a model without configs', () => {
  it('has the defaults of dbt 1.11', () => {
    const { config } = resolve({ project: projectConfig('name: p'), fqn: ['p', 'a'] }).value;
    expect(config).toEqual({
      enabled: true,
      alias: null,
      schema: null,
      database: null,
      group: null,
      tags: [],
      meta: {},
      materialized: 'view',
      incremental_strategy: null,
      batch_size: null,
      lookback: 1,
      begin: null,
      persist_docs: {},
      'post-hook': [],
      'pre-hook': [],
      quoting: {},
      column_types: {},
      full_refresh: null,
      unique_key: null,
      on_schema_change: 'ignore',
      on_configuration_change: 'apply',
      grants: {},
      packages: [],
      docs: { show: true, node_color: null },
      contract: { enforced: false, alias_types: true },
      event_time: null,
      concurrent_batches: null,
      access: 'protected',
      freshness: null,
    });
  });
});

describe('levels', () => {
  const project = projectConfig(`
name: p
models:
  +tags: [root]
  p:
    +materialized: table
    +meta: {x: 1, y: 1}
    +grants: {select: [a], insert: b}
    staging:
      materialized: view
      +tags: staging
      +grants: {+select: c}
      b:
        +alias: bb
`);

  it('go from general to specific along the folders, down to the file', () => {
    const { config } = resolve({ project, fqn: ['p', 'staging', 'b'] }).value;
    expect(config).toMatchObject({ materialized: 'view', alias: 'bb' });
  });

  it('a folder that is not on the way has no effect', () => {
    const { config } = resolve({ project, fqn: ['p', 'marts', 'b'] }).value;
    expect(config).toMatchObject({ materialized: 'table', alias: null, tags: ['root'] });
  });

  it('property file beats tree, file beats property file', () => {
    const levels: JsonObject[] = [
      { materialized: 'incremental', alias: 'from_properties' },
      { materialized: 'ephemeral' },
    ];
    const { config } = resolve({ project, fqn: ['p', 'staging', 'b'], levels }).value;
    expect(config).toMatchObject({ materialized: 'ephemeral', alias: 'from_properties' });
  });

  it('tags add up, meta is merged, grants with + add up', () => {
    const levels: JsonObject[] = [{ tags: 'x', meta: { y: 2 } }, { tags: ['y', 'x'] }];
    const { config } = resolve({ project, fqn: ['p', 'staging', 'b'], levels }).value;
    expect(config.tags).toEqual(['root', 'staging', 'x', 'y', 'x']);
    expect(config.meta).toEqual({ x: 1, y: 2 });
    expect(config.grants).toEqual({ select: ['a', 'c'], insert: ['b'] });
  });

  it('hooks of every level run, in every spelling', () => {
    const levels: JsonObject[] = [{ pre_hook: 'one' }, { 'pre-hook': [{ sql: 'two', transaction: false }, 'three'] }];
    expect(resolve({ project, fqn: ['p', 'a'], levels }).value.config['pre-hook']).toEqual([
      { sql: 'one', transaction: true, index: null },
      { sql: 'two', transaction: false, index: null },
      { sql: 'three', transaction: true, index: null },
    ]);
  });

  it('null takes a value back', () => {
    expect(resolve({ project, fqn: ['p', 'staging', 'b'], levels: [{ alias: null }] }).value.config.alias).toBeNull();
  });

  it('what was written is kept by its canonical key, the last level winning', () => {
    const levels: JsonObject[] = [{ tags: 'x', pre_hook: 'one' }, { tags: ['y'] }];
    expect(resolve({ project, fqn: ['p', 'marts', 'b'], levels }).value.unrendered).toEqual({
      tags: ['y'],
      materialized: 'table',
      meta: { x: 1, y: 1 },
      grants: { select: ['a'], insert: 'b' },
      'pre-hook': 'one',
    });
  });
});

describe('an installed package', () => {
  it("is configured by its own tree first and by the root project's last, over its files", () => {
    const pkg = packageConfig('name: pkg\nmodels:\n  pkg:\n    +materialized: view\n    +tags: [own]\n', '/pkg');
    const project = projectConfig('name: p\nmodels:\n  +tags: [root]\n  pkg:\n    +materialized: table\n', {
      packages: [pkg],
    });
    const { config } = resolve({
      project,
      fqn: ['pkg', 'm'],
      levels: [{ materialized: 'ephemeral', tags: 'file' }],
    }).value;
    expect(config).toMatchObject({ materialized: 'table', tags: ['own', 'file', 'root'] });
  });
});

describe('data tests', () => {
  const project = projectConfig('name: p\ndata_tests:\n  +store_failures: true\n  p:\n    +severity: warn\n');
  const test = (levels: readonly JsonObject[]) =>
    resolve({ project, fqn: ['p', 't'], resource: 'test', levels }).value.config;

  it('have defaults of their own', () => {
    const plain = resolve({ project: projectConfig('name: p'), fqn: ['p', 't'], resource: 'test' }).value.config;
    expect(plain).toMatchObject({
      materialized: 'test',
      severity: 'ERROR',
      schema: 'dbt_test__audit',
      fail_calc: 'count(*)',
      warn_if: '!= 0',
      error_if: '!= 0',
      where: null,
      limit: null,
      store_failures: null,
      store_failures_as: null,
    });
  });

  it('the more specific of store_failures and store_failures_as decides both', () => {
    expect(test([])).toMatchObject({ store_failures: true, store_failures_as: 'table', severity: 'warn' });
    expect(test([{ store_failures_as: 'view' }])).toMatchObject({ store_failures: true, store_failures_as: 'view' });
    expect(test([{ store_failures: false }])).toMatchObject({ store_failures: false, store_failures_as: 'ephemeral' });
  });
});

describe('mistakes', () => {
  const project = projectConfig('name: p');

  it('a wrong type of a known key is an error', () => {
    const { diagnostics } = resolve({ project, fqn: ['p', 'a'], levels: [{ enabled: 'maybe', 'pre-hook': 5 }] });
    expect(diagnostics).toMatchObject([
      {
        code: 'TSDBT_CONFIG_INVALID',
        severity: 'error',
        message: 'The config `enabled` must be true or false, found the text "maybe".',
      },
      { code: 'TSDBT_CONFIG_INVALID' },
    ]);
  });

  it('an unknown key is a warning with the nearest known one, and stays readable', () => {
    const { value, diagnostics } = resolve({
      project,
      fqn: ['p', 'a'],
      levels: [{ materialised: 'table', mine: [1] }],
    });
    expect(diagnostics).toMatchObject([
      { code: 'TSDBT_CONFIG_UNKNOWN', severity: 'warning', hint: "Did you mean 'materialized'?" },
      { code: 'TSDBT_CONFIG_UNKNOWN', hint: 'Put facts of your own under `meta`.' },
    ]);
    expect(value.config).toMatchObject({ materialised: 'table', mine: [1], materialized: 'view' });
  });

  it('names of JavaScript are unknown keys like any other', () => {
    const values = JSON.parse('{"__proto__": 1, "constructor": 2}') as JsonObject;
    const { value, diagnostics } = resolve({ project, fqn: ['p', 'a'], levels: [values] });
    expect(diagnostics).toHaveLength(2);
    expect(Object.getOwnPropertyDescriptor(value.config, '__proto__')?.value).toBe(1);
  });
});
