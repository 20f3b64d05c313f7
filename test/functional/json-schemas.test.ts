import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generateSchemas, schemaFolder } from '../support/generate-schemas.js';

describe('JSON Schemas', () => {
  const generated = generateSchemas();

  it('there is one for each kind of file', () => {
    expect(readdirSync(schemaFolder).sort()).toEqual(Object.keys(generated).sort());
  });

  it.each(Object.entries(generated))(
    '%s is what the schemas say (tsx test/support/generate-schemas.ts)',
    (name, text) => {
      expect(readFileSync(join(schemaFolder, name), 'utf8')).toBe(text);
    },
  );

  it('refuse unknown keys, and take templates where other types are expected', () => {
    const project = JSON.parse(generated['dbt_project.schema.json']);
    expect(project).toMatchObject({ required: ['name'], additionalProperties: false });
    expect(project.$defs.models_tree.properties['+enabled'].anyOf).toEqual([
      { type: 'boolean' },
      { type: 'string', pattern: '\\{[{%]' },
      { type: 'null' },
    ]);
    expect(project.$defs.models_tree.additionalProperties).toEqual({ $ref: '#/$defs/models_tree' });
  });
});
