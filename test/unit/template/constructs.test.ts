/** Some hundred constructs of the language with what Jinja2 3.1.6 (sandboxed, with `do` and loop controls) made of them. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TsdbtError } from '../../../core/diagnostics/error.js';
import type { Json } from '../../../core/resources/json.js';
import { environmentOf, scopeOf } from './support.js';

interface Construct {
  readonly group: string;
  readonly template: string;
  readonly context: Record<string, Json>;
  readonly jinja2?: string;
  /** Class and message of Python's error. */
  readonly raises?: string;
  readonly isSyntaxError?: true;
}

const constructs: Construct[] = JSON.parse(
  readFileSync(new URL('../../fixtures/jinja/constructs.json', import.meta.url), 'utf8'),
);

async function render({ template, context }: Construct, mode: string): Promise<string> {
  const compiled = environmentOf({ keepsMacroNames: true }).compile({ text: template, file: 'case.sql' });
  const scope = scopeOf(context);
  return mode === 'awaiting' ? (await compiled.render(scope)).text : compiled.renderSync(scope);
}

async function failure(construct: Construct, mode: string): Promise<TsdbtError> {
  try {
    await render(construct, mode);
  } catch (error) {
    if (error instanceof TsdbtError) return error;
    throw error;
  }
  throw new Error('no error was raised');
}

describe.each([['synchronous'], ['awaiting']])('in %s rendering', (mode) => {
  it.each(constructs.filter(({ jinja2 }) => jinja2 !== undefined))('$group: $template', async (construct) => {
    expect(await render(construct, mode)).toBe(construct.jinja2);
  });

  it.each(constructs.filter(({ raises }) => raises !== undefined))('$group: $template raises', async (construct) => {
    const [diagnostic] = (await failure(construct, mode)).diagnostics;
    const message = construct.raises?.slice(construct.raises.indexOf(': ') + 2) ?? '';
    expect(diagnostic.message.startsWith(message), `${diagnostic.message} begins with ${message}`).toBe(true);
    expect(diagnostic.location?.file).toBe('case.sql');
  });

  it.each(constructs.filter(({ isSyntaxError }) => isSyntaxError))(
    '$template breaks the grammar or cannot run',
    async (construct) => {
      const [diagnostic] = (await failure(construct, mode)).diagnostics;
      expect(diagnostic.location).toMatchObject({ file: 'case.sql', line: 1 });
    },
  );
});
