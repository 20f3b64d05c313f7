/** How dbt names nodes after their files: fqn, path and checksum. */
import { hash } from 'node:crypto';
import type { NodeCore } from '../../resources/node.js';

/** Package, folders, name: `['shop', 'staging', 'stg_orders']` for `staging/stg_orders.sql`. */
export function fqnOf(packageName: string, path: string, ...names: readonly string[]): string[] {
  const end = path.lastIndexOf('/');
  if (end === -1) return [packageName, ...names];
  return [packageName].concat(path.slice(0, end).split('/'), names);
}

/** File name without folders and without its last extension. */
export function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/u, '');
}

/** sha256 of a node's code. */
export function checksumOf(code: string): NodeCore['checksum'] {
  return { name: 'sha256', checksum: hash('sha256', code) };
}
