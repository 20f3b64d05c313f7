/** Looks up vars by dbt's precedence: `--vars`, then the root project, then the package's own. Pure. */
import { isMapping, type Json, type JsonObject } from '../resources/json.js';
import type { PackageConfig, ProjectConfig, VarLookup } from './project-config.js';

/** The look-up of one project. Within a file, a block named like the package beats the vars beside it. */
export function createVars(project: ProjectConfig): VarLookup & { readonly names: (packageName: string) => string[] } {
  const packages = new Map<string, PackageConfig>(project.packages.map((config) => [config.name, config]));
  const layersOf = (packageName: string): JsonObject[] => {
    const own = packageName === project.name ? undefined : packages.get(packageName);
    return [
      project.cliVars,
      ...layers(project.vars, packageName),
      ...(own === undefined ? [] : layers(own.vars, packageName)),
    ];
  };
  return {
    get: (name, packageName) => findVar(layersOf(packageName), name),
    names: (packageName) => [...new Set(layersOf(packageName).flatMap(Object.keys))].sort(),
  };
}

function layers(vars: JsonObject, packageName: string): JsonObject[] {
  const block = Object.hasOwn(vars, packageName) ? vars[packageName] : undefined;
  return isMapping(block) ? [block, vars] : [vars];
}

function findVar(layered: readonly JsonObject[], name: string): Json | undefined {
  return layered.find((vars) => Object.hasOwn(vars, name))?.[name];
}
