/** What a build would change in the rows of models, for programs: compared in the database, with nothing changed in it. */
import { type Comparison, type RowDifference as InnerDifference, isSame } from '../../../compare/comparison.js';
import type { ModelDiff as InnerDiff } from '../../../compare/models/diff-model.js';
import { diffModels } from '../../diff-models.js';
import { selectForCommand } from '../../select-for-command.js';
import { callFacts } from '../facts.js';
import { checkOptions } from '../known-options.js';
import { type Loaded, loadedOf } from '../loaded.js';
import { policyOf, settle } from '../settings.js';
import { cancelledError, throwErrors, toTsdbtError } from '../to-error.js';
import { scrubbed, toNodeInfo, toRow } from '../to-public.js';
import type { DiffOptions, ModelDiff, RowDifference } from '../types/diff.js';
import type { Project } from '../types/project.js';
import { databaseOf } from './open-database.js';

/** Throws what keeps all models from being compared, a cancel too. */
export async function diffSelected(project: Project, options: DiffOptions): Promise<readonly ModelDiff[]> {
  const loaded = loadedOf(project);
  checkOptions('diff', options);
  const { signal = new AbortController().signal } = options;
  try {
    const settings = settle({ ...options, threads: 1 }, loaded.project);
    const judge = policyOf(settings);
    const inner = { ...loaded.project, invocation: callFacts('diff', settings, loaded.project.invocation) };
    const selected = selectForCommand(inner, settings.selection);
    throwErrors(judge(selected.diagnostics));
    const database = databaseOf(options.database, loaded);
    const diffs: ModelDiff[] = [];
    const { wasCancelled } = await diffModels(inner, {
      ...{ selection: selected.value, options: settings.plan, signal, scrub: loaded.scrub },
      ...(database === null ? {} : { database }),
      sink: () => {},
      key: options.key ?? null,
      sampleLimit: settings.plan.showLimit ?? Number.MAX_SAFE_INTEGER,
      onDiff: (diff) => diffs.push(toModelDiff(diff, loaded, judge)),
    });
    if (wasCancelled) throw cancelledError('The comparison');
    return diffs;
  } catch (error) {
    throw toTsdbtError(signal.aborted ? cancelledError('The comparison') : error, loaded.scrub);
  }
}

const nothing = {
  columns: null,
  rows: null,
  key: null,
  unusableKey: null,
  mismatches: {},
  samples: [],
  diagnostics: [],
} as const;

function toModelDiff(diff: InnerDiff, { infos, scrub }: Loaded, judge: ReturnType<typeof policyOf>): ModelDiff {
  const head = { ...nothing, node: infos.get(diff.node.uniqueId) ?? toNodeInfo(diff.node), relation: diff.relation };
  switch (diff.kind) {
    case 'failed':
      return { ...head, status: 'failed', diagnostics: judge(diff.diagnostics).map((each) => scrubbed(each, scrub)) };
    case 'absent': {
      const rows = { before: 0, after: diff.rows, added: diff.rows, removed: 0, changed: 0, same: 0 };
      return {
        ...head,
        status: 'absent',
        rows,
        columns: { added: diff.columns, removed: [], retyped: [], common: [] },
      };
    }
    case 'compared':
      return { ...head, unusableKey: diff.unusableKey, ...compared(diff.comparison) };
  }
}

function compared(comparison: Comparison) {
  const { columns, rows, key, perColumn, samples } = comparison;
  const names = columns.common.map(({ name }) => name);
  return {
    status: isSame(comparison) ? ('same' as const) : ('different' as const),
    ...{ columns, rows, key },
    mismatches: Object.fromEntries(perColumn.map(({ name, mismatches }) => [name, mismatches])),
    samples: samples.map((sample) => toRowDifference(sample, names)),
  };
}

function toRowDifference(sample: InnerDifference, names: readonly string[]): RowDifference {
  const { kind, before, after, times } = sample;
  return {
    ...{ kind, times },
    before: before === null ? null : toRow(before, names),
    after: after === null ? null : toRow(after, names),
    changedColumns: sample.kind === 'changed' ? sample.changedColumns : [],
  };
}
