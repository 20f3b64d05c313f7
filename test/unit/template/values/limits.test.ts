import { describe, expect, it } from 'vitest';
import { TsdbtError } from '../../../../core/diagnostics/error.js';
import { createModules } from '../../../../core/template/values/modules.js';
import { environmentOf, scopeOf } from '../support.js';

function render(text: string): string {
  const scope = scopeOf({}, { values: { modules: createModules() } });
  return environmentOf().compile({ text, file: 'bomb.sql' }).renderSync(scope);
}

const bombs = [
  "{{ 'a' * 10**10 }}",
  "{{ 10**10 * 'a' }}",
  '{{ [0] * 10**10 }}',
  '{{ (0,) * 10**10 }}',
  '{{ 2 ** (10**9) }}',
  '{{ 10 ** (10 ** 10) }}',
  '{{ 7 ** 5000000 }}',
  '{{ 10 ** 5000 }}',
  "{{ {'a': 1}|tojson(indent=10**9) }}",
  '{{ modules.itertools.tee([1], 10**9) }}',
  '{{ modules.itertools.product([1, 2], repeat=10**9)|first }}',
  "{{ ('a ' * 10**6)|wordwrap(1, wrapstring='b' * 10**6) }}",
  '{{ 2.5|round(10**9, "floor") }}',
  '{{ range(10**9) }}',
  "{{ '%1000000000d' % 1 }}",
  "{{ '%.1000000000f' % 1 }}",
  "{{ '%*d' % (10**9, 1) }}",
  "{{ '{:>1000000000}'.format(1) }}",
  "{{ '{:.1000000000f}'.format(1) }}",
  "{{ '{:>{}}'.format(1, 10**9) }}",
  "{{ 'a'.ljust(10**9) }}",
  "{{ 'a'.rjust(10**9) }}",
  "{{ 'a'.center(10**9) }}",
  "{{ 'a'|center(10**9) }}",
  "{{ 'a'.zfill(10**9) }}",
  "{{ 'a\\tb'.expandtabs(10**9) }}",
  "{{ 'a\\nb'|indent(10**9) }}",
  "{{ ('a' * 10**6).replace('a', 'a' * 10**6) }}",
  "{{ ('a' * 10**6).join(['b'] * 10**6) }}",
  "{{ (['b'] * 10**6)|join('a' * 10**6) }}",
  "{{ modules.re.sub('a', 'a' * 10**6, 'a' * 10**6) }}",
  "{{ [1]|batch(10**10, 'x')|list }}",
  "{{ [1]|slice(10**10, 'x')|list }}",
  "{{ modules.re.search('(a+)+$', 'a' * 40 ~ 'b') }}",
  "{{ modules.re.search('(a|aa)+$', 'a' * 60 ~ 'b') }}",
  "{{ modules.re.search('((((((((((a{100}){100}){100})))))))))', 'a') }}",
  "{{ modules.re.compile('a' * 20000) }}",
  "{{ ('9' * 5000)|int(none) + 1 }}",
  '{% set ns = namespace(l=[]) %}{% for i in range(100) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l }}',
  '{% set ns = namespace(l=[]) %}{% for i in range(100) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l|tojson }}',
  '{% set ns = namespace(l=(1,)) %}{% for i in range(100) %}{% set ns.l = (ns.l, ns.l) %}{% endfor %}{{ {ns.l: 1} }}',
  "{% set ns = namespace(s='aa') %}{% for i in range(100) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
  "{% set ns = namespace(s='aa') %}{% for i in range(100) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
  '{% set l = [1] %}{% for i in range(100) %}{% do l.extend(l) %}{% endfor %}',
  '{% set ns = namespace(n=9) %}{% for i in range(100) %}{% set ns.n = ns.n * ns.n %}{% endfor %}',
];

describe('an expression that would build too much ends in an error', () => {
  it.each(bombs)('%s', (text) => {
    const start = performance.now();
    expect(() => render(text)).toThrow(TsdbtError);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('a list that holds itself prints as Python prints it', () => {
    expect(render('{% set l = [1] %}{% do l.append(l) %}{{ l }}')).toBe('[1, [...]]');
    expect(render("{% set d = {} %}{% do d.update({'d': d}) %}{{ d }}")).toBe("{'d': {...}}");
  });

  it('an endless generator ends when too many items were read', () => {
    expect(() => render('{{ modules.itertools.count()|list }}')).toThrow(TsdbtError);
  });
});
