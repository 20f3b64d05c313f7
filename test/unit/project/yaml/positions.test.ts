import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../../../core/project/yaml/parse-yaml.js';

const TEXT = `name: shop
models:
  - name: orders
    description: "in quotes"
    sql: |
      select 1
    columns: &columns
      - name: id
  - {name: items, columns: *columns}
empty:
`;

const { value: document } = parseYaml(TEXT, 'models/s.yml');
const at = (line: number, column: number) => ({ file: 'models/s.yml', line, column });

describe('locate', () => {
  it('gives the first character of a value', () => {
    expect(document.locate(['name'])).toEqual(at(1, 7));
    expect(document.locate(['models', 0, 'name'])).toEqual(at(3, 11));
  });

  it('gives the text inside of quotes, and of a block', () => {
    expect(document.locate(['models', 0, 'description'])).toEqual(at(4, 19));
    expect(document.locate(['models', 0, 'sql'])).toEqual(at(6, 7));
  });

  it('gives the anchor for what an alias stands for', () => {
    expect(document.locate(['models', 1, 'columns', 0, 'name'])).toEqual(at(8, 15));
  });

  it('gives the key for an empty value, and the nearest value above a path that does not exist', () => {
    expect(document.locate(['empty'])).toEqual(at(10, 1));
    expect(document.locate(['models', 0, 'nothing', 3])).toEqual(at(3, 5));
  });
});

describe('locateKey', () => {
  it('gives the key, and for items of a list the item', () => {
    expect(document.locateKey(['models'])).toEqual(at(2, 1));
    expect(document.locateKey(['models', 1])).toEqual(at(9, 5));
    expect(document.locateKey(['models', 1, 'name'])).toEqual(at(9, 6));
  });
});

describe('line ends and byte order marks', () => {
  it('change no position', () => {
    const { value } = parseYaml(`\uFEFF${TEXT.replaceAll('\n', '\r\n')}`, 'models/s.yml');
    expect(value.locate(['name'])).toEqual(at(1, 7));
    expect(value.locate(['models', 0, 'sql'])).toEqual(at(6, 7));
    expect((value.value as { models: { sql: string }[] }).models[0].sql).toBe('select 1\n');
  });
});
