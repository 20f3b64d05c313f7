/** Sequences that belong to a column of a model are nobody's to drop: they go over to the new version, or stay by themselves. */
import { expect, it } from 'vitest';
import { type AdapterUnderTest, forPostgres } from '../conformance/support.js';
import { placed, rowsOf, runProject } from '../support/execute/project-run.js';
import { modelNode } from '../support/manifest.js';

const execute = (under: AdapterUnderTest, ...statements: string[]) =>
  under.withSession((session) => session.executeAll(statements));

async function build(under: AdapterUnderTest, name: string, rawCode: string) {
  const node = placed(under, modelNode(name, { rawCode, config: { materialized: 'table' } }));
  return (await runProject(under, [node], { command: 'run' })).results.get(name)!;
}

const ownerOf = async (under: AdapterUnderTest, sequence: string) =>
  rowsOf(
    under,
    `select refobjid::regclass::text, attname from pg_depend join pg_attribute on attrelid = refobjid and attnum = refobjsubid
     where objid = '${sequence}'::regclass and deptype = 'a'`,
  );

forPostgres('sequences', (under) => {
  it('keeps every sequence of a column, with its place, whether a default uses it or not', async () => {
    await build(under, 'numbered', 'select 1 as id');
    await execute(
      under,
      'create sequence by_default owned by numbered.id',
      "alter table numbered alter column id set default nextval('by_default')",
      'create sequence by_program owned by numbered.id',
      "select nextval('by_program')",
      "create table other (id int default nextval('by_program'))",
    );
    expect(await build(under, 'numbered', 'select 2 as id')).toMatchObject({ status: 'success', diagnostics: [] });
    expect(await rowsOf(under, "select nextval('by_program')")).toEqual([['2']]);
    expect(await ownerOf(under, 'by_program')).toEqual([['numbered', 'id']]);
    expect(await ownerOf(under, 'by_default')).toEqual([['numbered', 'id']]);
  });

  it("lets a sequence be nobody's when its column has gone, and says so", async () => {
    await build(under, 'narrowed', 'select 1 as id, 2 as n');
    await execute(under, 'create sequence of_n owned by narrowed.n', "select nextval('of_n')");
    const { status, diagnostics } = await build(under, 'narrowed', 'select 1 as id');
    expect(status).toBe('success');
    expect(diagnostics.map(({ message }) => message)).toEqual([expect.stringContaining('sequence public.of_n')]);
    expect(await rowsOf(under, "select nextval('of_n')")).toEqual([['2']]);
  });

  it('gives them to a table of another owner', async () => {
    await build(under, 'handed', 'select 1 as id');
    await execute(
      under,
      'create role sequence_holder',
      'grant usage, create on schema public to sequence_holder',
      'create sequence of_holder owned by handed.id',
      'alter table handed owner to sequence_holder',
    );
    expect(await build(under, 'handed', 'select 2 as id')).toMatchObject({ status: 'success', diagnostics: [] });
    expect(await ownerOf(under, 'of_holder')).toEqual([['handed', 'id']]);
  });
});
