/** Previews nodes made by hand on a database, as `tsdbt plan` would, and runs them with what was sent kept. */
import type { ExecuteDeps } from '../../../core/execute/execute-deps.js';
import { previewPlan } from '../../../core/execute/preview/preview-plan.js';
import type { NodePreview, PlanPreview } from '../../../core/plan/preview/node-preview.js';
import type { ManifestNode, SourceNode } from '../../../core/resources/node.js';
import type { AdapterUnderTest } from '../../conformance/support.js';
import { type FinishedRun, plannedProject, type RunSettings, runProject } from './project-run.js';

export interface Previewed extends PlanPreview {
  readonly byName: ReadonlyMap<string, NodePreview>;
}

type Nodes = readonly (ManifestNode | SourceNode)[];

export async function previewProject(
  under: AdapterUnderTest,
  nodes: Nodes,
  settings: RunSettings = {},
): Promise<Previewed> {
  const { plan, deps } = await plannedProject(under, nodes, settings);
  const lookAtSource = () => Promise.reject(new Error('no source is looked at'));
  const signal = settings.signal ?? new AbortController().signal;
  const preview = await previewPlan(plan, { ...deps, lookAtSource }, { sink: () => {}, signal });
  return { ...preview, byName: new Map(preview.nodes.map((each) => [each.node.name, each])) };
}

/** A run whose `sent` are the statements of each node's steps, as `target/run` keeps them. */
export async function runKept(
  under: AdapterUnderTest,
  nodes: Nodes,
  settings: RunSettings = {},
): Promise<FinishedRun & { readonly sent: ReadonlyMap<string, string> }> {
  const sent = new Map<string, string>();
  const writer: ExecuteDeps['writer'] = {
    compiled: async () => null,
    run: async (node, sql) => {
      sent.set(node.name, sql);
      return null;
    },
  };
  const run = await runProject(under, nodes, { ...settings, deps: { ...settings.deps, writer } });
  return { ...run, sent };
}

/** SQL without what differs from run to run: names that hold a hash of the invocation. */
export function withoutNames(sql: string): string {
  return sql
    .replaceAll(/"[0-9a-f]{32}"/g, '"index"')
    .replaceAll(/__tsdbt_([a-z]+)_[0-9a-f]{10}/g, '__tsdbt_$1')
    .replaceAll(/tsdbt_(new|old)_[0-9a-f]{20}/g, 'tsdbt_$1');
}
