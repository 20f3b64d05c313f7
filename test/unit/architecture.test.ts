import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** Folders of core, lowest first; those in one row may not import each other. */
const order = [
  ['diagnostics'],
  ['resources'],
  ['adapter'],
  ['template'],
  ['project'],
  ['parse'],
  ['graph'],
  ['manifest'],
  ['select', 'state'],
  ['compile', 'lineage'],
  ['plan'],
  ['results'],
  ['execute'],
  ['compare'],
  ['artifacts'],
  ['report'],
  ['io'],
  ['api'],
];

const rank = new Map(order.flatMap((row, index) => row.map((folder) => [folder, index] as const)));

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(root, folder, path));
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match) => resolve(dirname(file), match[1]));
}

describe('architecture', () => {
  it('keeps no file directly under core but its index', () => {
    const entries = readdirSync(join(root, 'core'), { withFileTypes: true });
    expect(entries.filter((entry) => entry.isFile()).map((entry) => entry.name)).toEqual(['index.ts']);
  });

  it('has a rank for every folder of core', () => {
    const folders = readdirSync(join(root, 'core'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map((entry) => entry.name).filter((name) => !rank.has(name))).toEqual([]);
  });

  it('lets a stage import lower stages only', () => {
    const stageOf = (file: string) => relative(join(root, 'core'), file).split('/')[0];
    const offences = sourceFiles('core').flatMap((file) => {
      const own = rank.get(stageOf(file));
      if (own === undefined) return [];
      return importsOf(file)
        .filter((target) => stageOf(target) !== stageOf(file) && !((rank.get(stageOf(target)) ?? 99) < own))
        .map((target) => `${relative(root, file)} imports ${relative(root, target)}`);
    });
    expect(offences).toEqual([]);
  });

  it('lets no adapter import another; what they share lies in common', () => {
    const adapterOf = (file: string) => relative(join(root, 'adapters'), file).split('/')[0];
    const offences = sourceFiles('adapters').flatMap((file) =>
      importsOf(file)
        .filter((target) => target.startsWith(join(root, 'adapters')) && file !== join(root, 'adapters/index.ts'))
        .filter((target) => adapterOf(target) !== adapterOf(file) && adapterOf(target) !== 'common')
        .map((target) => `${relative(root, file)} imports ${relative(root, target)}`),
    );
    expect(offences).toEqual([]);
  });
});
