/**
 * Compares what a preview says with what the run then does: nothing changes by the preview; actions, statements, columns,
 * dependents and relations come out as said.
 */
import { expect } from 'vitest';
import type { NodePreview } from '../../../core/plan/preview/node-preview.js';
import type { RunOptions } from '../../../core/plan/run-plan.js';
import type { JsonObject } from '../../../core/resources/json.js';
import type { ManifestNode } from '../../../core/resources/node.js';
import type { AdapterUnderTest } from '../../conformance/support.js';
import { modelNode } from '../manifest.js';
import { databaseSnapshot } from './database-snapshot.js';
import { previewProject, runKept, withoutNames } from './preview-run.js';
import { placed } from './project-run.js';

export type Written = readonly [name: string, sql: string, config?: JsonObject];

export interface Case {
  /** Models that a run has built before. */
  readonly before?: readonly Written[];
  /** What somebody did by hand since then; `{x}` is a relation's name. */
  readonly byHand?: readonly string[];
  readonly now: readonly Written[];
  readonly options?: Partial<RunOptions>;
  /** `model: action reasons` of each. */
  readonly says: readonly string[];
  readonly columns?: string;
  readonly dependents?: string;
  /** A part of what is said to be unknown. */
  readonly unknown?: string;
}

/** A relation named as `{{ ref('x') }}` is a parent. */
export function model(under: AdapterUnderTest, [name, sql, config = {}]: Written): ManifestNode {
  const parents = [...sql.matchAll(/ref\('(\w+)'\)/g)].map(([, parent]) => `model.shop.${parent}`);
  const node = modelNode(name, { rawCode: sql, config, dependsOn: { nodes: parents, macros: [] } });
  return placed(under, node);
}

export async function check(under: AdapterUnderTest, given: Case): Promise<void> {
  const nodes = (written: readonly Written[]) => written.map((each) => model(under, each));
  if (given.before !== undefined) await runKept(under, nodes(given.before), { command: 'run' });
  for (const sql of given.byHand ?? []) {
    await under.withSession((session) => session.execute(sql.replaceAll(/\{(\w+)\}/g, (_, name) => under.name(name))));
  }
  const settings = { command: 'run' as const, options: given.options ?? {} };
  const stood = await databaseSnapshot(under);
  const preview = await previewProject(under, nodes(given.now), settings);
  expect(await databaseSnapshot(under)).toEqual(stood);

  expect(preview.nodes.map(saying)).toEqual(given.says);
  expect(preview.nodes.map(columnsText).join('')).toBe(given.columns ?? '');
  expect(preview.nodes.flatMap(dependentsText).join(', ')).toBe(given.dependents ?? '');
  const unknown = preview.nodes.flatMap((node) => node.unknown ?? []).join();
  if (given.unknown === undefined) expect(unknown).toBe('');
  else expect(unknown).toContain(given.unknown);

  const before = new Map<string, readonly string[]>();
  for (const { node } of preview.nodes) before.set(node.name, await columnsOf(under, node.name));
  const run = await runKept(under, nodes(given.now), settings);
  for (const node of preview.nodes) await compare(under, node, { run, before: before.get(node.node.name)! });
}

interface Ran {
  readonly run: Awaited<ReturnType<typeof runKept>>;
  readonly before: readonly string[];
}

async function compare(under: AdapterUnderTest, preview: NodePreview, { run, before }: Ran): Promise<void> {
  const { name } = preview.node;
  const status = { fail: 'error', skip: 'skipped' }[preview.action as string] ?? 'success';
  expect(`${name} ${run.results.get(name)?.status}`).toBe(`${name} ${status}`);
  const isSure = !preview.assumptions.some((saying) => saying.startsWith('what '));
  if (preview.unknown === null && status === 'success' && isSure) {
    expect(withoutNames(preview.statements.join(';\n\n'))).toBe(withoutNames(run.sent.get(name) ?? ''));
  }
  if (status !== 'success') return;
  // A plan has done nothing.
  expect(preview.diagnostics.map(({ message }) => message).join()).not.toContain('was dropped');
  const stands = await under.withSession((session) =>
    under.adapter.introspector.relation(session, under.relation(name)),
  );
  expect(stands?.type).toBe(preview.after);
  const after = await columnsOf(under, name);
  const applied = (columns: readonly { name: string; isApplied: boolean }[] = []) =>
    columns.filter(({ isApplied }) => isApplied).map((column) => column.name);
  if (preview.unknown === null && before.length > 0) {
    expect(applied(preview.columns?.added)).toEqual(after.filter((column) => !before.includes(column)));
    expect(applied(preview.columns?.removed)).toEqual(before.filter((column) => !after.includes(column)));
  }
  for (const dependent of preview.dependents) {
    const reading = under.withSession((session) => session.execute(`select * from ${dependent.name}`));
    if (dependent.outcome === 'dropped') await expect(reading).rejects.toThrow();
    else await reading;
  }
}

async function columnsOf(under: AdapterUnderTest, name: string): Promise<readonly string[]> {
  const columns = await under.withSession((session) =>
    under.adapter.introspector.columns(session, under.relation(name)),
  );
  return columns.map((column) => column.name);
}

export function saying({ node, action, reasons }: NodePreview): string {
  return `${node.name}: ${action} ${reasons.map(({ kind }) => kind).join(' ')}`;
}

export function columnsText({ columns }: NodePreview): string {
  if (columns === null) return '';
  const mark = (sign: string) => (column: { name: string; isApplied: boolean }) =>
    ` ${sign}${column.name}${column.isApplied ? '' : ' (left)'}`;
  return [...columns.added.map(mark('+')), ...columns.removed.map(mark('-')), ...columns.retyped.map(mark('~'))].join(
    '',
  );
}

function dependentsText({ dependents }: NodePreview): string[] {
  return dependents.map(({ name, outcome }) => `${name.split('.').at(-1)!.replaceAll('"', '')} ${outcome}`);
}

export const table = { materialized: 'table' };
export const view = { materialized: 'view' };
export const incremental = (config: JsonObject): JsonObject => ({
  materialized: 'incremental',
  unique_key: 'id',
  ...config,
});
