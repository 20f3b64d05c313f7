/** Tests that found something: what they test, where they are declared, and the first rows. */
import type { NodeRecord, RunRecord } from '../../../artifacts/run-record/run-record.js';
import type { Links } from '../../links.js';
import { dataTable, fence } from '../blocks.js';
import type { Section } from '../fit-to-limit.js';
import { code, link } from '../inline.js';
import { plural } from '../words.js';
import { findingBlock, isTestVerdict } from './failures.js';

/** Those of severity error. */
export function failingTestSection({ nodes }: RunRecord, links: Links): Section {
  const failed = nodes.filter((node) => isTestVerdict(node) && node.status === 'fail');
  return { title: 'Failing tests', noun: 'failing tests', blocks: failed.map((node) => testBlock(node, links)) };
}

/** Tests that warn, and warnings of nodes and of the run. */
export function warningSection({ nodes, findings }: RunRecord, links: Links): Section {
  const tests = nodes.filter((node) => isTestVerdict(node) && node.status === 'warn');
  const others = [...findings, ...nodes.flatMap((node) => node.findings)].filter(
    ({ severity, code: id }) => severity === 'warning' && id !== 'TSDBT_TEST_WARNED',
  );
  return {
    title: 'Warnings',
    noun: 'warnings',
    blocks: [...tests.map((node) => testBlock(node, links)), ...others.map((finding) => findingBlock(finding, links))],
  };
}

function testBlock(node: NodeRecord, links: Links): string {
  const { sample, failures, compiled_path: compiled } = node;
  const rows = sample?.rows ?? [];
  const isRowCount = failures !== null && rows.length <= failures;
  const found = failures === null ? '' : isRowCount ? `: ${plural(failures, 'failing row')}` : `: ${failures}`;
  return [
    `**${code(node.name)}**${found}`,
    placesOf(node, links),
    ...(rows.length > 0 && sample !== null ? [dataTable(sample.columns, rows)] : [fence(node.message)]),
    [
      ...(isRowCount && rows.length > 0 && rows.length < (failures ?? 0) ? [`The first ${rows.length} of them.`] : []),
      `All of them: ${code(`tsdbt show --select ${node.name}`)}.`,
      ...(compiled === null ? [] : [`Compiled SQL: ${code(compiled)}.`]),
    ].join(' '),
  ].join('\n\n');
}

function placesOf({ place, tested }: NodeRecord, links: Links): string {
  const declared = link(`${place.file}:${place.line}`, links.file(place.file, place.line));
  if (tested === null || tested.place.file === place.file) return declared;
  const column = tested.column === null ? '' : `, column ${code(tested.column)}`;
  return `${link(`${tested.place.file}:${tested.place.line}`, links.file(tested.place.file, tested.place.line))}${column}, declared at ${declared}`;
}
