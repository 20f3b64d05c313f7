/** Where the compiled and the run SQL of a node lie below the target folder, as dbt lays them out. */
import type { ManifestNode } from '../resources/node.js';

/** `shop/models/stg_x.sql`; tests from a property file lie in a folder named like it: `shop/models/schema.yml/unique_x.sql`, `shop/dbt_project.yml/hooks/shop-on-run-end-0.sql`. */
export function sqlPath(node: ManifestNode): string {
  const file = node.originalFilePath;
  const isDeclaredInYaml = /\.ya?ml$/i.test(file);
  const path = isDeclaredInYaml
    ? `${file}/${node.resourceType === 'operation' ? node.path : lastPart(node.path)}`
    : file;
  return `${node.packageName}/${withoutParents(path)}`;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

const EMPTY_OR_DOTS = /(?:^|\/)\.{0,2}(?:\/|$)/;

/** A path never leads out of the target folder. */
function withoutParents(path: string): string {
  if (!EMPTY_OR_DOTS.test(path)) return path;
  return path
    .split('/')
    .filter((part) => part !== '..' && part !== '.' && part !== '')
    .join('/');
}
