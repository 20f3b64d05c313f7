/** What failed and what was skipped for its sake: each cause once. */
import type { NodeRecord, RecordedFinding, RunRecord } from '../../../artifacts/run-record/run-record.js';
import { hasFailed } from '../../gate/verdict.js';
import type { Links } from '../../links.js';
import { fence } from '../blocks.js';
import type { Section } from '../fit-to-limit.js';
import { code, link } from '../inline.js';
import { names } from '../words.js';

/** Errors of nodes and of the run itself; failing tests have a section of their own. */
export function failureSection({ nodes, findings }: RunRecord, links: Links): Section {
  const failed = nodes.filter((node) => hasFailed(node) && !isTestVerdict(node));
  const ofRun = findings.filter(({ severity }) => severity === 'error');
  return {
    title: 'Errors',
    noun: 'errors',
    blocks: [
      ...ofRun.map((finding) => findingBlock(finding, links)),
      ...alike(failed).map((group) => nodeBlock(group, links)),
    ],
  };
}

/** A test that ran and found something. */
export function isTestVerdict({ resource_type: type, status }: NodeRecord): boolean {
  return type === 'test' && (status === 'fail' || status === 'warn');
}

/** Nodes that one cause kept from starting make one entry. */
function alike(failed: readonly NodeRecord[]): [NodeRecord, ...NodeRecord[]][] {
  const groups = new Map<string, [NodeRecord, ...NodeRecord[]]>();
  for (const node of failed) {
    const key = node.was_started ? node.unique_id : `not started: ${node.message}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [node]);
    else group.push(node);
  }
  return [...groups.values()];
}

function nodeBlock([node, ...others]: [NodeRecord, ...NodeRecord[]], links: Links): string {
  const errors = node.findings.filter(({ severity }) => severity === 'error');
  const what = node.materialized ?? node.resource_type;
  const title = `**${code(node.name)}** (${code(what)}) ${link(node.place.file, links.file(node.place.file, null))}`;
  const details = errors.length > 0 ? errors.map((finding) => findingBlock(finding, links)) : [fence(node.message)];
  const same = others.length === 0 ? [] : [`The same for ${names(others.map(({ name }) => name))}.`];
  return [title, ...details, ...same].join('\n\n');
}

/** The place, the message with its hint, where the compiled SQL lies. */
export function findingBlock(
  { place, message, hint, code: id, compiled_path: compiled }: RecordedFinding,
  links: Links,
): string {
  const where =
    place === null ? '' : `${link(`${place.file}:${place.line}:${place.column}`, links.file(place.file, place.line))} `;
  const text = hint === null ? message : `${message}\nhint: ${hint}`;
  const sql = compiled === null ? [] : [`Compiled SQL: ${code(compiled)}`];
  return [`${where}${code(id)}`, fence(text), ...sql].join('\n\n');
}

/** Nodes that did not run, by their cause. */
export function skippedSection({ nodes }: RunRecord): Section {
  const causes = new Map<string, string[]>();
  for (const { status, message, name, resource_type: type } of nodes) {
    if (status !== 'skipped' || type === 'exposure') continue;
    causes.set(message, [...(causes.get(message) ?? []), name]);
  }
  return {
    title: 'Skipped',
    noun: 'causes',
    blocks: [...causes].map(([message, skipped]) => `- ${code(message)}: ${names(skipped)}`),
  };
}
