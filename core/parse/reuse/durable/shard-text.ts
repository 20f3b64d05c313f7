/**
 * Steps as one text, and back. What many nodes share (their config, their columns ...) stands in the text once, and is shared
 * again by the nodes that come out; the rest is JSON as it is, which nothing reads faster.
 */
import type { Json } from '../../../resources/json.js';
import type { PlainStep, StepKind } from '../step.js';
import type { Trace } from '../tracker.js';
import { splitName } from './durable-names.js';
import { escapeSpecials, UnwritableValue, unescapeSpecials } from './special-values.js';

/** Fields of nodes whose values are often equal. None of them is ever a number. */
const SHARED_FIELDS = [
  ...['config', 'unrenderedConfig', 'quoting', 'docs', 'meta', 'tags', 'columns', 'constraints', 'docBlocks', 'macros'],
  'sourceMeta',
];

/** A thing by its file's place in the list of files, and its place in the file. */
type Reference = readonly [file: number, place: string];

interface StepRow {
  readonly kind: StepKind;
  readonly of: Reference;
  readonly inputs: readonly (Reference | null)[];
  readonly lookUps: number;
  readonly value: Json;
  readonly isEscaped?: true;
  /** Only when there are any. */
  readonly messages?: Trace['messages'];
  readonly found?: readonly unknown[];
}

interface Shard {
  readonly files: readonly string[];
  readonly keys: readonly string[];
  /** Lists of look-ups, as places in the list of keys. */
  readonly lookUps: readonly (readonly number[])[];
  readonly shared: readonly Json[];
  /** Which of the shared values are escaped. */
  readonly escaped: readonly number[];
  readonly steps: readonly StepRow[];
}

/** Steps whose values no text can tell are left out. */
export function writeShard(steps: readonly PlainStep[]): string {
  const files = createPool<string>();
  const keys = createPool<string>();
  const lookUps = createPool<readonly number[]>();
  const shared = createSharedValues();
  const reference = (name: string): Reference => {
    const [file, place] = splitName(name);
    return [files.indexOf(file, file), place];
  };
  const rows = steps.flatMap((step): StepRow[] => {
    const value = writeValue(step, shared);
    if (value === null) return [];
    const used = step.trace.lookUps.map((key) => keys.indexOf(key, key));
    const { messages } = step.trace;
    const [found = []] = step.findings;
    return [
      {
        kind: step.kind,
        of: reference(step.of),
        inputs: step.inputs.map((input) => (input === null ? null : reference(input))),
        lookUps: lookUps.indexOf(used.join(), used),
        ...value,
        ...(messages.length === 0 ? {} : { messages }),
        ...(found.length === 0 ? {} : { found }),
      },
    ];
  });
  const { values, escaped } = shared;
  const shard = { files: files.items, keys: keys.items, lookUps: lookUps.items, shared: values, escaped, steps: rows };
  return JSON.stringify(shard);
}

/** The steps of a text that `writeShard` gave. */
export function readShard(text: string): PlainStep[] {
  const { files, keys, lookUps, shared, escaped, steps }: Shard = JSON.parse(text);
  const values = [...shared];
  for (const index of escaped) values[index] = unescapeSpecials(values[index]);
  const lists = lookUps.map((list) => list.map((index) => keys[index]));
  const name = ([file, place]: Reference) => `${files[file]}${place}`;
  return steps.map((row) => ({
    kind: row.kind,
    of: name(row.of),
    inputs: row.inputs.map((input) => (input === null ? null : name(input))),
    value: readValue(row, values),
    trace: { lookUps: lists[row.lookUps], messages: row.messages ?? [], isRepeatable: true },
    findings: [row.found ?? []],
  }));
}

interface Pool<T> {
  readonly items: T[];
  readonly indexOf: (key: string, item: T) => number;
}

function createPool<T>(): Pool<T> {
  const items: T[] = [];
  const known = new Map<string, number>();
  return {
    items,
    indexOf: (key, item) => {
      const found = known.get(key);
      if (found !== undefined) return found;
      known.set(key, items.length);
      return items.push(item) - 1;
    },
  };
}

interface SharedValues {
  readonly values: readonly unknown[];
  readonly escaped: readonly number[];
  readonly indexOf: (value: object) => number;
}

/** Equal values by their identity first: most are the same object. */
function createSharedValues(): SharedValues {
  const pool = createPool<unknown>();
  const byIdentity = new Map<object, number>();
  const escaped: number[] = [];
  return {
    values: pool.items,
    escaped,
    indexOf: (value) => {
      const known = byIdentity.get(value);
      if (known !== undefined) return known;
      const plain = escapeSpecials(value);
      const isNew = pool.items.length;
      const index = pool.indexOf(`${plain === value ? '' : '!'}${JSON.stringify(plain)}`, plain);
      if (index === isNew && plain !== value) escaped.push(index);
      byIdentity.set(value, index);
      return index;
    },
  };
}

/** Kinds whose value is one node, and those whose value is a list. The others' values stay as they are. */
const HOLDERS: Readonly<Partial<Record<StepKind, 'node' | 'nodes'>>> = {
  code: 'node',
  seed: 'node',
  'macro-resource': 'node',
  tests: 'nodes',
  sources: 'nodes',
  exposures: 'nodes',
};

type PlainNode = Record<string, Json>;

function writeValue({ kind, value }: PlainStep, shared: SharedValues): Pick<StepRow, 'value' | 'isEscaped'> | null {
  try {
    const whole = eachNode(kind, value, (node) => withShared(node, shared));
    const plain = escapeSpecials(whole) as Json;
    return plain === whole ? { value: plain } : { value: plain, isEscaped: true };
  } catch (error) {
    if (error instanceof UnwritableValue) return null;
    throw error;
  }
}

function readValue({ kind, value, isEscaped }: StepRow, values: readonly Json[]): unknown {
  const plain = isEscaped === true ? unescapeSpecials(value) : value;
  return eachNode(kind, plain, (node) => {
    for (const field of SHARED_FIELDS) {
      const index = node[field];
      if (typeof index === 'number') node[field] = values[index];
    }
    return node;
  });
}

function eachNode(kind: StepKind, value: unknown, change: (node: PlainNode) => PlainNode): unknown {
  const holder = HOLDERS[kind];
  if (holder === 'node') return change(value as PlainNode);
  return holder === 'nodes' ? (value as PlainNode[]).map(change) : value;
}

function withShared(node: PlainNode, shared: SharedValues): PlainNode {
  const copy = { ...node };
  for (const field of SHARED_FIELDS) {
    const value: unknown = copy[field];
    if (typeof value === 'object' && value !== null) copy[field] = shared.indexOf(value);
  }
  return copy;
}
