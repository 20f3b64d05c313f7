/** `context`: all names that a template may use, its macros too, as a mapping. */
import type { Scope, TemplateEnvironment } from '../../../template/template.js';
import { hostFunction } from '../../../template/values/host-function.js';
import { TemplateObject, UndefinedValue, type Value } from '../../../template/values/value.js';

export class ContextObject extends TemplateObject {
  readonly typeName = 'dict';
  readonly #environment: TemplateEnvironment;
  readonly #scope: () => Scope;

  constructor(environment: TemplateEnvironment, scope: () => Scope) {
    super();
    this.#environment = environment;
    this.#scope = scope;
  }

  override get isMapping(): boolean {
    return true;
  }

  override attribute(name: string): Value | undefined {
    if (name !== 'get') return undefined;
    return hostFunction('get', 'key, default=None', ([key, other]) => this.item(key) ?? other);
  }

  override item(key: Value): Value | undefined {
    if (typeof key !== 'string') return undefined;
    const scope = this.#scope();
    const macro = this.#environment.findMacro(key, scope.packageName);
    if (macro !== null) return this.#environment.macroValue(macro, scope);
    const value = scope.lookup(key);
    return value instanceof UndefinedValue ? undefined : (value ?? this.#package(key));
  }

  override contains(value: Value): boolean {
    return this.item(value) !== undefined;
  }

  override isTrue(): boolean {
    return true;
  }

  override text(): string {
    return '<context>';
  }

  #package(name: string): Value | undefined {
    return this.#environment.hasPackage(name) ? new PackageObject(name, this.#environment, this.#scope) : undefined;
  }
}

/** The macros of a package: `context['dbt_utils']['star']`. */
class PackageObject extends TemplateObject {
  readonly typeName = 'dict';
  readonly #name: string;
  readonly #environment: TemplateEnvironment;
  readonly #scope: () => Scope;

  constructor(name: string, environment: TemplateEnvironment, scope: () => Scope) {
    super();
    this.#name = name;
    this.#environment = environment;
    this.#scope = scope;
  }

  override get isMapping(): boolean {
    return true;
  }

  override attribute(name: string): Value | undefined {
    if (name !== 'get') return undefined;
    return hostFunction('get', 'key, default=None', ([key, other]) => this.item(key) ?? other);
  }

  override item(key: Value): Value | undefined {
    if (typeof key !== 'string') return undefined;
    const macro = this.#environment.findMacro(`${this.#name}.${key}`, this.#name);
    return macro === null ? undefined : this.#environment.macroValue(macro, this.#scope());
  }

  override isTrue(): boolean {
    return true;
  }

  override text(): string {
    return `<package ${this.#name}>`;
  }
}
