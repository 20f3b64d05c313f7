import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neighboursById } from '../../../../core/graph/ids.js';
import { plainText } from '../../../../core/parse/reuse/look-ups.js';
import { builtInFiles } from '../../../support/macros.js';
import { manifestJsonText } from '../../../support/manifest-json.js';
import {
  createRemains,
  type Files,
  type InMemoryOptions,
  type InMemoryProject,
  type InMemoryRemains,
  parseInMemory,
  throughText,
} from '../../../support/project.js';
import { surroundings, variants } from './edits.js';

/** What stands where: the index of a variant by path or by name. */
type State = Readonly<Record<string, number>>;

const choices: Readonly<Record<string, readonly unknown[]>> = { ...variants, ...surroundings };
const start: State = Object.fromEntries(Object.keys(choices).map((name) => [name, 0]));

const edit = fc
  .constantFrom(...Object.keys(choices))
  .chain((name) => fc.record({ name: fc.constant(name), variant: fc.nat({ max: choices[name].length - 1 }) }));

interface Loading {
  readonly remains?: InMemoryRemains;
  /** All macros that come with tsdbt, not only what parsing needs. */
  readonly hasAllMacros?: boolean;
}

const internalMacros = builtInFiles('postgres');

function load(state: State, { remains, hasAllMacros = false }: Loading): InMemoryProject {
  const chosen = (prefix: string): Record<string, never> => {
    const names = Object.keys(state).filter((name) => name.startsWith(prefix));
    const found = names.map((name) => [name.slice(prefix.length), choices[name][state[name]]] as const);
    return Object.fromEntries(
      found.filter(([, value]) => value !== null).sort(([a], [b]) => (a < b ? -1 : 1)),
    ) as never;
  };
  const inside = Object.entries(chosen('')).filter(
    ([name]) => /^[a-z_]+(?:\/|\.yml$)/.test(name) && !name.startsWith('addon/'),
  );
  const inline = chosen('inline')[''] as string | undefined;
  const options: InMemoryOptions = {
    addon: chosen('addon/'),
    env: chosen('env.'),
    vars: chosen('var.'),
    flags: chosen('flag.'),
    ...(inline === undefined ? {} : { inlineSql: inline }),
    ...(remains === undefined ? {} : { remains }),
    ...(hasAllMacros ? { internalMacros } : {}),
  };
  return parseInMemory(Object.fromEntries(inside), options);
}

const METADATA = {
  dbtVersion: '1',
  toolVersion: '1',
  generatedAt: '2026-01-01T00:00:00.000000Z',
  invocationId: 'i',
  invocationStartedAt: '2026-01-01T00:00:00.000000Z',
  env: {},
};

/** All that a snapshot gives: the artifact, what it leaves out (places), findings and messages. */
function contentOf({ manifest, diagnostics, said, parsed }: InMemoryProject) {
  const { nodes, sources, exposures, macros, disabled, graph } = manifest;
  const maps = [nodes, sources, exposures, macros, disabled, parsed.unbuilt];
  return {
    artifact: manifestJsonText(manifest, { metadata: METADATA }),
    whole: plainText(maps.map((map) => [...map])),
    edges: [graph.parents, graph.children].map((edges) => [...neighboursById(graph, edges)]),
    diagnostics: plainText(diagnostics),
    said,
  };
}

/** Loads the states one after the other; `onward` says what of one load the next one is given. */
function follow(
  states: readonly State[],
  hasAllMacros: boolean,
  onward: (remains: InMemoryRemains) => InMemoryRemains = (remains) => remains,
): void {
  let remains = createRemains();
  for (const state of states) {
    expect(contentOf(load(state, { remains, hasAllMacros }))).toEqual(contentOf(load(state, { hasAllMacros })));
    remains = onward(remains);
  }
}

function edited(...edits: readonly Partial<State>[]): State[] {
  const states: State[] = [start];
  for (const each of edits) states.push({ ...(states.at(-1) as State), ...each } as State);
  return states;
}

describe('a project that is loaded again', () => {
  it.each([
    ['in the same process', (remains: InMemoryRemains) => remains, 20],
    ['in another process', throughText, 10],
  ] as const)('gives what loading anew gives, after any edits, %s', { timeout: 120_000 }, (_name, onward, times) => {
    const runs = Number(process.env.TSDBT_TEST_RUNS ?? times);
    const edits = fc.array(fc.array(edit, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 });
    const property = fc.property(edits, fc.boolean(), (bursts, hasAllMacros) => {
      const chosen = bursts.map((burst) => Object.fromEntries(burst.map(({ name, variant }) => [name, variant])));
      follow(edited(...chosen), hasAllMacros, onward);
    });
    fc.assert(property, { numRuns: runs });
  });
});

/** Nodes of `files` that another load makes anew after `change`, by name. */
function madeAnew(
  files: Files,
  change: Partial<Files>,
  options: { before?: InMemoryOptions; after?: InMemoryOptions } = {},
) {
  const remains = createRemains();
  const before = parseInMemory(files, { ...options.before, remains }).manifest;
  const after = parseInMemory({ ...files, ...change } as Files, { ...options.after, remains }).manifest;
  return [...after.nodes].filter(([id, node]) => before.nodes.get(id) !== node).map(([, node]) => node.name);
}

/** Edits that random ones rarely bring together. Each state is named by what it chooses. */
const pointed: Readonly<Record<string, readonly Partial<State>[]>> = {
  'a macro moves whose failure names its place': [
    { 'macros/cents.sql': variantOf('macros/cents.sql', '1 / 0') },
    { 'macros/cents.sql': variantOf('macros/cents.sql', 'moved with its failure') },
  ],
  'a package gets its first macro': [
    {
      'models/a.sql': variantOf('models/a.sql', 'is_package'),
      'addon/macros/helper.sql': absent('addon/macros/helper.sql'),
    },
    { 'addon/macros/helper.sql': 0 },
  ],
  'a hook of dbt_project.yml moves': [
    { 'dbt_project.yml': variantOf('dbt_project.yml', 'nowhere') },
    { 'dbt_project.yml': variantOf('dbt_project.yml', '# moved') },
  ],
  'the docs block that a message suggests comes': [
    { 'models/schema.yml': variantOf('models/schema.yml', "'nothing')") },
    { 'models/docs.md': variantOf('models/docs.md', 'docs nothin ') },
    { 'models/docs.md': absent('models/docs.md') },
  ],
  'a flag that enables a model': [
    { 'models/a.sql': variantOf('models/a.sql', 'enabled=flags') },
    { 'flag.FULL_REFRESH': 1 },
    { 'flag.FULL_REFRESH': 0 },
  ],
  'the group of the node that a test is attached to': [
    { 'models/schema.yml': variantOf('models/schema.yml', 'positive]') },
    { 'models/a.sql': variantOf('models/a.sql', 'group=') },
    { 'models/a.sql': 0 },
  ],
  'vars that a message lists': [
    { 'models/sources.yml': variantOf('models/sources.yml', "var('absent')") },
    { 'var.days': 1 },
  ],
  'failures begin to be stored': [{ 'flag.STORE_FAILURES': 1 }, { 'flag.STORE_FAILURES': 0 }],
};

function variantOf(name: string, part: string): number {
  const index = variants[name].findIndex((text) => text?.includes(part));
  if (index < 0) throw new Error(`${name} has no text with ${part}`);
  return index;
}

function absent(name: string): number {
  return variants[name].indexOf(null);
}

describe('a project that is loaded again after', () => {
  it.each(Object.entries(pointed))('%s', (_name, edits) => follow(edited(...edits), true));
  it.each(Object.entries(pointed))('%s, in another process', (_name, edits) =>
    follow(edited(...edits), true, throughText),
  );
});

describe('what is parsed anew', () => {
  const shop: Files = {
    'macros/cents.sql': '{% macro cents(c) %}{{ c }} / {{ scale() }}{% endmacro %}',
    'macros/scale.sql': '{% macro scale() %}100{% endmacro %}',
    'models/orders.sql': 'select {{ cents("x") }} as x',
    'models/plain.sql': "select * from {{ ref('orders') }}",
    'models/schema.yml': 'models:\n  - name: plain\n    columns: [{name: x, data_tests: [not_null]}]\n',
  };

  it('is nothing when nothing has changed', () => {
    expect(madeAnew(shop, {})).toEqual([]);
  });

  it('is the model that was edited', () => {
    expect(madeAnew(shop, { 'models/plain.sql': "select 1 from {{ ref('orders') }}" })).toEqual(['plain']);
  });

  it('is what uses an edited macro through others, and nothing else', () => {
    expect(madeAnew(shop, { 'macros/scale.sql': '{% macro scale() %}1000{% endmacro %}' })).toEqual(['orders']);
  });

  it('is nothing when a macro only moves in its file', () => {
    expect(madeAnew(shop, { 'macros/scale.sql': '\n{% macro scale() %}100{% endmacro %}' })).toEqual([]);
  });

  it('is what a new macro hides another one from', () => {
    const files = { ...shop, 'models/date.sql': '{{ is_incremental() }}select 1' };
    const hiding = { 'macros/own.sql': '{% macro is_incremental() %}1{% endmacro %}' };
    expect(madeAnew(files, hiding)).toEqual(['date']);
  });

  it('is every node when a macro of all names changes', () => {
    const names = { 'macros/names.sql': '{% macro generate_schema_name(custom, node) %}other{% endmacro %}' };
    expect(madeAnew(shop, names)).toEqual(['orders', 'plain', 'not_null_plain_x']);
  });

  it('is what a property file describes when that is edited', () => {
    expect(madeAnew(shop, { 'models/schema.yml': 'models:\n  - name: plain\n    description: x\n' })).toEqual([
      'plain',
    ]);
  });

  it('is what reads a var or an environment variable that has another value', () => {
    const files = {
      ...shop,
      'models/by_env.sql': "select '{{ env_var('REGION') }}'",
      'models/by_var.sql': "{{ var('days') }}",
    };
    const before = { env: { REGION: 'eu', OTHER: '1' }, vars: { days: 1, other: 1 } };
    expect(madeAnew(files, {}, { before, after: { ...before, env: { REGION: 'us', OTHER: '2' } } })).toEqual([
      'by_env',
    ]);
    expect(madeAnew(files, {}, { before, after: { ...before, vars: { days: 2, other: 2 } } })).toEqual(['by_var']);
  });

  it('is always what asks for the time or warns', () => {
    const now = { 'models/now.sql': '-- {{ modules.datetime.datetime.now() }}' };
    const warns = { 'models/warns.sql': "{{ exceptions.warn('old') }}select 1" };
    expect(madeAnew({ ...shop, ...now, ...warns }, {})).toEqual(['now', 'warns']);
  });

  it('is all when dbt_project.yml configures otherwise, and nothing when its vars alone change unused', () => {
    const project = (more: string) => ({ 'dbt_project.yml': `name: shop\nversion: '1.0'\n${more}` });
    const files = { ...shop, ...project('') };
    expect(madeAnew(files, project('vars: {unused: 1}\n'))).toEqual([]);
    expect(madeAnew(files, project('models: {+materialized: table}\n'))).toHaveLength(3);
  });

  it('is nothing when dbt_project.yml only moves', () => {
    const project = (more: string) => ({
      'dbt_project.yml': `name: shop\nversion: '1.0'\n${more}models: {+tags: x}\n`,
    });
    const files = { ...shop, ...project('') };
    expect(madeAnew(files, project('# a comment\n'))).toEqual([]);
    expect(madeAnew(files, project('on-run-start: [select 1]\n'))).toEqual(['shop-on-run-start-0']);
  });

  it('repeats what templates log', () => {
    const remains = createRemains();
    const files = { 'models/a.sql': "{{ log('here', info=true) }}{{ print('there') }}select 1" };
    const said = () => parseInMemory(files, { remains }).said;
    expect([said(), said()]).toEqual([
      ['log here', 'print there'],
      ['log here', 'print there'],
    ]);
  });

  it('forgets what the newest snapshot does not use', () => {
    const remains = createRemains();
    const kept = parseInMemory(shop, { remains }).manifest.nodes.get('model.shop.plain');
    const { 'models/plain.sql': _, ...without } = shop;
    parseInMemory(without, { remains });
    remains.files.clear();
    expect(parseInMemory(shop, { remains }).manifest.nodes.get('model.shop.plain')).not.toBe(kept);
  });
});
