/**
 * Sends a scan and keeps what it says for its tests. A scan that fails says nothing: each of its tests is then asked
 * alone, which tells the one that is wrong from the others.
 */
import { type CompletenessWords, readScan, type ScanPart, scanQuery } from '../../plan/scans/scan-query.js';
import type { ScannableTest } from '../../plan/scans/scannable-test.js';
import { secondsSince } from '../clock.js';
import { type OpenNode, openNode } from '../node/open-node.js';
import type { RunContext } from '../run-context.js';
import { isWorthScanning, type Scan } from './collect-scans.js';
import type { ScanChooser } from './indexed-columns.js';

export interface RunScanOptions {
  readonly threadId: string;
  readonly signal: AbortSignal;
  readonly choose: ScanChooser;
}

/** Never throws. */
export async function runScan(context: RunContext, scan: Scan, options: RunScanOptions): Promise<void> {
  const { node } = scan.tests[0]!;
  const { id, relation, tests } = scan;
  context.sink({ kind: 'scan-started', scan: id, relation: nameOf(relation), tests: tests.length });
  const open = openNode(context, { ...options, node, purpose: 'read' });
  const started = performance.now();
  try {
    const session = await open.session();
    const chosen = await options.choose(scan, session.questions);
    if (!isWorthScanning(chosen)) return;
    const parts: ScanPart[] = [];
    for (const test of chosen) parts.push({ test, words: await completenessWords(context, test, open) });
    const result = await session.execute(scanQuery(parts), { isSingle: true });
    const seconds = secondsSince(started) / parts.length;
    const answers = readScan(parts, result);
    for (const [index, { test }] of parts.entries()) {
      context.scanned.set(test.node.uniqueId, { answers: answers[index]!, seconds });
    }
  } catch (error) {
    if (!options.signal.aborted) tellFailure(context, scan, error);
  } finally {
    await open.close();
    context.sink({ kind: 'scan-finished', scan: id });
  }
}

async function completenessWords(
  context: RunContext,
  { node, question }: ScannableTest,
  { runtime }: OpenNode,
): Promise<CompletenessWords | null> {
  if (question.kind !== 'completeness') return null;
  const { environment } = context.deps;
  const scope = context.compiler.scope(node, runtime, {});
  const spell = async (name: string, ...args: string[]): Promise<string> => {
    const macro = environment.findMacro(name, node.packageName);
    if (macro === null) throw new Error(`there is no macro ${name}`);
    return String(await environment.callMacro(macro, { args, kwargs: new Map() }, scope));
  };
  const isBlank = await spell('completeness_is_blank', question.column);
  const complete = `sum(case when ${isBlank} then 0 else 1 end)`;
  return {
    isBlank,
    share: await spell('completeness_share', complete, 'count(*)'),
    shareBesideRow: await spell('completeness_share', `${complete} over ()`, 'count(*) over ()'),
  };
}

/** As people say it in selections. */
function nameOf(relation: Scan['relation']): string {
  return relation.resourceType === 'source' ? `${relation.sourceName}.${relation.name}` : relation.name;
}

function tellFailure(context: RunContext, { relation, tests }: Scan, error: unknown): void {
  const reason = context.deps.adapter.classifyError(error).message;
  const message = `${tests.length} tests of ${relation.uniqueId} are run one by one, as their common query failed: ${reason}`;
  context.sink({ kind: 'log', level: 'debug', message, id: relation.uniqueId });
}
