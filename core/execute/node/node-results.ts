/** Builds node results: of nodes that ran, and of those that never started. */
import type { CompiledNode } from '../../compile/compiled-node.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { PlanOutcome } from '../../plan/node-plan.js';
import type { GraphNode } from '../../resources/node.js';
import type { NodeResult } from '../../results/node-result.js';
import { withoutPlaces } from '../../template/source-map.js';

/** What a node's work gave. */
export interface NodeWork {
  readonly compiled: CompiledNode | null;
  readonly outcome: PlanOutcome | { readonly kind: 'compiled' | 'no-op' } | ShownOutcome;
  readonly diagnostics: readonly Diagnostic[];
}

interface ShownOutcome {
  readonly kind: 'shown';
  readonly sample: NonNullable<NodeResult['sample']>;
}

type Frame = Pick<NodeResult, 'node' | 'timing' | 'executionTime' | 'threadId' | 'compiledPath'>;

/** A node that did not start. */
export function unstartedResult(node: GraphNode, status: 'skipped' | 'cancelled', message: string): NodeResult {
  return result({ node, timing: [], executionTime: 0, threadId: 'main' }, { status, message });
}

/** A node that is left as an earlier run made it, or a test that passed on the same data. */
export function reusedResult(node: GraphNode, reason: string): NodeResult {
  const frame = { node, timing: [], executionTime: 0, threadId: 'main' };
  const made = { message: 'REUSED', reuse: { isReused: true, reason } };
  if (node.resourceType === 'test') return result(frame, { ...made, status: 'pass', failures: 0 });
  return result(frame, { ...made, status: 'success' });
}

export function failedResult(
  frame: Frame,
  status: 'error' | 'cancelled',
  diagnostics: readonly Diagnostic[],
  compiled: CompiledNode | null,
): NodeResult {
  const first = diagnostics.find((diagnostic) => diagnostic.severity === 'error');
  return result(frame, { status, message: first?.message ?? '', diagnostics, compiled });
}

export function finishedResult(frame: Frame, { outcome, compiled, diagnostics }: NodeWork): NodeResult {
  const base = { compiled, diagnostics };
  switch (outcome.kind) {
    case 'compiled':
      return result(frame, { ...base, status: 'success' });
    case 'no-op':
      return result(frame, { ...base, status: 'no-op', message: 'NO-OP', failures: 0 });
    case 'shown':
      return result(frame, { ...base, status: 'success', sample: outcome.sample, rows: outcome.sample.rows.length });
    case 'built': {
      const { message, rows, adapterResponse } = outcome;
      return result(frame, { ...base, status: 'success', message, rows, adapterResponse });
    }
    case 'tested': {
      const { status, message, failures, sample, adapterResponse } = outcome;
      return result(frame, { ...base, status, message, failures, sample, adapterResponse });
    }
  }
}

type Parts = Pick<NodeResult, 'status'> & Partial<Omit<NodeResult, keyof Frame>>;

/** Thousands of results have the same of nothing. */
const NONE: readonly never[] = [];
const NOTHING: NodeResult['adapterResponse'] = {};

/** What a part does not say is empty. */
function result(frame: Frame, parts: Parts): NodeResult {
  const { compiledPath } = frame;
  const { compiled = null, reuse } = parts;
  const made: NodeResult = {
    node: frame.node,
    status: parts.status,
    message: parts.message ?? '',
    failures: parts.failures ?? null,
    rows: parts.rows ?? null,
    adapterResponse: parts.adapterResponse ?? NOTHING,
    compiled: compiled === null ? null : withoutOrigins(compiled),
    sample: parts.sample ?? null,
    diagnostics: parts.diagnostics ?? NONE,
    timing: frame.timing,
    executionTime: frame.executionTime,
    threadId: frame.threadId,
  };
  if (compiledPath !== undefined) Object.assign(made, { compiledPath });
  return reuse === undefined ? made : Object.assign(made, { reuse });
}

/** Where each piece of the SQL came from is asked while the node runs; of thousands that have run it would fill the memory. */
function withoutOrigins({ node, sql, extraCtes, injected }: CompiledNode): CompiledNode {
  const compiled = { node, sql: withoutPlaces(sql), extraCtes: extraCtes.length === 0 ? NONE : extraCtes };
  if (injected === undefined) return compiled;
  return { ...compiled, injected: injected.length === 0 ? NONE : injected.map(withoutOrigins) };
}
