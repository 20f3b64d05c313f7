/** What every step of parsing depends on, as one text: the target, and dbt_project.yml of all packages, vars excepted. */

import type { Location } from '../../diagnostics/diagnostic.js';
import type { PackageConfig } from '../../project/project-config.js';
import { isCollection, type Json } from '../../resources/json.js';
import type { ParseSetting } from '../parsed-project.js';
import { plainText } from './look-ups.js';

/** Equal texts mean that no step can tell the two settings apart but by the look-ups that it notes. */
export function settingText({ config, target, adapter, invocation }: Omit<ParseSetting, 'environment'>): string {
  const { cliVars, packages, ...root } = config;
  const parts = {
    adapter: [adapter.type, adapter.macroPrefixes],
    target,
    root: withPlaces(root),
    packages: packages.map(withPlaces),
    storeFailures: invocation.flags.STORE_FAILURES,
  };
  return plainText(parts) ?? '';
}

/** Hooks of the trees keep the place at which they are written. Vars are look-ups of their own. */
function withPlaces({ vars, ...config }: PackageConfig): object {
  return { ...config, places: placesIn(config.configTrees, [], config.locate) };
}

function placesIn(
  value: Json,
  path: readonly (string | number)[],
  locate: (path: readonly (string | number)[]) => Location,
): Location[] {
  const own = path.length === 0 ? [] : [locate(path)];
  if (!isCollection(value)) return own;
  const isList = Array.isArray(value);
  const below = Object.entries(value).flatMap(([key, item]) =>
    placesIn(item, [...path, isList ? Number(key) : key], locate),
  );
  return [...own, ...below];
}
