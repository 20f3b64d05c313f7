/** What of a run stands at lines of files in a pull request: errors and failing tests first, then warnings. Pure. */
import type { NodeRecord, RecordedFinding, RecordedPlace, RunRecord } from '../../artifacts/run-record/run-record.js';
import { hasFailed } from '../gate/verdict.js';
import { inRepository } from '../links.js';
import { oneLine } from '../markdown/inline.js';

export interface Annotation {
  readonly level: 'error' | 'warning';
  /** From the repository's root; null when it lies outside or is not known. */
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly title: string;
  readonly message: string;
}

/** The most important first, each cause once. `projectPath` leads from the repository's root to the project. */
export function annotationsOf(run: Pick<RunRecord, 'nodes' | 'findings'>, projectPath: string): readonly Annotation[] {
  const { nodes, findings } = run;
  const ofFinding = (finding: RecordedFinding, title = finding.code) => findingAnnotation(finding, title, projectPath);
  const failedNodes = nodes.filter((node) => hasFailed(node) && node.status !== 'fail');
  const warned = nodes.filter((node) => !hasFailed(node));
  const isWarning = ({ severity, code }: RecordedFinding) => severity === 'warning' && code !== 'TSDBT_TEST_WARNED';
  const all = [
    ...findings.filter(({ severity }) => severity === 'error').map((finding) => ofFinding(finding)),
    ...failedNodes.flatMap((node) => nodeAnnotations(node, projectPath)),
    ...nodes.filter(({ status }) => status === 'fail').map((node) => testAnnotation(node, 'error', projectPath)),
    ...nodes.filter(({ status }) => status === 'warn').map((node) => testAnnotation(node, 'warning', projectPath)),
    ...warned.flatMap((node) => node.findings.filter(isWarning).map((finding) => ofFinding(finding, node.name))),
    ...findings.filter(isWarning).map((finding) => ofFinding(finding)),
  ];
  const seen = new Set<string>();
  return all.filter((annotation) => {
    const key = JSON.stringify([annotation.level, annotation.file, annotation.line, annotation.message]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function nodeAnnotations(node: NodeRecord, projectPath: string): Annotation[] {
  const errors = node.findings.filter(({ severity }) => severity === 'error');
  const title = `${node.materialized ?? node.resource_type} ${node.name} failed`;
  if (errors.length === 0) return [{ level: 'error', ...at(node.place, projectPath), title, message: node.message }];
  return errors.map((finding) =>
    findingAnnotation({ ...finding, place: finding.place ?? node.place }, title, projectPath),
  );
}

function findingAnnotation(
  { severity, place, message, hint }: RecordedFinding,
  title: string,
  projectPath: string,
): Annotation {
  const text = hint === null ? message : `${message}\n${hint}`;
  const where = place === null ? { file: null, line: null, column: null } : at(place, projectPath);
  return { level: severity, ...where, title, message: text };
}

/** At the model that is tested; where the test is declared stands in the message. */
function testAnnotation(node: NodeRecord, level: Annotation['level'], projectPath: string): Annotation {
  const { tested, place, sample } = node;
  const declared = tested === null ? [] : [`Declared at ${place.file}:${place.line}.`];
  const rows = sample === null || sample.rows.length === 0 ? [] : [sample.columns, ...sample.rows];
  const lines = rows.map((row) => row.map((cell) => oneLine(cell ?? 'NULL')).join(' | '));
  return {
    level,
    ...at(tested?.place ?? place, projectPath),
    title: `${node.name} ${level === 'error' ? 'failed' : 'warns'}`,
    message: [node.message, ...declared, ...lines].join('\n'),
  };
}

function at({ file, line, column }: RecordedPlace, projectPath: string): Pick<Annotation, 'file' | 'line' | 'column'> {
  const parts = inRepository(projectPath, file);
  return parts === null ? { file: null, line: null, column: null } : { file: parts.join('/'), line, column };
}
