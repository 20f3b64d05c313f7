/** Nodes through the tables of the parse cache and back. */
import { describe, expect, it } from 'vitest';
import { createNodeReader, createNodeWriter, type NodePlace } from '../../../../core/parse/reuse/durable/node-table.js';
import { type Json, JsonFloat } from '../../../../core/resources/json.js';

type PlainNode = Readonly<Record<string, Json>>;

/** What is read of nodes after their tables were text. */
function through(nodes: readonly PlainNode[]): PlainNode[] {
  const writer = createNodeWriter();
  const places = nodes.map((node) => writer.add(node));
  const read = createNodeReader(JSON.parse(JSON.stringify(writer.finish())));
  return (JSON.parse(JSON.stringify(places)) as NodePlace[]).map(read);
}

describe('nodes as tables', () => {
  it.each<[string, readonly PlainNode[]]>([
    ['one node', [{ name: 'a', config: { tags: ['x'] }, fqn: ['a'] }]],
    ['equal and other values', [1, 1, 2].map((size) => ({ name: 'a', size, config: { size } }))],
    [
      'places in their own file, in another one, and of more than a beginning',
      [
        ...[1, 2].map((line) => ({
          name: 'a',
          originalFilePath: 'a.sql',
          location: { file: 'a.sql', line, column: 3 },
        })),
        { name: 'b', originalFilePath: 'a.sql', location: { file: 'b.sql', line: 1, column: 1 } },
        { name: 'c', originalFilePath: 'a.sql', location: { file: 'a.sql', line: 1, column: 1, endLine: 2 } },
      ],
    ],
    ['one place', [{ name: 'a', originalFilePath: 'a.sql', location: { file: 'a.sql', line: 7, column: 3 } }]],
    [
      'names that are the same as others, and almost the same',
      ['a', 'b', 'c'].map((name) => ({ name, alias: name, identifier: name, path: name === 'c' ? 'd' : name })),
    ],
    ['other fields', [{ name: 'a' }, { name: 'a', meta: {} }, { meta: null, name: 'b' }]],
    [
      'numbers that JSON has not',
      [
        { name: 'a', meta: { whole: new JsonFloat(1), big: 2n ** 70n, zero: -0 } },
        { name: '\0n1', meta: {} },
      ],
    ],
  ])('come back as they were: %s', (_what, nodes) => {
    expect(through(nodes)).toEqual(nodes);
  });

  it('leave out what no text can tell, and keep the others', () => {
    const writer = createNodeWriter();
    expect(() => writer.add({ when: new Date(0) as unknown as Json })).toThrow();
    expect(() => writer.add({ meta: 0 })).toThrow();
    const place = writer.add({ name: 'a' });
    expect(createNodeReader(JSON.parse(JSON.stringify(writer.finish())))(place)).toEqual({ name: 'a' });
  });
});
