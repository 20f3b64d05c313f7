import { describe, expect, it } from 'vitest';
import { callsOfCode, callsOfMacro } from '../../../core/parse/macros/macro-calls.js';

const names = (calls: ReturnType<typeof callsOfCode>) =>
  calls.map((call) => `${call.isDispatch ? 'dispatch ' : ''}${call.packageName ?? ''}:${call.name}`);

describe('calls read from text', () => {
  it('are found in tags, with package and once each', () => {
    const code = 'select f(1), {{ one() }} {% set x = pkg.two(three(1)) %} {{ one(2) }} {# {{ no() }} #}';
    expect(names(callsOfCode(code))).toEqual([':one', 'pkg:two', ':three']);
  });

  it('leave the header of a macro out', () => {
    expect(names(callsOfMacro('{% macro m(a, b) %}{{ n() }}{% endmacro %}'))).toEqual([':n']);
  });

  it('know dispatch with its namespace', () => {
    const macro =
      "{% macro m() %}{{ adapter.dispatch('n', 'pkg')() }}{{ adapter.dispatch(macro_name='o') () }}{% endmacro %}";
    const found = names(callsOfMacro(macro)).filter((name) => name.startsWith('dispatch'));
    expect(found).toEqual(['dispatch pkg:n', 'dispatch :o']);
  });
});
