/** The macros of a project snapshot by package and name, and dbt's rules for finding one. */
import type { EnvironmentOptions, MacroDefinition } from './template.js';

export interface DispatchResult {
  readonly macro: MacroDefinition | null;
  /** Every name that was looked for, in order. */
  readonly tried: readonly string[];
}

export class MacroTable {
  readonly #packages = new Map<string, Map<string, MacroDefinition>>();
  readonly #options: EnvironmentOptions;

  constructor(options: EnvironmentOptions) {
    this.#options = options;
    for (const macro of options.macros) {
      const macros = this.#packages.get(macro.packageName) ?? new Map<string, MacroDefinition>();
      macros.set(macro.name, macro);
      this.#packages.set(macro.packageName, macros);
    }
  }

  /** Whether a bare name is a package with macros. */
  hasPackage(name: string): boolean {
    this.#options.onLookUp?.(name, null);
    return this.#packages.has(name);
  }

  inPackage(packageName: string, name: string): MacroDefinition | null {
    this.#options.onLookUp?.(packageName, name);
    return this.#packages.get(packageName)?.get(name) ?? null;
  }

  /** `name` as seen from a package: its own macros, the root project's, the built-in ones; or `package.name`. */
  find(name: string, fromPackage: string): MacroDefinition | null {
    const dot = name.indexOf('.');
    if (dot !== -1) return this.inPackage(name.slice(0, dot), name.slice(dot + 1));
    return this.own(name, fromPackage) ?? this.inPackage(this.#options.internalPackage, name);
  }

  /**
   * dbt's dispatch: for each package of the search order, each prefix. Without a namespace all packages in reach count
   * as one. With one: `dispatch:` of the project, else the root project and then the namespace.
   */
  dispatch(name: string, namespace: string | null, fromPackage: string): DispatchResult {
    const { rootPackage, searchOrder, prefixes } = this.#options;
    const packages = namespace === null ? [null] : (searchOrder[namespace] ?? [...new Set([rootPackage, namespace])]);
    const tried: string[] = [];
    for (const packageName of packages) {
      for (const prefix of prefixes) {
        const candidate = `${prefix}__${name}`;
        const macro = packageName === null ? this.find(candidate, fromPackage) : this.inPackage(packageName, candidate);
        if (macro !== null) return { macro, tried };
        tried.push(packageName === null ? candidate : `${packageName}.${candidate}`);
      }
    }
    return { macro: null, tried };
  }

  /** Names that a template of a package may call bare, apart from implementations for a database. */
  *namesFrom(fromPackage: string): Iterable<string> {
    const { rootPackage, internalPackage } = this.#options;
    for (const packageName of new Set([fromPackage, rootPackage, internalPackage])) {
      for (const name of this.#packages.get(packageName)?.keys() ?? []) if (!name.includes('__')) yield name;
    }
  }

  /** The macro that a package's own templates see before any of the built-in ones: its own, else the root project's. */
  own(name: string, fromPackage: string): MacroDefinition | null {
    const { rootPackage } = this.#options;
    const macro = this.inPackage(fromPackage, name);
    return macro !== null || fromPackage === rootPackage ? macro : this.inPackage(rootPackage, name);
  }
}
