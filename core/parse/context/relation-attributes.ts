/** The attributes and methods of relations in templates: one table, by dbt's names. */
import type { QuotePolicy, RelationType } from '../../resources/relation.js';
import { Dict } from '../../template/values/dict.js';
import { hostFunction } from '../../template/values/host-function.js';
import { isTruthy } from '../../template/values/operators/truth.js';
import { valueError } from '../../template/values/python-error.js';
import { str } from '../../template/values/text.js';
import type { Value } from '../../template/values/value.js';
import { type RelationLike, type RelationPart, relationParts, relationTypes } from './relation-spelling.js';

type Attribute = (relation: RelationLike) => Value;

/** The value of an attribute, or undefined (JavaScript's). */
export function relationAttribute(relation: RelationLike, name: string): Value | undefined {
  return attributes.get(name)?.(relation);
}

const attributes: ReadonlyMap<string, Attribute> = new Map<string, Attribute>([
  ['database', ({ relation }) => relation.database],
  ['schema', ({ relation }) => relation.schema],
  ['identifier', ({ relation }) => relation.identifier],
  ['name', ({ relation }) => relation.identifier],
  ['table', ({ relation }) => relation.identifier],
  ['type', ({ relation }) => relation.type],
  ['is_table', ({ relation }) => relation.type === 'table'],
  ['is_view', ({ relation }) => relation.type === 'view'],
  ['is_cte', ({ relation }) => relation.type === 'cte'],
  ['is_materialized_view', ({ relation }) => relation.type === 'materialized_view'],
  ['can_be_renamed', ({ relation }) => relation.type === 'table' || relation.type === 'view'],
  ['can_be_replaced', ({ relation }) => relation.type === 'table' || relation.type === 'view'],
  ['path', ({ relation }) => partsDict((part) => relation[part])],
  ['include_policy', ({ include }) => partsDict((part) => include[part])],
  ['quote_policy', ({ relation }) => partsDict((part) => relation.quoting[part])],
  ['get_relation_type', () => new Dict(Object.entries(relationTypes))],
  ...Object.entries(relationTypes).map(([name, type]): [string, Attribute] => [name, () => type]),
  ['render', (value) => hostFunction('render', '', () => value.text())],
  ['get', (value) => hostFunction('get', 'key, default=None', ([key, other]) => get(value, key, other))],
  ['quoted', (value) => hostFunction('quoted', 'identifier', ([name]) => value.spelling.quoteIdentifier(str(name)))],
  ['include', (value) => policyMethod('include', (policy) => value.withInclude(policy))],
  ['quote', (value) => policyMethod('quote', (policy) => quoted(value, policy))],
  [
    'without_identifier',
    (value) => hostFunction('without_identifier', '', () => value.withInclude({ identifier: false })),
  ],
  ['replace_path', (value) => hostFunction('replace_path', '**parts', ([parts]) => replacePath(value, parts))],
  ['incorporate', (value) => hostFunction('incorporate', '**changes', ([changes]) => incorporate(value, changes))],
  ['information_schema', (value) => informationSchema(value, 'information_schema')],
  ['information_schema_only', (value) => informationSchema(value, 'information_schema_only')],
  [
    'matches',
    (value) => hostFunction('matches', 'database=None, schema=None, identifier=None', (parts) => matches(value, parts)),
  ],
]);

/** A relation with what `incorporate` and `Relation.create` may change: path, type, quoting and include policy. */
export function incorporate(value: RelationLike, changes: Value): RelationLike {
  if (!(changes instanceof Dict)) return value;
  let result = replacePath(value, changes.get('path') ?? null);
  const type = changes.get('type');
  if (type !== undefined) result = result.with({ type: relationType(type) });
  result = quoted(result, policyOf(changes.get('quote_policy') ?? null));
  return result.withInclude(policyOf(changes.get('include_policy') ?? null));
}

/** A type as dbt names it; null when it is not known. */
function relationType(value: Value): RelationType | null {
  if (value === null) return null;
  const type = Object.values(relationTypes).find((known) => known === value);
  if (type === undefined)
    throw valueError(`${str(value)} is no relation type: ${Object.values(relationTypes).join(', ')}`);
  return type;
}

function replacePath(value: RelationLike, path: Value): RelationLike {
  if (!(path instanceof Dict)) return value;
  const text = (part: RelationPart): string | null => {
    const given = path.get(part);
    if (given === undefined) return value.relation[part];
    return given === null ? null : str(given);
  };
  return value.with({ database: text('database'), schema: text('schema'), identifier: text('identifier') ?? '' });
}

function quoted(value: RelationLike, policy: Partial<QuotePolicy>): RelationLike {
  return value.with({ quoting: { ...value.relation.quoting, ...policy } });
}

function policyMethod(name: string, apply: (policy: Partial<QuotePolicy>) => RelationLike): Value {
  return hostFunction(name, 'database=None, schema=None, identifier=None', (parts) => {
    const given = relationParts.flatMap((part, index) =>
      parts[index] === null ? [] : [[part, isTruthy(parts[index])]],
    );
    return apply(Object.fromEntries(given));
  });
}

function policyOf(value: Value): Partial<QuotePolicy> {
  if (!(value instanceof Dict)) return {};
  const given = relationParts.flatMap((part) => {
    const setting = value.get(part);
    return setting === undefined || setting === null ? [] : [[part, isTruthy(setting)]];
  });
  return Object.fromEntries(given);
}

function get(value: RelationLike, key: Value, other: Value): Value {
  if (key === 'metadata') return new Dict([['type', value.typeName]]);
  return (typeof key === 'string' ? relationAttribute(value, key) : undefined) ?? other;
}

/** `"db".INFORMATION_SCHEMA.<view>`. */
function informationSchema(value: RelationLike, name: string): Value {
  return hostFunction(name, 'view_name=None', ([view]) => {
    const quoting = { database: value.relation.quoting.database, schema: false, identifier: false };
    const identifier = view === null ? '' : str(view);
    const standard = value.with({ schema: 'INFORMATION_SCHEMA', identifier, type: null, quoting });
    return standard.withInclude({ schema: true, identifier: view !== null });
  });
}

function matches(value: RelationLike, parts: readonly Value[]): boolean {
  return relationParts.every((part, index) => parts[index] === null || str(parts[index]) === value.relation[part]);
}

function partsDict(of: (part: RelationPart) => Value): Dict {
  return new Dict(relationParts.map((part) => [part, of(part)]));
}
