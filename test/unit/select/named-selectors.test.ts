import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../../core/project/yaml/parse-yaml.js';
import { selectNodes } from '../../../core/select/select-nodes.js';
import type { SelectionRequest } from '../../../core/select/selection.js';
import { readSelectors } from '../../../core/select/selectors/read-selectors.js';
import { manifestOf, modelNode, otherNode } from '../../support/manifest.js';

/** a <- b <- c, with a test over a and c. */
const manifest = manifestOf([
  modelNode('a', { tags: ['nightly'] }),
  modelNode('b', { dependsOn: { nodes: ['model.shop.a'], macros: [] } }),
  modelNode('c', { dependsOn: { nodes: ['model.shop.b'], macros: [] } }),
  otherNode('test', 't', { dependsOn: { nodes: ['model.shop.a', 'model.shop.c'], macros: [] } }),
]);

function ask(definitions: string, request: Partial<SelectionRequest>) {
  const document = parseYaml(`selectors:\n${definitions}`, 'selectors.yml').value;
  const { value: selectors } = readSelectors(document, document.value);
  const all = { select: null, exclude: [], indirectSelection: 'eager' as const, ...request };
  const { value, diagnostics } = selectNodes(manifest, all, selectors);
  return {
    names: [...value.ids]
      .map((id) => id.split('.')[2])
      .sort()
      .join(' '),
    diagnostics,
  };
}

const nightly = '  - {name: nightly, definition: "tag:nightly"}\n';

describe('selector: is a method', () => {
  it.each([
    ['selector:nightly', 'a t'],
    ['selector:nightly+1', 'a b t'],
    ['selector:night*,a', 'a t'],
    ['b selector:nightly', 'a b t'],
  ])('%s', (word, names) => {
    expect(ask(nightly, { select: [word] })).toEqual({ names, diagnostics: [] });
  });

  it('in --exclude too', () => {
    expect(ask(nightly, { select: ['a+'], exclude: ['selector:nightly'] }).names).toBe('b c');
  });

  it('keeps the tests that its definition holds back, and releases them with the other parents', () => {
    const cautious = '  - {name: one, definition: {method: fqn, value: a, indirect_selection: cautious}}\n';
    expect(ask(cautious, { select: ['selector:one'] }).names).toBe('a');
    const both = { select: ['selector:one', 'c'], indirectSelection: 'cautious' } as const;
    expect(ask(cautious, both).names).toBe('a c t');
  });

  it('of a name that nobody defines is an error with did-you-mean', () => {
    expect(ask(nightly, { select: ['selector:nihgtly'] })).toMatchObject({
      names: '',
      diagnostics: [{ severity: 'error', hint: "Did you mean 'nightly'?" }],
    });
  });
});

describe('--selector', () => {
  it('is used alone, and says so', () => {
    const { names, diagnostics } = ask(nightly, { selector: 'nightly', select: ['b'] });
    expect(names).toBe('a t');
    expect(diagnostics).toMatchObject([
      {
        code: 'TSDBT_FLAG_IGNORED',
        severity: 'warning',
        message: '--selector nightly is used alone: --select and --exclude beside it change nothing.',
        hint: 'To combine them, write --select selector:nightly.',
      },
    ]);
  });

  it('of a name that nobody defines is an error that names those that are', () => {
    expect(ask(nightly, { selector: 'weekly' }).diagnostics).toMatchObject([
      { severity: 'error', message: "There is no selector 'weekly'.", hint: 'selectors.yml defines nightly.' },
    ]);
  });

  it('that matches nothing warns at its definition, with did-you-mean', () => {
    const { names, diagnostics } = ask('  - {name: nightly, definition: "tag:nihgtly"}\n', { selector: 'nightly' });
    expect(names).toBe('');
    expect(diagnostics).toMatchObject([
      {
        code: 'TSDBT_SELECTOR_NO_MATCH',
        severity: 'warning',
        message: "The selector 'nightly' does not match any enabled nodes.",
        hint: "Did you mean 'nightly'?",
        location: { file: 'selectors.yml', line: 2 },
      },
    ]);
  });

  it('of a text with set operators says that there are none in selectors.yml', () => {
    expect(ask('  - {name: two, definition: "a b"}\n', { selector: 'two' }).diagnostics).toMatchObject([
      { hint: 'A text in selectors.yml is one criterion: write `union:` or `intersection:` for more.' },
    ]);
  });

  it('that needs what is not built says so where it is written', () => {
    const definitions = '  - {name: new, definition: "state:new"}\n  - {name: all, definition: "selector:new"}\n';
    expect(ask(definitions, { selector: 'all' }).diagnostics).toMatchObject([
      { code: 'TSDBT_SELECTOR_NOT_BUILT', severity: 'error', location: { line: 2 } },
    ]);
  });
});

describe('the default selector', () => {
  const definitions = '  - {name: nightly, default: true, definition: "tag:nightly"}\n';

  it('stands for a command line that selects nothing', () => {
    expect(ask(definitions, {}).names).toBe('a t');
    expect(ask(definitions, { indirectSelection: 'empty' }).names).toBe('a');
  });

  it('is named by the selection, so that commands can say what stood in', () => {
    const document = parseYaml(`selectors:\n${definitions}`, 'selectors.yml').value;
    const { value: selectors } = readSelectors(document, document.value);
    const nameIn = (request: Partial<SelectionRequest>) => {
      const all = { select: null, exclude: [], indirectSelection: 'eager' as const, ...request };
      return selectNodes(manifest, all, selectors).value.defaultSelector;
    };
    expect([nameIn({}), nameIn({ select: ['a'] }), nameIn({ selector: 'nightly' })]).toEqual([
      'nightly',
      undefined,
      undefined,
    ]);
  });

  it('gives way to --select and to --exclude', () => {
    expect(ask(definitions, { select: ['b'] }).names).toBe('b');
    expect(ask(definitions, { exclude: ['a'] }).names).toBe('b c');
  });
});

it('the answer is in the order of the words, and then of the manifest', () => {
  const all = { select: ['c', '@b'], exclude: ['a'], indirectSelection: 'empty' as const };
  expect([...selectNodes(manifest, all).value.ids]).toEqual(['model.shop.c', 'model.shop.b', 'test.shop.t']);
});

it('definitions that use others twice each are evaluated once each', () => {
  const deep = Array.from(
    { length: 60 },
    (_, at) => `  - {name: s${at + 1}, definition: {union: ["selector:s${at}", {selector: s${at}}]}}\n`,
  );
  const definitions = `  - {name: s0, definition: a}\n${deep.join('')}`;
  expect(ask(definitions, { selector: 's60' }).names).toBe('a t');
});
