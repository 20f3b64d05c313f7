import { describe, expect, it } from 'vitest';
import { createVars } from '../../../../core/project/vars.js';
import { createComparableReader } from '../../../../core/state/changes/comparable-manifest.js';
import { compareNodes } from '../../../../core/state/changes/compare-nodes.js';
import { type Files, type InMemoryOptions, parseInMemory } from '../../../support/project.js';

/** What changes between two loads of the same files: `by_var: inputs (var days)`. */
function changes(files: Files, before: InMemoryOptions, after: InMemoryOptions, targets = ['dev', 'dev']): string[] {
  const read = createComparableReader();
  const [left, right] = [before, after].map((options, index) => {
    const { manifest, parsed } = parseInMemory(files, options);
    const target = { name: targets[index], threads: 1 };
    return read(manifest, { vars: createVars(parsed.config), env: options.env ?? {}, target });
  });
  const lines = compareNodes(left, right).map(({ id, kind, reasons }) => {
    const parts = reasons.map(({ part, names }) => `${part} (${names.join(', ')})`);
    return `${id.split('.')[2]}: ${kind === 'changed' ? parts.join(', ') : kind}`;
  });
  return lines.sort();
}

describe('inputs of nodes', () => {
  const files: Files = {
    'macros/since.sql': "{% macro since() %}{{ var('days', 1) }}{% endmacro %}",
    'models/plain.sql': 'select 1 as id',
    'models/by_var.sql': "{% if execute %}select {{ var('days') }}{% endif %}",
    'models/by_macro.sql': 'select {{ since() }}',
    'models/by_env.sql': `select '{{ env_var("REGION", '') }}'`,
    'models/hooked.sql': "{{ config(post_hook=\"{{ env_var('REGION', '') }}\") }}select 1",
    'models/any_var.sql': "{% set name = 'x' %}select {{ var(name, 0) }}",
    'models/by_target.sql': "select '{{ target.name }}'",
    'models/schema.yml':
      'models:\n  - name: plain\n    columns: [{name: id, data_tests: [{accepted_values: {values: [\'{{ var("days", 1) }}\']}}]}]\n',
  };

  it('change with a var that the code, a macro or an argument names, taken branches or not', () => {
    expect(changes(files, { vars: { days: 1 } }, { vars: { days: 2 } })).toEqual([
      'accepted_values_plain_id___var_days_1_: inputs (var days)',
      'any_var: inputs (var *)',
      'by_macro: inputs (var days)',
      'by_var: inputs (var days)',
    ]);
  });

  it('change with an environment variable that the code or a hook names', () => {
    expect(changes(files, { env: { REGION: 'eu', PATH: '1' } }, { env: { REGION: 'us', PATH: '2' } })).toEqual([
      'by_env: inputs (env_var REGION)',
      'hooked: inputs (env_var REGION)',
    ]);
  });

  it('change with the target where the code names it', () => {
    expect(changes(files, {}, {}, ['dev', 'prod'])).toEqual(['by_target: inputs (target)']);
  });

  it('are left alone by vars that nobody names', () => {
    const { 'models/any_var.sql': _, ...named } = files;
    expect(changes(named, { vars: { other: 1 } }, { vars: { other: 2 } })).toEqual([]);
  });
});
