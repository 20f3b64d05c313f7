/** Stages 5 and 6 as commands ask for them: the selection with resource types taken off, and the plan over it. */

import type { Diagnostic, Outcome } from '../diagnostics/diagnostic.js';
import { closestNames, didYouMean } from '../diagnostics/did-you-mean.js';
import { planRun } from '../plan/plan-run.js';
import type { CommandName, RunOptions, RunPlan } from '../plan/run-plan.js';
import type { UniqueId } from '../resources/node.js';
import { selectNodes } from '../select/select-nodes.js';
import type { Selection, SelectionRequest } from '../select/selection.js';
import type { Project } from './load-project.js';

export interface NodeSelectionRequest extends SelectionRequest {
  /** Types to keep; null keeps all. */
  readonly resourceTypes: readonly string[] | null;
  readonly excludeResourceTypes: readonly string[];
}

const knownTypes = ['model', 'seed', 'test', 'analysis', 'source', 'exposure'];

/** dbt's names for groups of types, and types that tsdbt has none of. */
const typeGroups: Readonly<Record<string, readonly string[]>> = {
  all: knownTypes,
  default: knownTypes.filter((type) => type !== 'analysis'),
  snapshot: [],
  metric: [],
  semantic_model: [],
  saved_query: [],
  unit_test: [],
  function: [],
};

/** Selects nodes, then keeps the resource types that were asked for. The inline query is never part of a selection. */
export function selectForCommand(project: Project, request: NodeSelectionRequest): Outcome<Selection> {
  const { value: selection, diagnostics } = selectNodes(project.manifest, request, project.selectors);
  const kept = expandTypes(request.resourceTypes ?? ['all']);
  const dropped = expandTypes(request.excludeResourceTypes);
  const typeOf = (id: UniqueId) => id.slice(0, id.indexOf('.'));
  const ids = [...selection.ids].filter((id) => {
    const type = typeOf(id);
    return id !== project.inlineId && kept.value.has(type) && !dropped.value.has(type);
  });
  return {
    value: { ...selection, ids: new Set(ids) },
    diagnostics: [...diagnostics, ...kept.diagnostics, ...dropped.diagnostics],
  };
}

function expandTypes(words: readonly string[]): Outcome<ReadonlySet<string>> {
  const types = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const word of words) {
    if (knownTypes.includes(word)) types.add(word);
    else if (Object.hasOwn(typeGroups, word)) for (const type of typeGroups[word]) types.add(type);
    else {
      diagnostics.push({
        code: 'TSDBT_FLAG_INVALID',
        severity: 'error',
        message: `There is no resource type '${word}'; expected ${knownTypes.join(', ')} or all.`,
        hint: didYouMean(closestNames(word, knownTypes)),
      });
    }
  }
  return { value: types, diagnostics };
}

export interface PlanRequest {
  readonly command: CommandName;
  readonly selection: Selection;
  readonly options: RunOptions;
}

/** The plan of a command over a selection. */
export function planCommand(project: Project, { command, selection, options }: PlanRequest): RunPlan {
  return planRun(project.manifest, selection, command, options);
}
