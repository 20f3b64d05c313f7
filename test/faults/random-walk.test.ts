/**
 * A random walk of project edits, runs, faults and changes by hand, checked against a small model of what must stand.
 * `WALK_SEED` and `WALK_STEPS` take another or a longer walk, `WALK_LOG` prints each step; a failure prints its seed and its steps.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, inject, it } from 'vitest';
import { tempFolder } from '../support/cli.js';
import { postgresWalk, sqliteWalk, type WalkDatabase } from '../support/walk/database.js';
import { type KilledRuns, killedRuns } from '../support/walk/killed-run.js';
import { type WalkStep, walkStep } from '../support/walk/steps.js';
import { takeWalk } from '../support/walk/walk.js';

const SEED = Number(process.env.WALK_SEED ?? 20_261_121);
const STEPS = Number(process.env.WALK_STEPS ?? 500);
/** Steps of one walk; each walk has a project and a database of its own. */
const LENGTH = 50;

function onStep(step: WalkStep, index: number): void {
  if (process.env.WALK_LOG !== undefined) process.stderr.write(`${index} ${JSON.stringify(step)}\n`);
}

function projectFolder({ output }: WalkDatabase): string {
  const folder = join(tempFolder(), 'shop');
  mkdirSync(join(folder, 'models'), { recursive: true });
  const profile = { shop: { target: 'dev', outputs: { dev: output } } };
  writeFileSync(join(folder, 'dbt_project.yml'), 'name: shop\nversion: "1.0"\nprofile: shop\n');
  writeFileSync(join(folder, 'profiles.yml'), JSON.stringify(profile));
  writeFileSync(
    join(folder, 'models/sources.yml'),
    `sources: [{name: raw, schema: ${String(output.schema ?? 'main')}, tables: [{name: src}]}]\n`,
  );
  return folder;
}

describe('whatever is edited, run, killed and changed by hand, everything stands as it must', () => {
  let killed: KilledRuns;
  beforeAll(() => {
    killed = killedRuns();
  });
  afterAll(() => killed.close());

  const walks = async (open: (index: number) => Promise<WalkDatabase>) => {
    let index = 0;
    const property = fc.asyncProperty(
      fc.array(walkStep, { minLength: LENGTH, maxLength: LENGTH, size: 'max' }),
      async (steps) => {
        const database = await open(index++);
        try {
          await takeWalk({ folder: projectFolder(database), database, killed, onStep }, steps);
        } finally {
          await database.close();
        }
      },
    );
    const numRuns = Math.ceil(STEPS / LENGTH);
    await fc.assert(property, { seed: SEED, numRuns, endOnFailure: true });
  };

  it('on SQLite', { timeout: 600_000 }, async () => {
    const folder = tempFolder();
    await walks(async (index) => sqliteWalk(join(folder, `walk${index}.sqlite`)));
  });

  it('on Postgres', { timeout: 600_000 }, async () => {
    const name = `walk_${process.pid}_${Math.random().toString(36).slice(2, 8)}`;
    await walks(async (index) => postgresWalk(inject('postgres'), `${name}_${index}`));
  });
});
