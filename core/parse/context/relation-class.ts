/** `api.Relation`: relations that a template makes itself. */
import { Dict } from '../../template/values/dict.js';
import { hostFunction } from '../../template/values/host-function.js';
import { str } from '../../template/values/text.js';
import { TemplateObject, type Value } from '../../template/values/value.js';
import { incorporate } from './relation-attributes.js';
import { type RelationSpelling, relationTypes } from './relation-spelling.js';
import { RelationValue } from './relation-value.js';

export class RelationClass extends TemplateObject {
  readonly typeName = 'type';
  readonly #spelling: RelationSpelling;

  constructor(spelling: RelationSpelling) {
    super();
    this.#spelling = spelling;
  }

  override attribute(name: string): Value | undefined {
    if (name === 'create') {
      const signature = 'database=None, schema=None, identifier=None, type=None, **more';
      return hostFunction('create', signature, (args) => createRelation(args, this.#spelling));
    }
    if (name === 'get_relation_type') return new Dict(Object.entries(relationTypes));
    return Object.hasOwn(relationTypes, name) ? relationTypes[name] : undefined;
  }

  override text(): string {
    return `<class '${this.#spelling.className}'>`;
  }
}

function createRelation(
  [database, schema, identifier, type, more]: readonly Value[],
  spelling: RelationSpelling,
): Value {
  const quoting = { database: true, schema: true, identifier: true };
  const name = { database: textOf(database), schema: textOf(schema), identifier: textOf(identifier) ?? '' };
  const plain = new RelationValue({ ...name, type: null, quoting }, spelling);
  const changes = more instanceof Dict ? more : new Dict();
  changes.set('type', type);
  return incorporate(plain, changes);
}

function textOf(value: Value): string | null {
  return value === null ? null : str(value);
}
