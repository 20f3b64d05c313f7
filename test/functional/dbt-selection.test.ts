/** What real dbt 1.11 answered to each command line of test/fixtures/selection; test/support/selection/record.py asked it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Project } from '../../core/api/load-project.js';
import { toSelectorsDict } from '../../core/artifacts/selectors-dict.js';
import type { JsonObject } from '../../core/resources/json.js';
import { fixture, list, loadAskedProject } from '../support/selection/asked-project.js';

interface Answer {
  readonly args: readonly string[];
  /** The text that stood for selectors.yml. */
  readonly selectors?: string;
  readonly lines?: readonly string[];
  readonly error?: string;
  /** Words that matched nothing. */
  readonly unmatched?: readonly string[];
}

const recorded = JSON.parse(readFileSync(join(fixture, 'answers.json'), 'utf8')) as {
  readonly answers: readonly Answer[];
  readonly selectors: JsonObject;
};

/** Command lines that tsdbt answers otherwise, by what lies behind it; docs/differences-from-dbt.md says so. */
const meant: Readonly<Record<string, readonly string[]>> = {
  'a folder of a package, as it lies in the project': [
    '--select packages/shared',
    '--select path:packages/shared/models',
    '--select packages/shared/models/customers.sql',
  ],
  'dbt breaks down over the project folder itself': ['--select path:.'],
  'a type of tests that does not exist is a mistake': ['--select test_type:a'],
  'what is not built says so': [
    ...['version:latest', 'version:none', 'unit_test:x', 'metric:x', 'semantic_model:x', 'saved_query:x'].map(
      (word) => `--select ${word}`,
    ),
  ],
  'selector: is a method': recorded.answers
    .map(({ args }) => args.join(' '))
    .filter((words) => /selector:(?!nosuch)/.test(words)),
  'nothing is left': ['--exclude-resource-type all'],
  '--models is --select': ['--models stg_orders', '--models stg_orders --resource-type test', '-m stg_orders'],
  'commas part keys': ['--output json --output-keys name,tags --select lonely'],
};

/** Texts of selectors.yml that tsdbt takes otherwise. */
const meantTexts: Readonly<Record<string, RegExp>> = {
  'two definitions of one name are a mistake': /name: main[\s\S]*name: main/,
  'unknown keys are a mistake': /nosuch: 1}|exclude: \[x\], tag: y/,
  'true and false are no texts': /children: '(true|false)'/,
  'the order of definitions is free': /selector, value: other[\s\S]*name: other\n\s+definition: lonely/,
  'selector: is a method': /selector:other\n(?![\s\S]*selector:main)|{selector: other}/,
  'a number is a value': /value: 3}/,
  'an empty list is no mistake': /^selectors:\n$/,
};

function isMeant({ args, selectors }: Answer): boolean {
  if (selectors !== undefined) return Object.values(meantTexts).some((pattern) => pattern.test(selectors));
  return Object.values(meant).some((lines) => lines.includes(args.join(' ')));
}

const isJson = (args: readonly string[]) => args.some((word) => word.toLowerCase() === 'json');

/** JSON lines are compared as values, their keys in order; of configs only those that are asked for. */
function comparable(lines: readonly string[], args: readonly string[]): unknown {
  if (!isJson(args)) return lines;
  return lines.map((line) => {
    const { config, ...dict } = JSON.parse(line) as Record<string, unknown>;
    const tags = Array.isArray(dict.tags) ? [...dict.tags].sort() : [];
    return [Object.keys({ ...dict }), { ...dict, tags }, config !== undefined];
  });
}

let project: Project;

beforeAll(async () => {
  project = await loadAskedProject();
});

describe('dbt and tsdbt select the same', () => {
  const same = recorded.answers.filter((answer) => !isMeant(answer));

  it('in more than 400 command lines', () => expect(same.length).toBeGreaterThan(400));

  it.each(same.map(named))('%s', (_, answer) => {
    const { lines, diagnostics } = list(project, answer.args, answer.selectors);
    if (answer.error !== undefined) {
      expect(lines).toBeNull();
      return;
    }
    expect(lines === null ? diagnostics : comparable(lines, answer.args)).toEqual(
      comparable(answer.lines ?? [], answer.args),
    );
    const unmatched = (answer.unmatched ?? []).filter((word) => word !== '');
    const words = diagnostics.filter(
      ({ code }) => code === 'TSDBT_SELECTOR_NO_MATCH' && !answer.args.includes('--selector'),
    );
    expect(words.map(({ message }) => /'(.*)'/.exec(message)?.[1])).toEqual(unmatched);
  });
});

function named(answer: Answer): [string, Answer] {
  return [nameOf(answer), answer];
}

function nameOf({ args, selectors }: Answer): string {
  const words = args.join(' ') || '(no words)';
  return selectors === undefined ? words : `${words} with ${JSON.stringify(selectors.replace(/^selectors:\n\s*/, ''))}`;
}

describe('every difference is one', () => {
  it.each(recorded.answers.filter(isMeant).map(named))('%s', (_, answer) => {
    const { lines } = list(project, answer.args, answer.selectors);
    const theirs = answer.error !== undefined ? null : comparable(answer.lines ?? [], answer.args);
    expect(lines === null ? null : comparable(lines, answer.args)).not.toEqual(theirs);
  });
});

it('the manifest holds the definitions as dbt writes them', () => {
  expect(toSelectorsDict(project.selectors)).toEqual(recorded.selectors);
});
