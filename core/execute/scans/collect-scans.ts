/** Groups the planned data tests that one scan of their relation can answer and that become ready at the same moment. */
import { isEphemeral } from '../../plan/node-settings.js';
import type { PlannedNode } from '../../plan/run-plan.js';
import { widthOf } from '../../plan/scans/scan-query.js';
import { type ScannableTest, scannableTest } from '../../plan/scans/scannable-test.js';
import type { DataTestNode, ManifestNode, SourceNode, UniqueId } from '../../resources/node.js';
import { macroOrigin } from '../node/node-facts.js';
import type { RunContext } from '../run-context.js';

/** Tests that are answered together. It takes a place in the schedule before them and counts as no node. */
export interface Scan {
  /** Unlike any unique id. */
  readonly id: string;
  readonly relation: ManifestNode | SourceNode;
  readonly tests: readonly ScannableTest[];
  /** What each of the tests waits for. */
  readonly waitsFor: readonly UniqueId[];
  /** Starts before its tests would. */
  readonly depth: number;
}

/** More columns than this stand in several scans: databases limit the width of a row. */
const MOST_COLUMNS = 200;

/** Not for a single test, nor where each test may still need its own query. */
export function isWorthScanning(tests: readonly ScannableTest[]): boolean {
  return tests.length > 1 && tests.some(({ question }) => question.kind !== 'unique');
}

/** The scans of the tests among some nodes of a run. */
export function collectScans(context: RunContext, nodes: readonly PlannedNode[]): readonly Scan[] {
  if (!context.plan.options.batchTests || !context.deps.adapter.capabilities.filteredAggregates) return [];
  const groups = new Map<
    string,
    { planned: PlannedNode; relation: ManifestNode | SourceNode; tests: ScannableTest[] }
  >();
  const isBuiltIn = builtInTests(context);
  for (const planned of nodes) {
    const found = partOfScan(context, planned, isBuiltIn);
    if (found === null) continue;
    const key = JSON.stringify([found.test.source, [...planned.waitsFor].sort()]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { planned, relation: found.relation, tests: [found.test] });
    else group.tests.push(found.test);
  }
  const depthOf = ({ node }: ScannableTest) => context.plan.nodes.get(node.uniqueId)?.depth ?? 0;
  return [...groups.values()]
    .flatMap((group) => parted(group.tests).map((tests) => ({ ...group, tests })))
    .filter(({ tests }) => isWorthScanning(tests))
    .map(({ planned, relation, tests }, index) => ({
      ...{ id: `scan ${index + 1}`, relation, tests, waitsFor: planned.waitsFor },
      depth: Math.max(...tests.map(depthOf)) + 1,
    }));
}

function partOfScan(context: RunContext, { node, action }: PlannedNode, isBuiltIn: (test: DataTestNode) => boolean) {
  if (action !== 'test' || node.resourceType !== 'test' || node.dependsOn.nodes.length !== 1) return null;
  const { manifest, adapter } = context.deps;
  const id = node.dependsOn.nodes[0]!;
  const relation = manifest.nodes.get(id) ?? manifest.sources.get(id);
  if (relation === undefined || isEphemeral(relation) || !isBuiltIn(node)) return null;
  const name = context.compiler.relation(relation, context.deps);
  const test = scannableTest(node, { name, sql: adapter.dialect.renderRelation(name) }, context.plan.options);
  return test === null ? null : { relation, test };
}

/** Macros that say what a test asks; `completeness` calls those of its name beside them. */
const verdictMacros = ['get_test_sql', 'get_where_subquery', 'should_store_failures'];
const completenessMacros = ['is_blank', 'share', 'missing_values', 'value_summary', 'list', 'compares', 'is_below'];
const testMacros: Readonly<Record<string, readonly string[]>> = {
  not_null: ['test_not_null'],
  unique: ['test_unique'],
  accepted_values: ['test_accepted_values'],
  completeness: [
    ...['test_completeness', 'test_completeness_summary', 'type_string'],
    ...completenessMacros.map((name) => `completeness_${name}`),
  ],
};

/** Whether a project spells none of the macros of a test itself: its statements would not be those of the scan. */
function builtInTests(context: RunContext): (test: DataTestNode) => boolean {
  const known = new Map<string, boolean>();
  return ({ testMetadata }) => {
    const name = testMetadata?.name ?? '';
    const macros = Object.hasOwn(testMacros, name) ? testMacros[name]! : null;
    const before = known.get(name);
    if (before !== undefined || macros === null) return before ?? false;
    const answer = [...verdictMacros, ...macros].every((macro) => macroOrigin(context, macro) === 'built-in');
    known.set(name, answer);
    return answer;
  };
}

/** The tests in as few parts as the width of a row allows, none much smaller than the others. */
function parted(tests: readonly ScannableTest[]): ScannableTest[][] {
  const width = tests.reduce((sum, test) => sum + widthOf(test), 0);
  const parts = Math.ceil(width / MOST_COLUMNS);
  const size = Math.ceil(tests.length / parts);
  return Array.from({ length: parts }, (_, index) => tests.slice(index * size, (index + 1) * size));
}
