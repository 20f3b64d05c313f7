/** What every step of parsing depends on, as one text: the target, and dbt_project.yml of all packages, vars excepted. */

import type { Credentials } from '../../adapter/adapter.js';
import type { Location } from '../../diagnostics/diagnostic.js';
import type { PackageConfig, ProjectConfig } from '../../project/project-config.js';
import type { KeyPath } from '../../project/yaml/yaml-document.js';
import { isMapping, type Json } from '../../resources/json.js';
import type { ParseSetting } from '../parsed-project.js';
import { plainText } from './look-ups.js';

/** Equal texts mean that no step can tell the two settings apart but by the look-ups that it notes. */
export function settingText({ config, target, adapter, invocation }: Omit<ParseSetting, 'environment'>): string {
  const { cliVars, packages, ...root } = config;
  const parts = {
    adapter: [adapter.type, adapter.macroPrefixes],
    target: { ...target, credentials: withoutSecrets(target.credentials) },
    root: withPlaces(root),
    packages: packages.map(withPlaces),
    storeFailures: invocation.flags.STORE_FAILURES,
  };
  return plainText(parts) ?? '';
}

/** No step sees them, and a digest that lies in a file would let somebody try passwords until one fits. */
function withoutSecrets({ secrets, settings, ...credentials }: Credentials): object {
  const isSecret = (value: Json) => typeof value === 'string' && secrets.includes(value);
  return { ...credentials, settings: Object.entries(settings).filter(([, value]) => !isSecret(value)) };
}

/** Vars are look-ups of their own, hooks of the project are parsed each time; hooks of the trees keep the place they stand at. */
function withPlaces({ vars, onRunStart, onRunEnd, ...config }: PackageConfig): object {
  return { ...config, places: hookPlaces(config.configTrees, [], config.locate) };
}

function hookPlaces(value: Json, path: KeyPath, locate: PackageConfig['locate']): Location[] {
  if (!isMapping(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const below = [...path, key];
    if (!/^\+?(?:pre|post)[-_]hook$/u.test(key)) return hookPlaces(item, below, locate);
    const items = Array.isArray(item) ? item.map((_, index) => locate([...below, index])) : [];
    return [locate(below), ...items];
  });
}

/** All of the configuration with the place of everything in it, as one text: nothing that is made from it differs otherwise. */
export function configText({ packages, ...root }: ProjectConfig): string {
  return plainText([root, ...packages].map((owner) => ({ ...owner, places: placesOf(owner) }))) ?? '';
}

function placesOf({ configTrees, locate, locateKey }: PackageConfig): object[] {
  const places = (value: Json, path: KeyPath): object[] => {
    const own = [locate(path), locateKey(path)];
    if (Array.isArray(value)) return [...own, ...value.flatMap((item: Json, index) => places(item, [...path, index]))];
    if (!isMapping(value)) return own;
    return [...own, ...Object.entries(value).flatMap(([key, item]) => places(item, [...path, key]))];
  };
  return Object.entries(configTrees).flatMap(([tree, value]) => places(value, [tree]));
}
