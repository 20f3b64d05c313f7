/**
 * Loads better-sqlite3: version 13 on Node 22.14 and later, else version 12 under its alias. Version 13 ends an older
 * Node by a segmentation fault, so it is not even loaded there.
 */
import { createRequire } from 'node:module';
import type Sqlite from 'better-sqlite3';

export type SqliteDatabase = Sqlite.Database;

const NEWEST = 'better-sqlite3';
const FOR_NODE_20 = 'better-sqlite3-node20';

/** The constructor of the first library that loads; an error with code TSDBT_DRIVER_MISSING when none does. */
export function loadLibrary(): typeof Sqlite {
  const require = createRequire(import.meta.url);
  const reasons: string[] = [];
  for (const name of [NEWEST, FOR_NODE_20]) {
    try {
      if (name === NEWEST && !canLoadNewest(process.versions.node, versionOf(require, name))) {
        throw new Error(`version 13 needs Node 22.14, this is ${process.versions.node}`);
      }
      const library = require(name) as typeof Sqlite;
      new library(':memory:').close();
      return library;
    } catch (error) {
      reasons.push(`${name}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
    }
  }
  throw Object.assign(new Error(reasons.join('; ')), { code: 'TSDBT_DRIVER_MISSING' });
}

function versionOf(require: NodeJS.Require, name: string): string {
  return (require(`${name}/package.json`) as { version: string }).version;
}

/** Whether a version of better-sqlite3 is safe on a version of Node. */
export function canLoadNewest(nodeVersion: string, libraryVersion: string): boolean {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  return Number(libraryVersion.split('.')[0]) < 13 || major > 22 || (major === 22 && minor >= 14);
}
