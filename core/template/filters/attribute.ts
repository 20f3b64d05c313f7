/** Getters for the filters' `attribute` argument: a dotted path of names and indexes, or an index. */
import { getItem } from '../values/access.js';
import { UndefinedValue, type Value } from '../values/value.js';

export interface GetterOptions {
  readonly isLenient: boolean;
  /** What stands for an undefined step of the path; None for nothing. */
  readonly otherwise?: Value;
  /** Compares texts without case. */
  readonly ignoresCase?: boolean;
}

export type Getter = (value: Value) => Value;

/** A getter of one attribute; None is the value itself. */
export function attributeGetter(attribute: Value, options: GetterOptions): Getter {
  const path = pathOf(attribute);
  const finish = options.ignoresCase ? lowered : (value: Value) => value;
  return (value) => {
    let item = value;
    for (const step of path) {
      item = getItem(item, step, options.isLenient);
      if (item instanceof UndefinedValue && (options.otherwise ?? null) !== null) item = options.otherwise as Value;
    }
    return finish(item);
  };
}

/** A getter of several attributes, written `a,b`: a list of their values. */
export function attributesGetter(attribute: Value, options: GetterOptions): Getter {
  const paths = typeof attribute === 'string' ? attribute.split(',') : [attribute];
  const getters = paths.map((path) => attributeGetter(path, options));
  return (value) => getters.map((getter) => getter(value));
}

/** Text in lower case, other values as they are. */
export function lowered(value: Value): Value {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

function pathOf(attribute: Value): Value[] {
  if (attribute === null) return [];
  if (typeof attribute !== 'string') return [attribute];
  return attribute.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}
