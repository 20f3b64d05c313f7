import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../../../core/project/yaml/parse-yaml.js';

const diagnose = (text: string) => {
  const { value, diagnostics } = parseYaml(text, 'f.yml');
  const [first] = diagnostics;
  return { value: value.value, count: diagnostics.length, ...first };
};

describe('broken YAML', () => {
  it.each([
    ['a:\n\t- b', 'a tab stands where spaces are expected', 2, 1],
    ['a: "x', 'a text in double quotes is not closed', 1, 6],
    ["a: 'x", 'a text in single quotes is not closed', 1, 6],
    ['a: [1', 'a list or mapping in brackets is not closed', 1, 6],
    ['b: [1,\nc: 2\n', 'a bracket or quote above is not closed', 2, 1],
    ["a: 'x\nb: 2\n", 'a bracket or quote above is not closed', 2, 1],
    ['- a\nb: c', 'does not belong to what stands above it', 2, 1],
    ['a: "\\q"', 'begins no known escape', 1, 6],
    ['a: x\u0001', 'a character that no text may contain', 1, 5],
  ])('%j is one error with its place', (text, message, line, column) => {
    const found = diagnose(text);
    expect(found).toMatchObject({ code: 'TSDBT_YAML_INVALID', severity: 'error', count: 1, value: null });
    expect(found.message).toContain(message);
    expect(found.location).toEqual({ file: 'f.yml', line, column });
  });

  it.each([
    ['a: {{ x }}', 'Put quotes around a value that begins with `{{`.'],
    ['a: {% if x %}1{% endif %}', 'Put quotes around a value that begins with `{{` or `{%`.'],
    ['a: b: c', 'Put quotes around a value that contains `: `.'],
    ['a: @x', 'Put quotes around a value that begins with @, ` or %.'],
    ["a: 'x' y", 'Put quotes around the whole value, not a part of it.'],
  ])('%j proposes quotes', (text, hint) => {
    expect(diagnose(text).hint).toBe(hint);
  });

  it('a second document is an error', () => {
    expect(diagnose('- a\n---\n- b\n').message).toContain('second YAML document');
  });

  it('an unknown tag and an alias without anchor are errors', () => {
    expect(diagnose('a: !foo x\n').message).toContain('The tag `!foo` does not fit here');
    expect(diagnose('a: *b\n').message).toContain('No anchor `&b`');
    expect(diagnose('a: &a [*a]\n').message).toContain('inside of its own anchor');
  });

  it('a merge key without a mapping is an error', () => {
    expect(diagnose('a: {<<: 3}\n').message).toContain('The merge key');
  });

  it('a key that stands twice is a warning, and the last one counts', () => {
    expect(diagnose('a: 1\nb: 2\na: 3\n')).toMatchObject({
      code: 'TSDBT_YAML_KEY_DUPLICATE',
      severity: 'warning',
      location: { line: 3, column: 1 },
      value: { a: 3, b: 2 },
    });
  });

  it('an empty file is null without a word', () => {
    expect(diagnose('')).toEqual({ value: null, count: 0 });
    expect(diagnose('# nothing\n---\n')).toEqual({ value: null, count: 0 });
  });
});

describe('hostile YAML', () => {
  it('an alias bomb is one clear error, quickly', () => {
    const lines = ['a0: &a0 [x,x,x,x,x,x,x,x,x,x]'];
    for (let level = 1; level < 30; level++) {
      lines.push(
        `a${level}: &a${level} [${Array(10)
          .fill(`*a${level - 1}`)
          .join(',')}]`,
      );
    }
    expect(diagnose(lines.join('\n'))).toMatchObject({ code: 'TSDBT_YAML_TOO_LARGE', count: 1, value: null });
  });

  it('nesting without end is one clear error', () => {
    expect(diagnose('['.repeat(100_000))).toMatchObject({ code: 'TSDBT_YAML_INVALID', count: 1 });
    expect(diagnose('['.repeat(100_000)).message).toContain('nested more than 100 deep');
  });

  it('any text gives a document or an error, never an exception', () => {
    const piece = fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '-',
      '"',
      "'",
      '[',
      ']',
      '{',
      '}',
      '&x',
      '*x',
      '|',
      '>',
      '!',
      '<<',
      '#',
      '\t',
      '?',
      ',',
      '%',
    );
    const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, (source) =>
        parseYaml(source, 'f.yml').diagnostics.every(({ location }) => location !== undefined),
      ),
    );
  });
});
