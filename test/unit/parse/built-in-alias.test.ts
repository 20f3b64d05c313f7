import { describe, expect, it } from 'vitest';
import { builtInFiles } from '../../support/macros.js';
import { type Files, parseInMemory } from '../../support/project.js';

const internalMacros = builtInFiles('postgres');

/** The alias of a model named `orders`, with the macros that come with tsdbt. */
function aliasOf(files: Files, addon?: Files): string | undefined {
  const options = { internalMacros, ...(addon === undefined ? {} : { addon }) };
  const { manifest, diagnostics } = parseInMemory({ 'models/orders.sql': 'select 1', ...files }, options);
  expect(diagnostics).toEqual([]);
  return manifest.nodes.get(`model.${addon === undefined ? 'shop' : 'addon'}.orders`)?.alias;
}

const spelling = (name: string) => `{% macro ${name}(custom, node) %}{{ custom or node.name }}_own{% endmacro %}`;

describe('the alias of a node', () => {
  it('is its name, or the one that is configured, trimmed', () => {
    expect(aliasOf({})).toBe('orders');
    expect(aliasOf({ 'models/orders.sql': "{{ config(alias=' other ') }}select 1" })).toBe('other');
  });

  it.each(['generate_alias_name', 'default__generate_alias_name', 'postgres__generate_alias_name'])(
    'is what the project spells as %s',
    (name) => {
      expect(aliasOf({ 'macros/own.sql': spelling(name) })).toBe('orders_own');
    },
  );

  it('is what the package of the node spells', () => {
    const addon = { 'models/orders.sql': 'select 1', 'macros/own.sql': spelling('generate_alias_name') };
    expect(aliasOf({ 'models/orders.sql': '' }, addon)).toBe('orders_own');
  });

  it('is not what is spelled for another database', () => {
    expect(aliasOf({ 'macros/own.sql': spelling('sqlite__generate_alias_name') })).toBe('orders');
  });
});
