/** Classes and modules that templates see: callable or not, with attributes from a table made when first asked. */
import { type CallArguments, TemplateObject, type Value } from '../value.js';

export type Members = ReadonlyMap<string, Value>;

/** A class such as `datetime.date`: calling it makes an instance, attributes are its constants and constructors. */
export class ClassValue extends TemplateObject {
  readonly typeName = 'type';
  readonly #name: string;
  readonly #load: () => Members;
  override readonly callable: (call: CallArguments) => Value | Promise<Value>;
  #members: Members | null = null;

  constructor(name: string, construct: (call: CallArguments) => Value | Promise<Value>, load: () => Members) {
    super();
    this.#name = name;
    this.callable = construct;
    this.#load = load;
  }

  override attribute(name: string): Value | undefined {
    this.#members ??= this.#load();
    return this.#members.get(name);
  }

  override text(): string {
    return `<class '${this.#name}'>`;
  }
}

/** A module of the template context: a mapping of names that cannot be changed. */
export class ModuleValue extends TemplateObject {
  readonly typeName = 'dict';
  readonly #name: string;
  readonly #load: () => Members;
  #members: Members | null = null;

  constructor(name: string, load: () => Members) {
    super();
    this.#name = name;
    this.#load = load;
  }

  get #loaded(): Members {
    this.#members ??= this.#load();
    return this.#members;
  }

  override attribute(name: string): Value | undefined {
    return this.#loaded.get(name);
  }

  override item(key: Value): Value | undefined {
    return typeof key === 'string' ? this.#loaded.get(key) : undefined;
  }

  override iterate(): Iterable<Value> {
    return this.#loaded.keys();
  }

  override size(): number {
    return this.#loaded.size;
  }

  override get isMapping(): boolean {
    return true;
  }

  override text(): string {
    return `<module '${this.#name}'>`;
  }
}
