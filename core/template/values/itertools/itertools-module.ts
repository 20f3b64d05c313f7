/** `modules.itertools`: lazy sequences, read once. */
import { callNow } from '../call.js';
import { hostFunction } from '../host-function.js';
import { checkItemCount } from '../limits.js';
import { integerArgument } from '../methods/arguments.js';
import { add } from '../operators/arithmetic.js';
import { equals } from '../operators/equality.js';
import { isTruthy, iterate, listOf } from '../operators/truth.js';
import { typeError, valueError } from '../python-error.js';
import { type Members, ModuleValue } from '../types/class-value.js';
import { GeneratorValue } from '../types/generator.js';
import { Tuple, type Value } from '../value.js';
import { combinations, permutations, product } from './selections.js';

/** The module. */
export function createItertoolsModule(): ModuleValue {
  return new ModuleValue('itertools', members);
}

type Entry = readonly [signature: string, body: (args: readonly Value[]) => Iterable<Value>];

const FUNCTIONS: Readonly<Record<string, Entry>> = {
  accumulate: ['iterable, func=None, *, initial=None', ([items, func, initial]) => accumulate(items, func, initial)],
  chain: ['*iterables', ([sources]) => chain(sources as Tuple)],
  combinations: ['iterable, r', ([items, size]) => combinations(listOf(items), sizeOf(size), false)],
  combinations_with_replacement: ['iterable, r', ([items, size]) => combinations(listOf(items), sizeOf(size), true)],
  compress: ['data, selectors', ([items, selectors]) => compress(items, selectors)],
  count: ['start=0, step=1', ([start, step]) => count(start, step)],
  cycle: ['iterable', ([items]) => cycle(items)],
  dropwhile: ['predicate, iterable', ([predicate, items]) => dropWhile(predicate, items)],
  groupby: ['iterable, key=None', ([items, key]) => groups(items, key)],
  islice: ['iterable, *bounds', ([items, bounds]) => islice(items, (bounds as Tuple).items)],
  permutations: [
    'iterable, r=None',
    ([items, size]) => permutations(listOf(items), size === null ? null : sizeOf(size)),
  ],
  product: [
    '*iterables, repeat=1',
    ([sources, repeat]) => product(repeated((sources as Tuple).items, integerArgument(repeat))),
  ],
  repeat: ['object, times=None', ([item, times]) => repeat(item, times)],
  starmap: ['function, iterable', ([func, items]) => starMap(func, items)],
  takewhile: ['predicate, iterable', ([predicate, items]) => takeWhile(predicate, items)],
  zip_longest: ['*iterables, fillvalue=None', ([sources, fill]) => zipLongest((sources as Tuple).items, fill)],
};

function members(): Members {
  return new Map<string, Value>([
    ...Object.entries(FUNCTIONS).map(([name, [signature, body]]) => {
      const kind = `itertools.${name}`;
      return [
        name,
        hostFunction(name, signature, (args) => new GeneratorValue(body(args), `${kind} object`, kind)),
      ] as const;
    }),
    ['tee', hostFunction('tee', 'iterable, n=2', ([items, times]) => tee(items, integerArgument(times)))],
  ]);
}

function sizeOf(value: Value): number {
  const size = integerArgument(value);
  if (size < 0) throw valueError('r must be non-negative');
  return size;
}

function* chain(sources: Tuple): Iterable<Value> {
  for (const source of sources.items) yield* iterate(source);
}

function* accumulate(items: Value, func: Value, initial: Value): Iterable<Value> {
  let total: Value | undefined = initial ?? undefined;
  if (total !== undefined) yield total;
  for (const item of iterate(items)) {
    if (total === undefined) total = item;
    else total = func === null ? add(total, item) : callNow(func, total, item);
    yield total;
  }
}

function* compress(items: Value, selectors: Value): Iterable<Value> {
  const chosen = iterate(selectors)[Symbol.iterator]();
  for (const item of iterate(items)) {
    const selector = chosen.next();
    if (selector.done) return;
    if (isTruthy(selector.value)) yield item;
  }
}

function* count(start: Value, step: Value): Iterable<Value> {
  for (let number: Value = start; ; number = add(number, step)) yield number;
}

function* cycle(items: Value): Iterable<Value> {
  const all = listOf(items);
  while (all.length > 0) yield* all;
}

function* dropWhile(predicate: Value, items: Value): Iterable<Value> {
  let isDropping = true;
  for (const item of iterate(items)) {
    isDropping &&= isTruthy(callNow(predicate, item));
    if (!isDropping) yield item;
  }
}

function* takeWhile(predicate: Value, items: Value): Iterable<Value> {
  for (const item of iterate(items)) {
    if (!isTruthy(callNow(predicate, item))) return;
    yield item;
  }
}

/** Runs of items with equal keys. A group is a list here; Python's shares the source and is lost when the next begins. */
function* groups(items: Value, key: Value): Iterable<Value> {
  let current: { key: Value; items: Value[] } | null = null;
  for (const item of iterate(items)) {
    const found = key === null ? item : callNow(key, item);
    if (current !== null && equals(current.key, found)) current.items.push(item);
    else {
      if (current !== null) yield new Tuple([current.key, current.items]);
      current = { key: found, items: [item] };
    }
  }
  if (current !== null) yield new Tuple([current.key, current.items]);
}

function* islice(items: Value, bounds: readonly Value[]): Iterable<Value> {
  if (bounds.length < 1 || bounds.length > 3) {
    throw typeError(`islice expected at least 2 arguments, got ${bounds.length + 1}`);
  }
  const [first, second, third = null] = bounds.length === 1 ? [null, bounds[0]] : bounds;
  const [start, step] = [first === null ? 0 : integerArgument(first), third === null ? 1 : integerArgument(third)];
  const stop = second === null ? Number.POSITIVE_INFINITY : integerArgument(second);
  if (start < 0 || stop < 0) {
    throw valueError('Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.');
  }
  if (step < 1) throw valueError('Step for islice() must be a positive integer or None.');
  if (stop === 0) return;
  let index = 0;
  for (const item of iterate(items)) {
    if (index >= start && (index - start) % step === 0) yield item;
    if (++index >= stop) return;
  }
}

function* repeat(item: Value, times: Value): Iterable<Value> {
  const most = times === null ? Number.POSITIVE_INFINITY : integerArgument(times);
  for (let round = 0; round < most; round++) yield item;
}

function* starMap(func: Value, items: Value): Iterable<Value> {
  for (const args of iterate(items)) yield callNow(func, ...iterate(args));
}

function repeated(sources: readonly Value[], times: number): Value[][] {
  const lists = sources.map(listOf);
  checkItemCount(lists.length * times);
  return Array.from({ length: Math.max(times, 0) }, () => lists).flat();
}

function* zipLongest(sources: readonly Value[], fill: Value): Iterable<Value> {
  const iterators = sources.map((source) => iterate(source)[Symbol.iterator]());
  for (;;) {
    const steps = iterators.map((iterator) => iterator.next());
    if (steps.every(({ done }) => done)) return;
    yield new Tuple(steps.map(({ done, value }) => (done ? fill : value)));
  }
}

function tee(items: Value, times: number): Tuple {
  const all = listOf(items);
  checkItemCount(times);
  return new Tuple(
    Array.from({ length: times }, () => new GeneratorValue(all, 'itertools._tee object', 'itertools._tee')),
  );
}
