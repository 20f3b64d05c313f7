import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RunEvent } from '../../../core/execute/events.js';
import { executePlan } from '../../../core/execute/execute-plan.js';
import type { RunOptions } from '../../../core/plan/run-plan.js';
import type { JsonObject } from '../../../core/resources/json.js';
import type { DataTestNode } from '../../../core/resources/node.js';
import type { NodeResult } from '../../../core/results/node-result.js';
import { type FinishedRun, placed, plannedProject, runProject } from '../../support/execute/project-run.js';
import { modelNode, otherNode } from '../../support/manifest.js';
import { type AdapterUnderTest, forEachAdapter } from '../support.js';

interface Asked {
  readonly name: string;
  readonly kwargs: JsonObject;
  readonly config?: JsonObject;
}

/** Columns by the types that each database has, with values as SQL. Not all of them fit every test. */
const columns = {
  sqlite: {
    n: { type: 'integer', values: ['1', '2', '3', "'x'", '1.5', 'null'] },
    r: { type: 'real', values: ['1', '2.5', "'2'", '-0.0', 'null'] },
    t: { type: 'text', values: ["'a'", "'A'", "''", "' '", "'it''s'", "'a  b'", "'1'", 'null'] },
    c: { type: 'text collate nocase', values: ["'a'", "'A'", "'b'", 'null'] },
    u: { type: '', values: ['1', "'1'", '1.0', "x'61'", 'null'] },
    d: { type: 'date', values: ["'2026-01-31'", '20260131', 'null'] },
  },
  postgres: {
    n: { type: 'integer', values: ['1', '2', '3', 'null'] },
    r: { type: 'double precision', values: ['1', '2.5', "'nan'", '-0.0', 'null'] },
    t: { type: 'text', values: ["'a'", "'A'", "''", "E' \\t'", "'it''s'", "'a  b'", "'1'", 'null'] },
    c: { type: 'char(3)', values: ["'a'", "'A'", "'b  '", 'null'] },
    u: { type: 'numeric', values: ['1', '1.0', '1.00', '2', 'null'] },
    d: { type: 'date', values: ["'2026-01-31'", "'infinity'", 'null'] },
    b: { type: 'boolean', values: ['true', 'false', 'null'] },
    j: { type: 'json', values: ["'{}'", "'null'", 'null'] },
  },
} as const satisfies Record<string, Record<string, { readonly type: string; readonly values: readonly string[] }>>;

type Kind = keyof typeof columns;
type Columns = Readonly<Record<string, { readonly type: string; readonly values: readonly string[] }>>;

const config: fc.Arbitrary<JsonObject> = fc.record(
  {
    severity: fc.constantFrom('warn', 'error', 'WARN'),
    where: fc.constantFrom(
      'n = 1',
      'n is not null',
      "t = 'a' or n > 2",
      '1 = 0',
      'n in (select 1)',
      'n between 1 and 2',
    ),
    limit: fc.constantFrom(0, 1, 2, 100),
    warn_if: fc.constantFrom('> 1', '!= 0', 'between 1 and 2', '= 0', '> 1 or count(*) = 1'),
    error_if: fc.constantFrom('> 2', '!=0', '>=1', '<> 3'),
    fail_calc: fc.constantFrom('count(*)', 'coalesce(max(1), 0)'),
  },
  { requiredKeys: [] },
);

const aPlainConfig = fc.oneof({ weight: 3, arbitrary: fc.constant<JsonObject>({}) }, { weight: 2, arbitrary: config });

function anAsked(all: Columns): fc.Arbitrary<Asked> {
  const mistaken = fc.constantFrom('n + 1', 'lost', ...Object.keys(all));
  const column = fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...Object.keys(all), '"n"') },
    { weight: 1, arbitrary: mistaken },
  );
  const numbers = fc.record({
    column_name: fc.constantFrom('n', 'r', 'u'),
    values: fc.subarray([1, 2, 3, 1.5, 2.5], { minLength: 1 }),
    quote: fc.boolean(),
  });
  const texts = fc.record({
    column_name: fc.constantFrom('t', 't', 'c'),
    values: fc.subarray(['a', 'A', '', ' ', "it's", 'a  b', '1', 'b', 'x'], { minLength: 1 }),
  });
  const whatever = fc.record({ column_name: column, values: fc.constantFrom(['1'], ['a', 'b']), quote: fc.boolean() });
  const kwargs = fc.oneof(
    { weight: 3, arbitrary: column.map((column_name) => ({ name: 'not_null', kwargs: { column_name } })) },
    { weight: 2, arbitrary: fc.oneof(texts, numbers).map((given) => ({ name: 'accepted_values', kwargs: given })) },
    {
      weight: 1,
      arbitrary: fc.constant({
        name: 'accepted_values',
        kwargs: { column_name: 't', values: ['a', 'A', '', ' ', '\t', ' \t', "it's", 'a  b', '1'] },
      }),
    },
    {
      weight: 1,
      arbitrary: fc
        .oneof({ weight: 9, arbitrary: numbers.map((given) => ({ ...given, quote: false })) }, whatever)
        .map((given) => ({ name: 'accepted_values', kwargs: given })),
    },
    fc
      .record({ column_name: column, threshold: fc.constantFrom(0, 0.25, 0.5, 0.6, 0.75, 1) })
      .map((given) => ({ name: 'completeness', kwargs: given })),
    column.map((column_name) => ({ name: 'unique', kwargs: { column_name } })),
  );
  return fc.tuple(kwargs, aPlainConfig).map(([asked, settings]) => ({ ...asked, config: settings }));
}

function aCase(all: Columns) {
  const row = fc.tuple(...Object.values(all).map(({ values }) => fc.constantFrom(...values)));
  const rows = fc.array(row, { maxLength: 12 });
  // Of some relations most tests pass, as it is in practice.
  const fewRows = fc.array(fc.tuple(...Object.values(all).map(({ values }) => fc.constant(values[0]))), {
    maxLength: 4,
  });
  return fc.record({
    rows: fc.oneof(rows, fewRows),
    shape: fc.constantFrom('table', 'view', 'computing view' as const),
    asked: fc.array(anAsked(all), { minLength: 1, maxLength: 8 }),
  });
}

let relations = 0;

/** A new relation with the rows; views read a table beside it. */
async function make(under: AdapterUnderTest, { rows, shape }: { rows: readonly (readonly string[])[]; shape: string }) {
  const all: Columns = columns[under.adapter.type as Kind];
  const name = `checked_${++relations}`;
  const table = shape === 'table' ? name : `${name}_rows`;
  await under.withSession(async (session) => {
    const parts = Object.entries(all).map(([column, { type }]) => `${column} ${type}`);
    await session.execute(`create table ${under.name(table)} (${parts.join(', ')})`);
    const values = rows.map((row) => `(${row.join(', ')})`).join(', ');
    if (rows.length > 0) await session.execute(`insert into ${under.name(table)} values ${values}`);
    const [first, ...others] = Object.keys(all);
    const computed = [`${first} + 0 as ${first}`, ...others.map((column) => `coalesce(${column}, null) as ${column}`)];
    const from = `from ${under.name(table)}`;
    if (shape === 'view') await session.execute(`create view ${under.name(name)} as select * ${from}`);
    else if (shape === 'computing view') {
      await session.execute(`create view ${under.name(name)} as select ${computed.join(', ')} ${from}`);
    }
  });
  return name;
}

function nodesOf(under: AdapterUnderTest, relation: string, asked: readonly Asked[]) {
  const model = placed(under, modelNode(relation, { config: { materialized: 'table' } }));
  const tests = asked.map(({ name, kwargs, config = {} }, index) =>
    placed(
      under,
      otherNode('test', `test_${index}`, {
        rawCode: `{{ test_${name}(**_dbt_generic_test_kwargs) }}`,
        testMetadata: {
          name,
          namespace: null,
          kwargs: { ...kwargs, model: `{{ get_where_subquery(ref('${relation}')) }}` },
        },
        config: config as DataTestNode['config'],
        relationName: null,
        dependsOn: { nodes: [model.uniqueId], macros: [] },
      }),
    ),
  );
  return [model, ...tests];
}

/** What of a result does not depend on the moment. */
function said({ status, message, failures, adapterResponse, sample, compiled, diagnostics }: NodeResult) {
  return { status, message, failures, adapterResponse, sample, sql: compiled?.sql.text, diagnostics };
}

const isScan = (sql: string) => sql.includes(' as tsdbt_scan_0');
/** Statements but for the look at the catalog. */
const statementsOf = ({ sql }: FinishedRun) => sql.filter((each) => !/pg_catalog|pragma_/.test(each));
const scansOf = ({ sql }: FinishedRun) => sql.filter(isScan);

async function test(
  under: AdapterUnderTest,
  relation: string,
  asked: readonly Asked[],
  options: Partial<RunOptions> = {},
): Promise<FinishedRun> {
  return runProject(under, nodesOf(under, relation, asked), { command: 'test', options });
}

/** What each of the tests says, together and alone. */
async function bothWays(under: AdapterUnderTest, relation: string, asked: readonly Asked[]) {
  const together = await test(under, relation, asked);
  const alone = await test(under, relation, asked, { batchTests: false });
  const texts = ({ results }: FinishedRun) =>
    asked.map((_, index) => {
      const result = results.get(`test_${index}`);
      return result === undefined ? null : said(result);
    });
  return { together, alone, said: texts(together), expected: texts(alone) };
}

forEachAdapter('scans of tests', (under) => {
  it('give each test what it says alone', { timeout: 120_000 }, async () => {
    let [answered, all] = [0, 0];
    await fc.assert(
      fc.asyncProperty(aCase(columns[under.adapter.type as Kind]), async ({ rows, shape, asked }) => {
        const relation = await make(under, { rows, shape });
        const found = await bothWays(under, relation, asked);
        expect(found.said).toEqual(found.expected);
        expect(scansOf(found.alone)).toEqual([]);
        const askedAlone = new Set(
          found.together.events.flatMap((event) =>
            event.kind === 'statement' && !isScan(event.sql) ? [event.id] : [],
          ),
        );
        answered += asked.filter((_, index) => !askedAlone.has(`test.shop.test_${index}`)).length;
        all += asked.length;
      }),
      { numRuns: Number(process.env.SCAN_RUNS ?? 8) },
    );
    // Of few random cases most may be ones that a scan cannot answer.
    expect(answered / all).toBeGreaterThan(0);
  });

  const plain = (rows: readonly string[]) =>
    under.withSession(async (session) => {
      const name = `checked_${++relations}`;
      await session.execute(`create table ${under.name(name)} (a integer, b varchar(9))`);
      if (rows.length > 0) await session.execute(`insert into ${under.name(name)} values ${rows.join(', ')}`);
      return name;
    });
  const notNull = (column_name: string, config: JsonObject = {}): Asked => ({
    name: 'not_null',
    kwargs: { column_name },
    config,
  });
  const unique = (column_name: string): Asked => ({ name: 'unique', kwargs: { column_name } });

  it('are one statement for all that pass', async () => {
    const relation = await plain(["(1, 'x')", "(2, 'y')"]);
    const accepted = { name: 'accepted_values', kwargs: { column_name: 'b', values: ['x', 'y'] } };
    const complete = { name: 'completeness', kwargs: { column_name: 'b' } };
    const run = await test(under, relation, [notNull('a'), accepted, complete, unique('a')]);
    expect([...run.results.values()].map(({ status }) => status)).toEqual(['pass', 'pass', 'pass', 'pass']);
    expect(statementsOf(run)).toHaveLength(1);
    expect(run.results.get('test_2')?.message).toBe('complete: 1 (2 of 2)');
  });

  it('fetch the rows of a test that fails, and count no test twice', async () => {
    const relation = await plain(["(null, 'x')", "(1, 'y')", "(1, 'z')"]);
    const run = await test(under, relation, [notNull('a'), notNull('b'), unique('a')]);
    expect(statementsOf(run)).toHaveLength(3);
    expect(run.results.get('test_0')).toMatchObject({ status: 'fail', failures: 1, sample: { rows: [[null]] } });
    expect(run.results.get('test_2')).toMatchObject({ status: 'fail', failures: 1 });
  });

  it('tell the test that is wrong from the others', async () => {
    const relation = await plain(["(1, 'x')"]);
    const asked = [notNull('a'), notNull('lost'), notNull('b')];
    const found = await bothWays(under, relation, asked);
    expect(found.said.map((each) => each?.status)).toEqual(['pass', 'error', 'pass']);
    expect(found.said).toEqual(found.expected);
    expect(found.together.events).toContainEqual(
      expect.objectContaining({
        kind: 'log',
        level: 'debug',
        message: expect.stringMatching(/^3 tests of .* run one by one/),
      }),
    );
  });

  it('read the rows of each `where` apart', async () => {
    const relation = await plain(["(1, 'x')", "(null, 'y')"]);
    const where = { where: "b = 'x'" };
    const asked = [
      notNull('a'),
      notNull('b'),
      notNull('a', where),
      notNull('b', where),
      notNull('a', { where: "b = 'y'" }),
    ];
    const run = await test(under, relation, asked);
    expect(scansOf(run)).toHaveLength(2);
    expect([...run.results.values()].map(({ status, failures }) => [status, failures])).toEqual(
      expect.arrayContaining([
        ['fail', 1],
        ['pass', 0],
      ]),
    );
    expect(run.results.get('test_2')?.status).toBe('pass');
    expect(run.results.get('test_4')?.status).toBe('fail');
  });

  it('answer `unique` of a large relation by its own statement', async () => {
    const relation = await plain([]);
    const digits =
      'select 0 as d union all select 1 union all select 2 union all select 3 union all select 4 union all select 5';
    await under.withSession((session) =>
      session.execute(
        `with digits as (${digits}) insert into ${under.name(relation)} select d1.d + 6 * d2.d + 36 * d3.d + 216 * d4.d + 1296 * d5.d + 7776 * d6.d, 'x' from digits d1, digits d2, digits d3, digits d4, digits d5, digits d6`,
      ),
    );
    const run = await test(under, relation, [notNull('a'), unique('a'), unique('b')]);
    expect(run.results.get('test_1')).toMatchObject({ status: 'pass', failures: 0 });
    expect(run.results.get('test_2')).toMatchObject({ status: 'fail', failures: 1 });
    expect(statementsOf(run).length).toBeGreaterThan(3);
  });

  it('come after the relation is built and before what its tests hold back', async () => {
    const name = `checked_${++relations}`;
    const first = placed(
      under,
      modelNode(name, { rawCode: 'select 1 as a, null as b', config: { materialized: 'table' } }),
    );
    const tests = nodesOf(under, name, [notNull('a'), notNull('b')]).slice(1);
    const child = placed(
      under,
      modelNode(`${name}_child`, {
        rawCode: `select a from ${under.name(name)}`,
        dependsOn: { nodes: [first.uniqueId], macros: [] },
      }),
    );
    const run = await runProject(under, [first, child, ...tests]);
    expect([...run.results].map(([of, { status }]) => `${of} ${status}`).sort()).toEqual(
      [`${name} success`, `${name}_child skipped`, 'test_0 pass', 'test_1 fail'].sort(),
    );
    expect(scansOf(run)).toHaveLength(1);
    const broken = await runProject(under, [{ ...first, rawCode: 'select nonsense' }, child, ...tests]);
    expect(broken.results.get('test_0')).toMatchObject({
      status: 'skipped',
      message: `Skipped because model ${name} failed`,
    });
    expect(scansOf(broken)).toEqual([]);
  });

  it('leave a run that is cancelled as tests do', async () => {
    const relation = await plain(["(1, 'x')"]);
    const cancelled = AbortSignal.abort();
    const run = await runProject(under, nodesOf(under, relation, [notNull('a'), notNull('b')]), {
      command: 'test',
      signal: cancelled,
    });
    expect([...run.results.values()].map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
  });

  it('end when the run is cancelled while they read', async () => {
    const name = `checked_${++relations}`;
    const slow =
      under.adapter.type === 'postgres'
        ? 'select pg_sleep(60)::text as a, 1 as b'
        : 'with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000000000) select count(*) as a, 1 as b from n';
    await under.withSession((session) => session.execute(`create view ${under.name(name)} as ${slow}`));
    const { plan, deps } = await plannedProject(under, nodesOf(under, name, [notNull('a'), notNull('b')]), {
      command: 'test',
    });
    const stop = new AbortController();
    const events: RunEvent[] = [];
    const started = performance.now();
    const result = await executePlan(plan, deps, {
      signal: stop.signal,
      sink: (event) => {
        events.push(event);
        if (event.kind === 'scan-started') setTimeout(() => stop.abort(), 100);
      },
    });
    expect(result.results.map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
    expect(performance.now() - started).toBeLessThan(9_000);
    expect(events.filter(({ kind }) => kind.startsWith('scan'))).toEqual([
      { kind: 'scan-started', scan: 'scan 1', relation: name, tests: 2 },
      { kind: 'scan-finished', scan: 'scan 1' },
    ]);
  });
});
