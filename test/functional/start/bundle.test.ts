import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../support/cli.js';

const notices = readFileSync(join(root, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');

/** The sources of one built file, as its source map names them. */
function sourcesOf(file: string): string[] {
  const map = JSON.parse(readFileSync(join(root, 'dist', `${file}.map`), 'utf8')) as { readonly sources: string[] };
  return map.sources.map((source) => source.replaceAll('\\', '/'));
}

/** The packages among sources, each with the folder that it was taken from. */
function packagesOf(sources: readonly string[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const source of sources) {
    const match = /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(source);
    if (match === null) continue;
    found.set(match[2], (found.get(match[2]) ?? new Set()).add(match[1]));
  }
  return found;
}

describe('the file of the command line', () => {
  const sources = sourcesOf('cli/run-cli.cjs');

  it('has one copy of each module and of each package', () => {
    expect(sources.filter((source) => source.endsWith('core/diagnostics/error.ts'))).toHaveLength(1);
    expect(new Set(sources).size).toBe(sources.length);
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const packages = packagesOf(sources);
    for (const name of Object.keys(dependencies)) expect([name, packages.get(name)?.size ?? 1]).toEqual([name, 1]);
    const entries = sources.filter((source) => /\/(decimal|valibot\/dist\/index)\.m?c?js$/.test(source));
    expect(entries).toHaveLength(2);
  });

  it('carries the driver of Postgres, and neither compiled code nor Vitest', () => {
    const names = [...packagesOf(sources).keys()];
    expect(names.filter((name) => /^(pg|knex|better-sqlite3.*|pg-native|vitest)$/.test(name)).sort()).toEqual([
      'knex',
      'pg',
    ]);
  });

  it('brings the licence of every package that it carries', () => {
    const names = [...packagesOf(sources).keys()];
    expect(names).toContain('nunjucks');
    for (const name of names)
      expect(notices).toMatch(new RegExp(`^${name.replaceAll('.', '\\.')} \\d+\\..*\nLicence: `, 'm'));
    const withoutCopyright = notices
      .split(/\n-{80}\n/)
      .slice(1)
      .filter((text) => !/copyright/i.test(text));
    expect(withoutCopyright).toEqual([]);
  });
});

describe('the process of a SQLite file', () => {
  it('is one small file', () => {
    const folder = join(root, 'dist/adapters/sqlite/driver/child');
    const code = readdirSync(folder).filter((name) => /\.[cm]?js$/.test(name));
    expect(code).toEqual(['entry.cjs']);
    expect(packagesOf(sourcesOf('adapters/sqlite/driver/child/entry.cjs')).size).toBe(0);
    expect(readFileSync(join(folder, 'entry.cjs')).length).toBeLessThan(60_000);
  });
});
