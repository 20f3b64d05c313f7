import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TsdbtError } from '../../../core/diagnostics/error.js';
import type { Json } from '../../../core/resources/json.js';
import { environmentOf, scopeOf } from './support.js';

interface Case {
  readonly name: string;
  readonly template: string;
  readonly context: Record<string, Json>;
  readonly jinja2?: string;
  readonly raises?: string;
}

const cases: Case[] = JSON.parse(readFileSync(new URL('../../fixtures/jinja/cases.json', import.meta.url), 'utf8'));

function outcome(error: unknown): string {
  if (error instanceof TsdbtError) return `raises ${error.diagnostics[0].message}`;
  throw error;
}

describe.each([['synchronous'], ['awaiting']])('in %s rendering, Jinja2 and tsdbt agree on', (mode) => {
  it.each(cases)('$name', async ({ template, context, jinja2, raises }) => {
    let found: string;
    try {
      const compiled = environmentOf({ keepsMacroNames: true }).compile({ text: template, file: 'case.sql' });
      if (mode === 'awaiting') {
        const rendered = await compiled.render(scopeOf(context));
        expect(rendered.pieces.map((piece) => piece.text).join('')).toBe(rendered.text);
        found = rendered.text;
      } else found = compiled.renderSync(scopeOf(context));
    } catch (error) {
      found = outcome(error);
    }
    expect(found).toBe(raises === undefined ? jinja2 : `raises ${raises.slice(raises.indexOf(': ') + 2)}`);
  });
});
