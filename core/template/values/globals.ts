/** Jinja's global functions: range, dict, namespace, cycler, joiner. Each environment makes its own. */
import { Dict } from './dict.js';
import { hostFunction } from './host-function.js';
import { MAX_RANGE } from './limits.js';
import { integerArgument } from './methods/arguments.js';
import { pairsOf } from './methods/dict-methods.js';
import { overflowError, typeError, valueError } from './python-error.js';
import { repr, str } from './text.js';
import { RangeValue } from './types/range.js';
import { type HostFunction, TemplateObject, type Tuple, type Value } from './value.js';

/** The functions by name. `rangeLength` bounds the items of one range. */
export function createGlobals({ rangeLength = MAX_RANGE }: { rangeLength?: number } = {}): ReadonlyMap<string, Value> {
  return new Map<string, Value>([
    ['range', hostFunction('range', '*args, /', ([args]) => range((args as Tuple).items, rangeLength))],
    ['dict', hostFunction('dict', 'source=None, /, **entries', ([source, entries]) => dict(source, entries as Dict))],
    [
      'namespace',
      hostFunction('namespace', 'source=None, /, **entries', ([source, entries]) => namespace(source, entries as Dict)),
    ],
    ['cycler', hostFunction('cycler', '*items', ([items]) => new Cycler((items as Tuple).items))],
    ['joiner', hostFunction('joiner', 'sep=", "', ([separator]) => joiner(separator))],
  ]);
}

function range(args: readonly Value[], limit: number): Value {
  if (args.length === 0) throw typeError('range expected at least 1 argument, got 0');
  if (args.length > 3) throw typeError(`range expected at most 3 arguments, got ${args.length}`);
  const [first, second, third] = args.map(integerArgument);
  const step = third ?? 1;
  if (step === 0) throw valueError('range() arg 3 must not be zero');
  const result = second === undefined ? new RangeValue(0, first, 1) : new RangeValue(first, second, step);
  if (result.size() > limit) {
    throw overflowError(`Range too big. The sandbox blocks ranges larger than MAX_RANGE (${limit}).`);
  }
  return result;
}

function dict(source: Value, entries: Dict): Dict {
  return new Dict([...(source === null ? [] : pairsOf(source)), ...entries.entries()]);
}

function namespace(source: Value, entries: Dict): Namespace {
  return new Namespace(dict(source, entries));
}

/** An object whose attributes templates set: `{% set ns.x = 1 %}`. */
export class Namespace extends TemplateObject {
  readonly typeName = 'Namespace';
  readonly #entries: Dict;

  constructor(entries: Dict) {
    super();
    this.#entries = entries;
  }

  override attribute(name: string): Value | undefined {
    return this.#entries.get(name);
  }

  /** What `{% set ns.name = value %}` does. */
  assign(name: string, value: Value): void {
    this.#entries.set(name, value);
  }

  override text(): string {
    return `<Namespace ${repr(this.#entries)}>`;
  }
}

/** Gives its items in turn. */
class Cycler extends TemplateObject {
  readonly typeName = 'Cycler';
  readonly #items: readonly Value[];
  #position = 0;

  constructor(items: readonly Value[]) {
    super();
    if (items.length === 0) throw valueError('at least one item has to be provided');
    this.#items = items;
  }

  override attribute(name: string): Value | undefined {
    if (name === 'current') return this.#items[this.#position];
    if (name === 'next') return hostFunction('next', '', () => this.#next());
    return name === 'reset' ? hostFunction('reset', '', () => this.#reset()) : undefined;
  }

  #next(): Value {
    const item = this.#items[this.#position];
    this.#position = (this.#position + 1) % this.#items.length;
    return item;
  }

  #reset(): null {
    this.#position = 0;
    return null;
  }

  override text(): string {
    return '<Cycler>';
  }
}

/** A function that gives nothing the first time and the separator from then on. */
function joiner(separator: Value): HostFunction {
  let isUsed = false;
  return hostFunction('joiner', '', () => {
    const text = isUsed ? str(separator) : '';
    isUsed = true;
    return text;
  });
}
