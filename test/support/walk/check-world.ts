/** Compares what stands in the database of a walk with the world that its model says. */
import { expect } from 'vitest';
import type { FoundRelation, WalkDatabase } from './database.js';
import { type Row, rowsOf, type Standing, type World } from './model.js';

/** The table that tsdbt keeps for itself. */
const OWN = '_tsdbt_ledger';

type Found = ReadonlyMap<string, FoundRelation>;

/** Whether exactly this stands under the name: a table with these rows, or a view of this definition. */
export async function stands(
  database: WalkDatabase,
  found: Found,
  { name, standing }: { readonly name: string; readonly standing: Standing | undefined },
): Promise<boolean> {
  const relation = found.get(name);
  if (standing === undefined || relation === undefined) return standing === undefined && relation === undefined;
  if (standing.kind !== relation.kind) return false;
  if (standing.kind === 'table') {
    return JSON.stringify(sorted(await rowsIn(database, name))) === JSON.stringify(sorted(standing.rows));
  }
  const mark = 'rev' in standing.definition ? standing.definition.rev : 'foreign';
  return relation.definition.includes(`'${mark}'`);
}

/** The world and the database agree: the same relations, the same rows, nothing else. */
export async function checkWorld(database: WalkDatabase, world: World): Promise<void> {
  const found = await database.relations();
  const expected = ['src', ...world.standing.keys(), ...world.foreignViews.keys()].sort();
  expect([...found.keys()].filter((name) => name !== OWN).sort()).toEqual(expected);
  for (const [name, standing] of world.standing) {
    expect(await stands(database, found, { name, standing }), `${name} as it must stand`).toBe(true);
    const rows = rowsOf(world, name);
    if (rows !== null) expect(sorted(await rowsIn(database, name)), name).toEqual(sorted(rows));
  }
  for (const [view, target] of world.foreignViews) {
    const rows = rowsOf(world, target)?.map(({ id, v }) => ({ id, v }));
    if (rows !== undefined) expect(sorted(await rowsIn(database, view)), view).toEqual(sorted(rows));
  }
}

function rowsIn(database: WalkDatabase, name: string): Promise<readonly object[]> {
  return database.rows(`select * from ${name}`);
}

/** Rows as texts in which neither their order nor that of the columns counts. */
function sorted(rows: readonly (Partial<Row> | object)[]): readonly string[] {
  return rows.map((row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))).sort();
}
