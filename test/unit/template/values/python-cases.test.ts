/** Expressions whose answers were recorded from Jinja2 3.1.6 in dbt's sandbox on Python 3.11 (addresses left out), the ones that a search among random expressions first found different among them. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TsdbtError } from '../../../../core/diagnostics/error.js';
import { createModules } from '../../../../core/template/values/modules.js';
import { environmentOf, scopeOf } from '../support.js';

interface RecordedCase {
  readonly template: string;
  readonly output?: string;
  readonly raises?: string;
  readonly message?: string;
}

function casesOf(topic: string): RecordedCase[] {
  const url = new URL(`../../../fixtures/template-values/${topic}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8'));
}

const environment = environmentOf();
const modules = createModules();
const scope = scopeOf({}, { values: { modules, itertools: modules.attribute('itertools') ?? null } });

function outcomeOf(template: string): string {
  try {
    return environment.compile({ text: template, file: 'case.sql' }).renderSync(scope);
  } catch (error) {
    if (error instanceof TsdbtError) return `raises ${error.diagnostics[0].message}`;
    throw error;
  }
}

describe.each(['numbers', 'text', 'collections', 'datetime', 'regex', 'itertools'])('as in Python: %s', (topic) => {
  it.each(casesOf(topic))('$template', ({ template, output, message }) => {
    expect(outcomeOf(template)).toBe(message === undefined ? output : `raises ${message}`);
  });
});
