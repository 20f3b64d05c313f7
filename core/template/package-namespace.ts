/** A package as templates see it: `dbt_utils.star`, `dbt.concat`. */
import { TemplateObject, type Value } from './values/value.js';

export class PackageNamespace extends TemplateObject {
  readonly typeName = 'dict';
  readonly #packageName: string;
  readonly #macro: (name: string) => Value | undefined;

  constructor(packageName: string, macro: (name: string) => Value | undefined) {
    super();
    this.#packageName = packageName;
    this.#macro = macro;
  }

  override attribute(name: string): Value | undefined {
    return this.#macro(name);
  }

  override item(key: Value): Value | undefined {
    return typeof key === 'string' ? this.#macro(key) : undefined;
  }

  override text(): string {
    return `<package '${this.#packageName}'>`;
  }
}
