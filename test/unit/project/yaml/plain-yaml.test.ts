import { parseEvents } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { composeYaml } from '../../../../core/project/yaml/compose-yaml.js';
import { readPlainYaml } from '../../../../core/project/yaml/plain-yaml.js';
import type { YamlNode } from '../../../../core/project/yaml/yaml-document.js';

/** What the parser makes of a text; null where it finds something wrong. */
function parsed(text: string): YamlNode | null {
  try {
    const { root, problems } = composeYaml(text, parseEvents(text, {}));
    return problems.length === 0 ? root : null;
  } catch {
    return null;
  }
}

const PLAIN = `# a file
version: 2

models:
  - name: orders
    description: 'it is "quoted"'
    +enabled: yes
    columns:
    - name: id
      data_tests: [not_null, 'unique', 3]
      meta: []
    - name: é   
      description: "see http://x.y # here"
      quote:
  # between
  -   name: items
      data_tests:
        - dbt_utils.at_least_one:
            column_name: 12:30
        - unique
last:`;

describe('a text of plain YAML', () => {
  it('gives the values, the places and the sizes that the parser gives', () => {
    const read = readPlainYaml(PLAIN);
    expect(read).not.toBeNull();
    expect(read).toEqual(parsed(PLAIN));
  });

  it.each([
    ['an anchor', 'a: &x b\n'],
    ['an alias', 'a: *x\n'],
    ['a tag', 'a: !!str 1\n'],
    ['a block of text', 'a: |\n  b\n'],
    ['a text over two lines', 'a: b\n  c\n'],
    ['a mapping in braces', 'a: {b: c}\n'],
    ['a list in a list', 'a: [[b]]\n'],
    ['an escape', 'a: "\\n"\n'],
    ['a doubled quote', "a: 'it''s'\n"],
    ['a comment behind a value', 'a: b # c\n'],
    ['a merge', '<<: b\n'],
    ['a key twice', 'a: b\na: c\n'],
    ['a tab', 'a:\tb\n'],
    ['a carriage return', 'a: b\r\n'],
    ['a line separator', 'a: b\u2028c\n'],
    ['a second document', 'a: b\n---\na: c\n'],
    ['another indentation', 'a:\n    b: c\n  d: e\n'],
    ['a colon in a value', 'a: b: c\n'],
    ['an open quote', 'a: "b\n'],
    ['a list as the whole', '- a\n'],
    ['nothing', ''],
    ['deep nesting', Array.from({ length: 60 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ])('is not one with %s', (_what, text) => {
    expect(readPlainYaml(text)).toBeNull();
  });

  it('is read as the parser reads it, or not at all, whatever it holds', () => {
    const random = createRandom(20);
    let read = 0;
    for (let count = 0; count < 3000; count++) {
      const text = randomText(random);
      const plain = readPlainYaml(text);
      if (plain === null) continue;
      read++;
      expect(plain, JSON.stringify(text)).toEqual(parsed(text));
    }
    expect(read).toBeGreaterThan(300);
  });
});

type Random = <T>(choices: readonly T[]) => T;

/** Mulberry32: the same choices in each run. */
function createRandom(seed: number): Random {
  let state = seed;
  return (choices) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return choices[((mixed ^ (mixed >>> 14)) >>> 0) % choices.length];
  };
}

const VALUES = [
  ...[
    'a',
    'two words',
    '1',
    '1.0',
    '-5',
    '-.inf',
    '010',
    'yes',
    '~',
    'a:b',
    'a#b',
    '{{ x }}',
    'x {{ y }}',
    '-',
    '.',
    '(x)',
  ],
  ...[
    '"q"',
    "'s'",
    '""',
    "''",
    '"a" b',
    "'it''s'",
    '"x: y"',
    '"',
    'a #c',
    'a: b',
    'a:',
    '# c',
    '|',
    '> ',
    '&a b',
    '*a',
    '!t x',
  ],
  ...[
    '[]',
    '[a, b]',
    "['a', 'b c', 3]",
    '[a,b]',
    '[a, ]',
    '[a: b]',
    '[a',
    '[""]',
    '[~]',
    '[1.5, a.b]',
    '{a: 1}',
    'é',
    'a]',
  ],
];
const KEYS = ['a1', 'b1', 'c1', 'd1', 'e1', 'a2', 'b2', 'c2', 'd2', '+x', 'd.e', 'a b', '"k"', '<<', '1', '__proto__'];
const FORMS: readonly ((key: string, value: string) => string)[] = [
  (key) => `${key}:`,
  (key) => `${key}:`,
  (key, value) => `${key}: ${value}`,
  (key, value) => `${key}: ${value}`,
  (_key, value) => `- ${value}`,
  (key, value) => `- ${key}: ${value}`,
  (key) => `- ${key}:`,
  (key, value) => `-  ${key}:  ${value}  `,
];

function randomText(random: Random): string {
  let indent = 0;
  const lines = Array.from({ length: random([1, 2, 3, 4, 5, 6, 7]) }, () => {
    const key = random([...KEYS.slice(0, 9), ...KEYS]);
    const line = random(FORMS)(key, random([random(VALUES), 'x', '[a, b]', '"q"']));
    const written = `${' '.repeat(indent)}${line}`;
    const isOpen = line.endsWith(':');
    indent = Math.max(0, indent + (isOpen ? random([0, 2, 2, 4]) : random([0, 0, 0, 2, -2, -4])));
    return random([written, written, written, `${written}\n  # c`, `${written}\n`]);
  });
  return lines.join('\n');
}
