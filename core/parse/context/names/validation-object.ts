/** `validation.any[...]`: accepted wherever a validator may stand. Config is typed when the project is read, so it checks nothing. */
import { HostFunction, TemplateObject, type Value } from '../../../template/values/value.js';

export class ValidationObject extends TemplateObject {
  readonly typeName = 'validation';

  override attribute(name: string): Value | undefined {
    return name === 'any' ? new AnyValidator() : undefined;
  }

  override text(): string {
    return '<validation>';
  }
}

class AnyValidator extends TemplateObject {
  readonly typeName = 'any';

  override item(_key: Value): Value {
    return new HostFunction('any', () => null);
  }

  override text(): string {
    return '<any>';
  }
}
