/** The first lines of a report: the verdict, then what it rests on. */
import type { NodeRecord } from '../../../artifacts/run-record/run-record.js';
import { hasFailed, type Verdict, verdictOf } from '../../gate/verdict.js';
import type { Report } from '../../report.js';
import { code } from '../inline.js';
import { plural, seconds } from '../words.js';

const marks: Readonly<Record<Verdict, string>> = { passed: '✅', warned: '⚠️', failed: '❌' };
const words: Readonly<Record<Verdict, string>> = {
  passed: 'passed',
  warned: 'passed with warnings',
  failed: 'failed',
};

/** A heading and one paragraph. */
export function headOf(report: Report): string {
  const { run } = report;
  const verdict = verdictOf(report);
  const { project_name: project, target, metadata } = run;
  const facts = `${code(project)}, target ${code(target.name)} (${code(target.type)}): ${code(`tsdbt ${metadata.command}`)} in ${seconds(run.elapsed)}.`;
  return [
    `## ${marks[verdict]} tsdbt ${words[verdict]}`,
    [facts, countsOf(run.nodes), ...causesOf(report)].join('\n'),
  ].join('\n\n');
}

function countsOf(nodes: readonly NodeRecord[]): string {
  if (nodes.length === 0) return 'No node was run.';
  const kinds = { passed: 0, warned: 0, failed: 0, skipped: 0 };
  for (const node of nodes) {
    if (hasFailed(node)) kinds.failed++;
    else if (node.status === 'warn') kinds.warned++;
    else if (node.status === 'skipped') kinds.skipped++;
    else kinds.passed++;
  }
  const parts = Object.entries(kinds).flatMap(([name, value]) => (value === 0 ? [] : [`${value} ${name}`]));
  return `${plural(nodes.length, 'node')}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}.`;
}

function causesOf({ run, base }: Report): string[] {
  const refused = base?.destructive.filter(({ isAllowed }) => !isAllowed).length ?? 0;
  const verb = refused === 1 ? 'is' : 'are';
  const unknown = base?.unknown.length ?? 0;
  return [
    ...(run.was_cancelled ? ['**The run was cancelled before its end.**'] : []),
    ...(refused === 0 ? [] : [`**${plural(refused, 'destructive change')} ${verb} not allowed.**`]),
    ...(unknown === 0 ? [] : ['**Not all of the change could be compared: what is lost there is not known.**']),
  ];
}
