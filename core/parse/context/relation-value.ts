/**
 * Relations as templates see them: `this`, what `ref` and `source` answer, `api.Relation`. Immutable; every method that
 * changes something gives a new relation. A relation prints as SQL names it, keeps the project's own name for look-ups.
 */
import type { QuotePolicy, Relation } from '../../resources/relation.js';
import { PythonError } from '../../template/values/python-error.js';
import { TemplateObject, type Value } from '../../template/values/value.js';
import { relationAttribute } from './relation-attributes.js';
import { type RelationLike, type RelationSpelling, relationParts } from './relation-spelling.js';

const allParts: QuotePolicy = { database: true, schema: true, identifier: true };

export class RelationValue extends TemplateObject implements RelationLike {
  readonly typeName: string;
  readonly relation: Relation;
  /** The parts that are printed. */
  readonly include: QuotePolicy;
  readonly spelling: RelationSpelling;
  #text: string | null = null;

  constructor(relation: Relation, spelling: RelationSpelling, include: QuotePolicy = allParts) {
    super();
    this.relation = relation;
    this.spelling = spelling;
    this.include = include;
    this.typeName = spelling.className;
  }

  /** The relation with the excluded parts left out: what SQL would find under the printed name. */
  get included(): Relation {
    const { database, schema } = this.relation;
    return {
      ...this.relation,
      database: this.include.database ? database : null,
      schema: this.include.schema ? schema : null,
    };
  }

  /** A copy with other parts, type or quoting. */
  with(changes: Partial<Relation>): RelationValue {
    return new RelationValue({ ...this.relation, ...changes }, this.spelling, this.include);
  }

  withInclude(changes: Partial<QuotePolicy>): RelationValue {
    return new RelationValue(this.relation, this.spelling, { ...this.include, ...changes });
  }

  override attribute(name: string): Value | undefined {
    return relationAttribute(this, name);
  }

  override item(key: Value): Value | undefined {
    return typeof key === 'string' ? relationAttribute(this, key) : undefined;
  }

  override get isMapping(): boolean {
    return true;
  }

  /** A mapping by its looks alone: going through it is an error, as in dbt. */
  override iterate(): Iterable<Value> {
    const refuse = (): never => {
      throw new PythonError('TypeError', `The relation ${this.text()} cannot be used as a dictionary or a list.`);
    };
    return { [Symbol.iterator]: refuse };
  }

  override contains(value: Value): boolean {
    return typeof value === 'string' && relationAttribute(this, value) !== undefined;
  }

  override isTrue(): boolean {
    return true;
  }

  override text(): string {
    this.#text ??= this.#spelled();
    return this.#text;
  }

  #spelled(): string {
    const { quoting } = this.relation;
    const physical = this.relation.type === 'cte' ? this.relation : this.spelling.physicalName(this.relation);
    let text = '';
    for (const part of relationParts) {
      const name = this.include[part] ? physical[part] : null;
      if (name === null || name === '') continue;
      text += `${text === '' ? '' : '.'}${quoting[part] ? this.spelling.quoteIdentifier(name) : name}`;
    }
    return text;
  }

  override representation(): string {
    return `<${this.typeName} ${this.text()}>`;
  }

  override equals(other: Value): boolean {
    return other instanceof RelationValue && other.hashKey() === this.hashKey();
  }

  override hashKey(): string {
    const { database, schema, identifier, type, quoting } = this.relation;
    const flags = [quoting, this.include].map((policy) => relationParts.map((part) => policy[part]));
    return `\0relation${JSON.stringify([database, schema, identifier, type, flags])}`;
  }
}

/** Prefix of the CTE that stands for an ephemeral model. */
const EPHEMERAL_PREFIX = '__dbt__cte__';

/** The CTE that stands for an ephemeral model. */
export function ephemeralRelation(name: string, spelling: RelationSpelling): RelationValue {
  const quoting = { database: true, schema: true, identifier: false };
  const identifier = ephemeralCteName(name);
  return new RelationValue({ database: null, schema: null, identifier, type: 'cte', quoting }, spelling);
}

/** Name of the CTE of an ephemeral model. */
export function ephemeralCteName(identifier: string): string {
  return EPHEMERAL_PREFIX + identifier;
}
