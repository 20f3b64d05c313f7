/** Builds node results: of nodes that ran, and of those that never started. */
import type { CompiledNode } from '../../compile/compiled-node.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { PlanOutcome } from '../../plan/node-plan.js';
import type { GraphNode } from '../../resources/node.js';
import type { NodeResult, NodeStatus } from '../../results/node-result.js';

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
  const frame = { node, timing: [], executionTime: 0, threadId: 'main' };
  return { ...emptyResult(frame, status, message), failures: null };
}

/** A node that is left as an earlier run made it, or a test that passed on the same data. */
export function reusedResult(node: GraphNode, reason: string): NodeResult {
  const status = node.resourceType === 'test' ? 'pass' : 'success';
  const frame = { node, timing: [], executionTime: 0, threadId: 'main' };
  const failures = node.resourceType === 'test' ? 0 : null;
  return { ...emptyResult(frame, status, 'REUSED'), failures, reuse: { isReused: true, reason } };
}

export function failedResult(
  frame: Frame,
  status: 'error' | 'cancelled',
  diagnostics: readonly Diagnostic[],
  compiled: CompiledNode | null,
): NodeResult {
  const first = diagnostics.find((diagnostic) => diagnostic.severity === 'error');
  return { ...emptyResult(frame, status, first?.message ?? ''), diagnostics, compiled };
}

export function finishedResult(frame: Frame, work: NodeWork): NodeResult {
  const { outcome, compiled, diagnostics } = work;
  const base = { ...emptyResult(frame, 'success', ''), compiled, diagnostics };
  switch (outcome.kind) {
    case 'compiled':
      return base;
    case 'no-op':
      return { ...base, status: 'no-op', message: 'NO-OP', failures: 0 };
    case 'shown':
      return { ...base, sample: outcome.sample, rows: outcome.sample.rows.length };
    case 'built':
      return { ...base, message: outcome.message, rows: outcome.rows, adapterResponse: outcome.adapterResponse };
    case 'tested': {
      const { status, message, failures, sample, adapterResponse } = outcome;
      return { ...base, status, message, failures, sample, adapterResponse };
    }
  }
}

function emptyResult(frame: Frame, status: NodeStatus, message: string): NodeResult {
  return {
    ...frame,
    status,
    message,
    failures: null,
    rows: null,
    adapterResponse: {},
    compiled: null,
    sample: null,
    diagnostics: [],
  };
}
