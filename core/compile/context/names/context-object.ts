/** `context`: all names that a template may use, its macros too, as a mapping. */
import { hostFunction } from '../../../template/values/host-function.js';
import { TemplateObject, UndefinedValue, type Value } from '../../../template/values/value.js';
import { macroValue } from '../adapter/macro-value.js';
import type { NodeContext } from '../node-context.js';

export class ContextObject extends TemplateObject {
  readonly typeName = 'dict';
  readonly #context: NodeContext;

  constructor(context: NodeContext) {
    super();
    this.#context = context;
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
    const { runtime, scope } = this.#context;
    const { packageName, lookup } = scope();
    const macro = runtime.environment.findMacro(key, packageName);
    if (macro !== null) return macroValue(macro, this.#context);
    const value = lookup(key);
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
    const { environment } = this.#context.runtime;
    const isPackage = environment.macros.some((macro) => macro.packageName === name);
    return isPackage ? new PackageObject(name, this.#context) : undefined;
  }
}

/** The macros of a package: `context['dbt_utils']['star']`. */
class PackageObject extends TemplateObject {
  readonly typeName = 'dict';
  readonly #name: string;
  readonly #context: NodeContext;

  constructor(name: string, context: NodeContext) {
    super();
    this.#name = name;
    this.#context = context;
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
    const macro = this.#context.runtime.environment.findMacro(`${this.#name}.${key}`, this.#name);
    return macro === null ? undefined : macroValue(macro, this.#context);
  }

  override isTrue(): boolean {
    return true;
  }

  override text(): string {
    return `<package ${this.#name}>`;
  }
}
