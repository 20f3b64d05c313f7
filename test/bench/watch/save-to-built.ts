/** How long after a save the view in the database is the new one, seen from outside, beside what its statements cost alone. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadLibrary, type SqliteDatabase } from '../../../adapters/sqlite/driver/child/library.js';
import type { GeneratedModel } from '../generate-project.js';
import type { WatchedProcess } from './watched-process.js';

export interface SaveTimes {
  /** Milliseconds from the save until another connection sees the new view. */
  readonly rebuilt: readonly number[];
  /** Until the watch has said what became of the view and its tests. */
  readonly said: readonly number[];
}

export interface SaveOptions {
  readonly folder: string;
  readonly model: GeneratedModel;
  readonly saves: number;
}

/** Saves one model again and again, each time with another column. */
export async function measureSaves(watch: WatchedProcess, options: SaveOptions): Promise<SaveTimes> {
  const { folder, model, saves } = options;
  const database = new (loadLibrary())(join(folder, 'bench.sqlite'), { readonly: true });
  const rebuilt: number[] = [];
  const said: number[] = [];
  try {
    for (let save = 0; save < saves; save++) {
      // Not in step with anything that the watch does by the clock.
      await pause(30 + ((save * 37) % 90));
      const started = performance.now();
      writeFileSync(join(folder, model.path), edited(model, save));
      const saying = watch.says(/\d+ built.* in [\d.]+ m?s/);
      await seen(database, model.name, `edit_${save}`);
      rebuilt.push(performance.now() - started);
      await saying;
      said.push(performance.now() - started);
    }
  } finally {
    database.close();
    writeFileSync(join(folder, model.path), model.sql);
  }
  return { rebuilt, said };
}

/** The model with one more column. */
export function edited({ sql }: GeneratedModel, save: number): string {
  return sql.replace('select ', `select ${save} as edit_${save}, `);
}

async function seen(database: SqliteDatabase, name: string, words: string): Promise<void> {
  const view = database.prepare('select sql from sqlite_master where name = ?').pluck();
  while (!String(view.get(name)).includes(words)) await pause(1);
}

/** The statements of the view and of its two tests alone, on a connection that is open. */
export function bareStatements(folder: string, { name }: GeneratedModel, rounds: number): readonly number[] {
  const database = new (loadLibrary())(join(folder, 'bench.sqlite'));
  try {
    const definition = String(database.prepare('select sql from sqlite_master where name = ?').pluck().get(name));
    return Array.from({ length: rounds }, () => {
      const started = performance.now();
      database.exec(`begin immediate; drop view "${name}"; ${definition}; commit`);
      for (const column of ['id', 'name']) {
        database.prepare(`select count(*) from (select 1 from "${name}" where ${column} is null)`).get();
      }
      return performance.now() - started;
    });
  } finally {
    database.close();
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
