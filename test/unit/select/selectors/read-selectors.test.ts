import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../../../core/project/yaml/parse-yaml.js';
import { readSelectors } from '../../../../core/select/selectors/read-selectors.js';

function read(text: string) {
  const document = parseYaml(text, 'selectors.yml').value;
  return readSelectors(document, document.value);
}

/** One definition called `main`, its lines below `definition:`. */
function define(...lines: readonly string[]) {
  return read(
    ['selectors:', '  - name: main', '    definition:', ...lines.map((line) => `      ${line}`), ''].join('\n'),
  );
}

const found = (outcome: ReturnType<typeof read>) =>
  outcome.diagnostics.map(({ severity, message, hint, location }) => ({
    severity,
    message,
    ...(hint === undefined ? {} : { hint }),
    at: `${location?.file}:${location?.line}:${location?.column}`,
  }));

describe('a mistake in selectors.yml has its place and a hint:', () => {
  it.each([
    [
      'a method that does not exist',
      ['method: tga', 'value: x'],
      {
        message: "The selector 'tga:x' names the method 'tga', which does not exist.",
        hint: "Did you mean 'tag'?",
        at: '5:14',
      },
    ],
    [
      'the same as a key',
      ['pth: models'],
      {
        message: "The selector 'pth:models' names the method 'pth', which does not exist.",
        hint: "Did you mean 'path'?",
        at: '4:12',
      },
    ],
    [
      'an unknown key',
      ['method: tag', 'value: x', 'chlidren: true'],
      {
        message: '`selectors[0].definition` has the unknown key `chlidren`.',
        hint: "Did you mean 'children'?",
        at: '6:7',
      },
    ],
    ['no value', ['method: tag'], { message: '`selectors[0].definition` lacks the key `value`.', at: '4:7' }],
    ['no method', ['value: x'], { message: '`selectors[0].definition` lacks the key `method`.', at: '4:7' }],
    [
      'two methods in one mapping',
      ['tag: a', 'path: b'],
      {
        message: '`selectors[0].definition` must have one key, or `method` and `value`; found tag, path.',
        hint: 'For several criteria write a list under `union:` or `intersection:`.',
        at: '4:7',
      },
    ],
    [
      'no list under union',
      ['union: tag:a'],
      { message: '`selectors[0].definition.union` must be a list, found the text "tag:a".', at: '4:14' },
    ],
    [
      'a key beside union',
      ['union: [tag:a]', 'exclude: [b]'],
      {
        message: '`selectors[0].definition` has `union` and so no other key; found `exclude`.',
        hint: 'Make it an entry of the list under `union:`.',
        at: '5:7',
      },
    ],
    [
      'two exclusions',
      ['union:', '  - tag:a', '  - exclude: [b]', '  - exclude: [c]'],
      {
        message: '`selectors[0].definition.union` has more than one `exclude`.',
        hint: 'Put all into one list.',
        at: '7:11',
      },
    ],
    [
      'an exclusion from nothing',
      ['exclude: [a]'],
      {
        message: '`selectors[0].definition` has nothing that `exclude` could be taken off.',
        hint: 'Put it beside `method:` and `value:`, or into the list of `union:` or `intersection:`.',
        at: '4:7',
      },
    ],
    [
      'a mode that does not exist',
      ['method: tag', 'value: a', 'indirect_selection: caution'],
      {
        message:
          '`selectors[0].definition.indirect_selection` must be one of eager, cautious, buildable, empty, found the text "caution".',
        at: '6:27',
      },
    ],
    [
      'a depth that is no number',
      ['method: tag', 'value: a', 'parents: true', 'parents_depth: deep'],
      { message: '`selectors[0].definition.parents_depth` must be a whole number, found the text "deep".', at: '7:22' },
    ],
    [
      'children twice',
      ['method: tag', 'value: a', 'children: true', 'childrens_parents: true'],
      {
        message: '`selectors[0].definition` has both `children` and `childrens_parents`, which exclude each other.',
        at: '6:7',
      },
    ],
    [
      'a value that the method cannot take',
      ['union:', '  - resource_type: modle'],
      {
        message:
          "The selector 'resource_type:modle' has the value 'modle'; 'resource_type:' takes one of analysis, exposure, model, seed, snapshot, source, test, unit_test.",
        hint: "Did you mean 'model'?",
        at: '5:26',
      },
    ],
    [
      'a definition that is not there',
      ['method: selector', 'value: mian'],
      { message: "'selector:mian': there is no selector 'mian'.", hint: "Did you mean 'main'?", at: '5:14' },
    ],
    [
      'a text that is no criterion',
      ['union:', '  - "@a+"'],
      {
        message: "The selector '@a+' has both '@' and a trailing '+', which exclude each other.",
        hint: "Write '@a' (children and all that they need) or 'a+' (children only).",
        at: '5:12',
      },
    ],
  ])('%s', (_, lines, { at, ...expected }) => {
    expect(found(define(...lines))).toEqual([{ severity: 'error', ...expected, at: `selectors.yml:${at}` }]);
  });

  it('a key of the file, and one of an entry', () => {
    expect(found(read('selector: []\n'))).toEqual([
      {
        severity: 'error',
        message: 'The file has the unknown key `selector`.',
        hint: "Did you mean 'selectors'?",
        at: 'selectors.yml:1:1',
      },
    ]);
    expect(found(read('selectors:\n  - name: a\n    defnition: b\n'))).toMatchObject([
      { message: '`selectors[0]` lacks the key `definition`.' },
      {
        message: '`selectors[0]` has the unknown key `defnition`.',
        hint: "Did you mean 'definition'?",
        at: 'selectors.yml:3:5',
      },
    ]);
  });

  it('a circle of names, once', () => {
    const text = 'selectors:\n  - {name: a, definition: "selector:b"}\n  - {name: b, definition: {selector: a}}\n';
    expect(found(read(text))).toEqual([
      { severity: 'error', message: "The selector 'a' uses itself: a → b → a.", at: 'selectors.yml:2:12' },
    ]);
  });

  it('a name that is defined twice, and two defaults, with both places', () => {
    const text = `selectors:
  - {name: a, definition: x, default: true}
  - {name: a, definition: y}
  - {name: b, definition: y, default: true}
`;
    const { diagnostics } = read(text);
    expect(
      diagnostics.map(({ message, location, notes }) => [message, location?.line, notes?.[0].location?.line]),
    ).toEqual([
      ["The selector 'a' is defined twice.", 3, 2],
      ["Both 'a' and 'b' are the default selector.", 4, 2],
    ]);
  });

  it('every one of a file comes at once, and what uses a broken definition is no second mistake', () => {
    const text = `selectors:
  - {name: a, definition: {tga: x}}
  - {name: b, definition: {method: tag}}
  - {name: c, definition: "selector:b"}
`;
    expect(read(text).diagnostics).toHaveLength(2);
  });
});

describe('in selectors.yml', () => {
  it('a method that is not built yet is no mistake until it is used', () => {
    expect(define('method: state', 'value: modified').diagnostics).toEqual([]);
  });

  it('keys beside `method: selector` are ignored, as in dbt, with a warning', () => {
    const outcome = read(`selectors:
  - {name: a, definition: x}
  - name: b
    definition:
      method: selector
      value: a
      exclude: [y]
`);
    expect(found(outcome)).toMatchObject([
      {
        severity: 'warning',
        message: '`exclude` beside `method: selector` changes nothing, as in dbt.',
        at: 'selectors.yml:7:7',
      },
    ]);
    expect(outcome.value.size).toBe(2);
  });

  it('nothing defines nothing', () => {
    expect(read('')).toEqual({ value: new Map(), diagnostics: [] });
  });
});
