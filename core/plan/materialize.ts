/**
 * Stage 7b: chooses the plan of a compiled node. A `{% materialization %}` of the project or a package is run as it is;
 * tsdbt's own come from one table. What is not known of the target stops the node here, before any step.
 */
import { closestNames, didYouMean } from '../diagnostics/did-you-mean.js';
import { TsdbtError } from '../diagnostics/error.js';
import { nodeProblems } from '../project/unbuilt-features.js';
import type { ManifestNode } from '../resources/node.js';
import { dataTestPlan } from './materializations/data-test.js';
import { incrementalPlan } from './materializations/incremental.js';
import type { ModelFacts, NodeFacts } from './materializations/node-facts.js';
import { seedPlan } from './materializations/seed.js';
import { tablePlan } from './materializations/table.js';
import { viewPlan } from './materializations/view.js';
import type { NodePlan, StepGenerator } from './node-plan.js';
import { storedFailuresType, textSetting } from './node-settings.js';
import { checkOwnership } from './ownership/check-ownership.js';
import { wantedKind } from './ownership/wanted-kind.js';
import { planError } from './plan-error.js';

type Plan = (facts: ModelFacts) => StepGenerator;

/** The names of tsdbt's own materializations, which a package (not the project itself) may not replace. */
export const builtInMaterializations: ReadonlySet<string> = new Set(['view', 'table', 'incremental', 'seed', 'test']);

/** The materializations of models. Null: dbt has it, tsdbt does not yet. */
const modelPlans: Readonly<Record<string, Plan | null>> = {
  view: viewPlan,
  table: tablePlan,
  incremental: incrementalPlan,
  materialized_view: null,
};

/** The plan of a node that is to be built or tested. Throws a TsdbtError when there is none. */
export function materialize(facts: NodeFacts, findProgram: (materialization: string) => string | null): NodePlan {
  const { node } = facts;
  const name = materializationName(node);
  const program = findProgram(name);
  if (program !== null) return { kind: 'program', macroName: program };
  switch (node.resourceType) {
    case 'model':
      return modelPlan({ ...facts, node }, name);
    case 'seed':
      refuseUnsafeSilence(facts);
      refuseOccupied(facts);
      return { kind: 'steps', steps: seedPlan({ ...facts, node }) };
    case 'test':
      if (storedFailuresType(node, facts.options) !== null) refuseOccupied(facts);
      return { kind: 'steps', steps: dataTestPlan({ ...facts, node }) };
    default:
      throw planError(
        node,
        'TSDBT_MATERIALIZATION_UNKNOWN',
        `${node.uniqueId} is a ${node.resourceType}: it is not built.`,
      );
  }
}

/** The name under which a project may define the node's materialization itself. */
function materializationName(node: ManifestNode): string {
  if (node.resourceType !== 'model') return node.resourceType;
  return textSetting(node.config, 'materialized') ?? 'view';
}

function modelPlan(facts: ModelFacts, name: string): NodePlan {
  const plan = Object.hasOwn(modelPlans, name) ? modelPlans[name] : undefined;
  if (plan === undefined || plan === null) throw unknownMaterialization(facts, name, plan === null);
  refuseUnsafeSilence(facts);
  refuseOccupied(facts);
  return { kind: 'steps', steps: plan(facts) };
}

/** Nothing is built where it is not known what stands, nor over what is not the node's to replace. */
function refuseOccupied(facts: NodeFacts): void {
  refuseUnknown(facts);
  const wanted = wantedKind(facts.node, facts.options);
  if (wanted === null) return;
  checkOwnership({ ...facts, wanted, isReplacing: keepsRelation(facts.node) ? facts.isFullRefresh : true });
}

/** Incremental models and seeds change the rows of the table that stands. */
function keepsRelation(node: ManifestNode): boolean {
  return node.resourceType === 'seed' || textSetting(node.config, 'materialized') === 'incremental';
}

function unknownMaterialization(facts: ModelFacts, name: string, isKnown: boolean): Error {
  const { node } = facts;
  if (isKnown) {
    const message = `${node.uniqueId}: this version has no materialization '${name}'.`;
    return planError(node, 'TSDBT_FEATURE_UNAVAILABLE', message, 'Use table or view.');
  }
  const names = [...Object.keys(modelPlans), 'ephemeral'];
  const hint = didYouMean(closestNames(name, names)) ?? `Known are ${names.join(', ')}.`;
  return planError(node, 'TSDBT_MATERIALIZATION_UNKNOWN', `${node.uniqueId}: materialized is '${name}'.`, hint);
}

/** Features whose silent absence would harm: promised columns unchecked, privileges not given or not revoked. */
function refuseUnsafeSilence({ node }: NodeFacts): void {
  const problems = nodeProblems(node.config, node.location);
  if (problems.length > 0) throw new TsdbtError(problems.map((problem) => ({ ...problem, node: node.uniqueId })));
}

/** Throws when it is not known whether the target exists: nothing may be built or replaced on a guess. */
export function refuseUnknown(facts: Pick<NodeFacts, 'node' | 'target' | 'state' | 'dialect'>): void {
  if (facts.state.presence !== 'unknown') return;
  const name = facts.dialect.renderRelation(facts.target);
  throw planError(
    facts.node,
    'TSDBT_RELATION_UNKNOWN',
    `Whether ${name} exists is not known, so nothing was built: ${facts.state.reason}`,
  );
}
