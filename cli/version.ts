/** What `--version` prints, read from package.json files alone: no driver is loaded. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Manifest {
  readonly name: string;
  readonly version: string;
}

/** The folder of tsdbt's own package.json, from the sources or from dist. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

/** tsdbt's own version. */
export function toolVersion(): string {
  return readManifest(join(packageRoot(), 'package.json')).version;
}

/** `Core: installed ...` and `Plugins: ...`, laid out as dbt does. */
export function versionText(): string {
  const version = toolVersion();
  return [
    'Core:',
    `  - installed: ${version}`,
    '',
    'Plugins:',
    `  - postgres: ${version} via ${driver(['pg'])}`,
    `  - sqlite:   ${version} via ${driver(sqliteDrivers())}`,
    '',
  ].join('\n');
}

/** The driver that this Node takes, then the other one. */
function sqliteDrivers(): string[] {
  const major = Number(process.versions.node.split('.')[0]);
  const names = ['better-sqlite3', 'better-sqlite3-node20'];
  return major >= 22 ? names : names.reverse();
}

function driver(names: readonly string[]): string {
  const require = createRequire(import.meta.url);
  for (const name of names) {
    const file = (require.resolve.paths(name) ?? [])
      .map((folder) => join(folder, name, 'package.json'))
      .find((path) => existsSync(path));
    if (file !== undefined) {
      const manifest = readManifest(file);
      return `${manifest.name} ${manifest.version}`;
    }
  }
  return `${names[0]} (not installed)`;
}

function readManifest(path: string): Manifest {
  return JSON.parse(readFileSync(path, 'utf8'));
}
