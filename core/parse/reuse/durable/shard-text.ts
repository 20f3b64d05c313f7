/** Steps as one text of JSON, which nothing reads faster, and back. */
import type { Json } from '../../../resources/json.js';
import type { PlainStep, StepKind } from '../step.js';
import type { Trace } from '../tracker.js';
import type { DurableName } from './durable-names.js';
import { createNodeReader, createNodeWriter, type NodePlace, type NodeTables, type NodeWriter } from './node-table.js';
import { escapeSpecials, UnwritableValue, unescapeSpecials } from './special-values.js';

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
  readonly nodes: NodeTables;
  readonly steps: readonly StepRow[];
}

/** Steps whose values no text can tell are left out. */
export function writeShard(steps: readonly PlainStep[]): string {
  const files = createPool<string>();
  const keys = createPool<string>();
  const lookUps = createListPool(keys);
  const nodes = createNodeWriter();
  const reference = ({ file, place }: DurableName): Reference => [files.indexOf(file, file), place];
  const rows = steps.flatMap((step): StepRow[] => {
    const value = writeValue(step, nodes);
    if (value === null) return [];
    const { messages } = step.trace;
    const [found = []] = step.findings;
    return [
      {
        kind: step.kind,
        of: reference(step.of),
        inputs: step.inputs.map((input) => (input === null ? null : reference(input))),
        lookUps: lookUps.indexOf(step.trace.lookUps),
        ...value,
        ...(messages.length === 0 ? {} : { messages }),
        ...(found.length === 0 ? {} : { found }),
      },
    ];
  });
  const shard: Shard = {
    files: files.items,
    keys: keys.items,
    lookUps: lookUps.items,
    nodes: nodes.finish(),
    steps: rows,
  };
  return JSON.stringify(shard);
}

/** The steps of a text that `writeShard` gave. */
export function readShard(text: string): PlainStep[] {
  const { files, keys, lookUps, nodes, steps }: Shard = JSON.parse(text);
  const nodeAt = createNodeReader(nodes);
  const lists = lookUps.map((list) => list.map((index) => keys[index]));
  const name = ([file, place]: Reference): DurableName => ({ file: files[file], place });
  return steps.map((row) => ({
    kind: row.kind,
    of: name(row.of),
    inputs: row.inputs.map((input) => (input === null ? null : name(input))),
    value: readValue(row, nodeAt),
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

/** Lists of texts as places in a pool of them. Most lists are the same object. */
function createListPool(texts: Pool<string>): {
  readonly items: (readonly number[])[];
  readonly indexOf: (list: readonly string[]) => number;
} {
  const pool = createPool<readonly number[]>();
  const known = new Map<readonly string[], number>();
  return {
    items: pool.items,
    indexOf: (list) => {
      const found = known.get(list);
      if (found !== undefined) return found;
      const places = list.map((text) => texts.indexOf(text, text));
      const index = pool.indexOf(places.join(), places);
      known.set(list, index);
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

/** The value as it stands in a row; null when no text can tell it. */
function writeValue({ kind, value }: PlainStep, nodes: NodeWriter): Pick<StepRow, 'value' | 'isEscaped'> | null {
  const holder = HOLDERS[kind];
  const add = (node: unknown): NodePlace => nodes.add(node as Readonly<Record<string, Json>>);
  try {
    if (holder === 'node') return { value: add(value) };
    if (holder === 'nodes') return { value: (value as readonly unknown[]).map(add) };
    const plain = escapeSpecials(value) as Json;
    return plain === value ? { value: plain } : { value: plain, isEscaped: true };
  } catch (error) {
    if (error instanceof UnwritableValue) return null;
    throw error;
  }
}

function readValue({ kind, value, isEscaped }: StepRow, nodeAt: (place: NodePlace) => unknown): unknown {
  const holder = HOLDERS[kind];
  if (holder === 'node') return nodeAt(value as unknown as NodePlace);
  if (holder === 'nodes') return (value as unknown as readonly NodePlace[]).map(nodeAt);
  return isEscaped === true ? unescapeSpecials(value) : value;
}
