/** The same project built again, by another machine in another part of the world, gives the same rows and leaves nothing behind. */
import { cpSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, tsdbt } from '../support/cli.js';
import { databaseTypes, type Place, withPlace } from '../support/faults/place.js';

const projects: readonly [string, string][] = [
  ['the leads template', 'project-template/leads'],
  ['the starter template', 'project-template/starter'],
  ['the coffee shop', 'test/fixtures/coffee-shop/project'],
];

/** Where the clocks, and the words for days and numbers, differ as far as they can. */
const auckland = { TZ: 'Pacific/Auckland', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' };
const newfoundland = { TZ: 'America/St_Johns', LC_ALL: 'de_DE.UTF-8', LANG: 'de_DE.UTF-8' };

/** The ledger tells of runs, and the coffee shop's own hook writes a line a run. */
const toldPerRun = /_tsdbt_|\brun_log\b/;

/** SQLite writes a name between quotes once its table was renamed. */
async function standing(place: Place): Promise<Record<string, string>> {
  const snapshot = [...(await place.snapshot())].filter(([name]) => !toldPerRun.test(name));
  return Object.fromEntries(snapshot.map(([name, text]) => [name, text.replaceAll('\\"', '')]));
}

/** Files of the project but for what runs may write: artifacts, logs and the database. */
function filesOf({ folder }: Place): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const own = (name: string) => !/^(target|logs)(\/|$)|\.sqlite(-wal|-shm)?$|^\.?[\w.]*lock|^\.tsdbt/.test(name);
  return files.filter((name) => own(name) && statSync(join(folder, name)).isFile()).sort();
}

const VOLATILE =
  /_at$|^(invocation_id|thread_id|timing|execution_time|elapsed_time|args|env|adapter_response|compiled_code)$/;

/** An artifact without its times and ids, and without the code that an incremental model has from its second run on. */
function steady(place: Place, name: string): unknown {
  const text = readFileSync(join(place.folder, 'target', name), 'utf8');
  return JSON.parse(text, (key, value) => (VOLATILE.test(key) ? null : value));
}

async function build(place: Place, env: Record<string, string>): Promise<void> {
  const { code, stdout, stderr } = await tsdbt(['build', '--profile', 'shop'], { cwd: place.folder, env });
  expect(code, stdout + stderr).toBe(0);
}

describe.each(databaseTypes)('built twice on %s, in two time zones and languages', (type) => {
  it.each(projects)('%s has the same rows, and nothing is left behind', { timeout: 120_000 }, (_, path) =>
    withPlace(type, {}, async (place) => {
      cpSync(join(root, path), place.folder, { recursive: true, force: true });
      place.profile();
      const before = filesOf(place);
      await build(place, auckland);
      const rows = await standing(place);
      const manifest = steady(place, 'manifest.json');
      expect(Object.keys(rows).length).toBeGreaterThan(2);
      await build(place, newfoundland);
      expect(await standing(place)).toEqual(rows);
      expect(filesOf(place)).toEqual(before);
      expect(steady(place, 'manifest.json')).toEqual(manifest);
    }),
  );
});
