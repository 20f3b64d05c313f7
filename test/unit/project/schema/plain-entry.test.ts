/** Entries that are known without their schema: the schema would give them back as they stand. */
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { isPlainEntry } from '../../../../core/project/schema/plain-entry.js';
import { entrySchemas } from '../../../../core/project/schema/property-file.js';
import type { Json } from '../../../../core/resources/json.js';

/** One value of each kind that YAML has. */
const VALUES: readonly Json[] = [null, true, 3, 'a text', [], ['x'], [null], [{ a: 1 }], {}, { a: 1 }];

const KEYS = [
  ...['name', 'description', 'meta', 'config', 'tests', 'data_tests', 'columns', 'data_type', 'quote', 'tags', 'docs'],
  ...['constraints', 'required', 'materialized', 'nmae', 'access', 'group'],
];
const sections = ['models', 'seeds', 'snapshots', 'analyses'] as const;

const parts = KEYS.flatMap((key) => VALUES.map((value) => ({ [key]: value })));
const entries: readonly Json[] = [
  ...VALUES,
  ...parts.flatMap((part) => [part, { name: 'a', ...part }, { name: 'a', columns: [{ name: 'b', ...part }] }]),
  ...parts.map((part) => ({ name: 'a', columns: [part] })),
];

describe('a plain entry', () => {
  it.each(sections)('is what the schema of %s gives for it', (section) => {
    const plain = entries.filter(isPlainEntry);
    expect(plain.length).toBeGreaterThan(15);
    for (const entry of plain) {
      const result = v.safeParse(entrySchemas[section], entry);
      expect(result.success, JSON.stringify(entry)).toBe(true);
      expect(result.output).toEqual(entry);
    }
  });

  it('is none with a mistake, and none that is read as something else', () => {
    const refused: Json[] = [
      { name: 1 },
      { name: 'a', nmae: 'b' },
      { name: 'a', data_tests: null },
      { name: 'a', columns: [{ name: 'b', columns: [] }] },
    ];
    expect(refused.filter(isPlainEntry)).toEqual([]);
  });
});
