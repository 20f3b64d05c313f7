/** What the keys `d` and `v` print: the difference of compiled SQL, the first rows of a model. */
import {
  closestNames,
  didYouMean,
  keyFinder,
  type Project,
  type RunDatabase,
  sampleRelation,
  type UniqueId,
} from '../../../core/index.js';
import { diagnosticsOf } from '../../caught-error.js';
import type { Reporter } from '../../reporter/reporter.js';
import { rowTable } from '../../reporter/text/row-table.js';
import type { Style } from '../../reporter/text/style.js';
import { sqlDiff } from '../lines/sql-diff.js';
import type { CompiledChange } from './build.js';
import { watchRecord } from './build-report.js';

/** The models whose compiled SQL the last build changed. */
export function showCompiled(reporter: Reporter, changes: readonly CompiledChange[]): void {
  const text = (style: Style): string =>
    changes.length === 0
      ? 'No compiled SQL has changed yet.'
      : changes
          .flatMap(({ node, before, after }) => [style.bold(node.originalFilePath), ...sqlDiff(before, after, style)])
          .join('\n');
  reporter.record(watchRecord('info', text));
}

export interface ShowRowsParts {
  readonly reporter: Reporter;
  readonly project: Project | null;
  /** The model that an empty name means. */
  readonly model: UniqueId | null;
  readonly database: (project: Project) => Promise<RunDatabase>;
  readonly signal: AbortSignal;
}

const MOST_ROWS = 10;

/** The first rows of what stands in the database. Never throws. */
export async function showRows(name: string, parts: ShowRowsParts): Promise<void> {
  const { reporter, project, signal } = parts;
  const say = (text: string) => reporter.record(watchRecord('info', () => text));
  if (project === null) return say('The project has not been read yet.');
  const relations = [...project.manifest.nodes.values()].filter(({ resourceType }) =>
    /^(model|seed)$/.test(resourceType),
  );
  const node = relations.find((each) => (name === '' ? each.uniqueId === parts.model : each.name === name));
  if (node === undefined) {
    const hint = didYouMean(
      closestNames(
        name,
        relations.map((each) => each.name),
      ),
    );
    return say(name === '' ? 'No model has changed yet.' : `There is no model ${name}. ${hint ?? ''}`.trim());
  }
  try {
    const key = (await keyFinder(project.manifest))(node.uniqueId);
    const database = await parts.database(project);
    const sample = await sampleRelation(project, node.uniqueId, { database, key, limit: MOST_ROWS, signal });
    if (sample === null) return say(`${node.name} is not in the database.`);
    const columns = sample.columns.map((column) => ({ name: column.name, type: column.type }));
    const table = rowTable(columns, sample.rows, { width: reporter.screen.screenWidth });
    const count = sample.count === null ? 'many' : String(sample.count);
    say([`${node.name}: ${sample.rows.length} of ${count} rows`, ...table].join('\n'));
  } catch (error) {
    const { message } = project.adapter.classifyError(error);
    if (!signal.aborted) say(`${node.name} cannot be read: ${message || diagnosticsOf(error)[0]?.message}`);
  }
}
