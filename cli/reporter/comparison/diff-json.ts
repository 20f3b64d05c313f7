/** What differs between models and their relations as JSON text that keeps every digit. */
import { type Cell, type Comparison, isSame, type ModelDiff, type RowDifference } from '../../../core/index.js';
import { cellJson } from '../text/cell-json.js';

/** One document for all models, one model a line. */
export function diffJson(diffs: readonly ModelDiff[]): string {
  if (diffs.length === 0) return '{"models": []}';
  return `{"models": [\n${diffs.map((diff) => `  ${modelJson(diff)}`).join(',\n')}\n]}`;
}

/** Values are JSON text already. */
function object(entries: Readonly<Record<string, string>>): string {
  return fields(Object.entries(entries));
}

function fields(entries: readonly (readonly [name: string, value: string])[]): string {
  return `{${entries.map(([name, value]) => `${JSON.stringify(name)}: ${value}`).join(', ')}}`;
}

const list = (items: readonly string[]): string => `[${items.join(', ')}]`;
const plain = (value: unknown): string => JSON.stringify(value);

function modelJson(diff: ModelDiff): string {
  const { node, relation } = diff;
  const head = { node: plain(node.name), unique_id: plain(node.uniqueId), relation: plain(relation) };
  switch (diff.kind) {
    case 'failed':
      return object({ ...head, status: '"failed"', message: plain(diff.diagnostics[0]?.message ?? '') });
    case 'absent':
      return object({ ...head, status: '"absent"', rows: plain(diff.rows), columns: plain(diff.columns) });
    case 'compared':
      return object({
        ...head,
        status: isSame(diff.comparison) ? '"same"' : '"different"',
        ...comparisonEntries(diff.comparison),
        unusable_key: plain(diff.unusableKey),
      });
  }
}

function comparisonEntries({ columns, key, rows, perColumn, samples }: Comparison): Record<string, string> {
  const { added, removed, retyped } = columns;
  const names = columns.common.map(({ name }) => name);
  return {
    key: plain(key),
    columns: plain({ added, removed, retyped }),
    rows: plain(rows),
    mismatches: fields(perColumn.map(({ name, mismatches }) => [name, plain(mismatches)])),
    samples: list(samples.map((sample) => sampleJson(sample, names))),
  };
}

function sampleJson(sample: RowDifference, names: readonly string[]): string {
  return object({
    kind: plain(sample.kind),
    before: rowJson(sample.before, names),
    after: rowJson(sample.after, names),
    ...(sample.kind === 'changed' ? { changed: plain(sample.changedColumns) } : { times: plain(sample.times) }),
  });
}

function rowJson(row: readonly Cell[] | null, names: readonly string[]): string {
  if (row === null) return 'null';
  return fields(names.map((name, index) => [name, cellJson(row[index])]));
}
