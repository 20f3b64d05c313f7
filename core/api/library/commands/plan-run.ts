import type { Scrubber } from '../../../diagnostics/scrub.js';
import type { NodePreview } from '../../../plan/preview/node-preview.js';
import { previewPlan } from '../../preview-plan.js';
import { planCommand, selectForCommand } from '../../select-for-command.js';
import { callFacts } from '../facts.js';
import { checkOptions } from '../known-options.js';
import { loadedOf } from '../loaded.js';
import { policyOf, settle } from '../settings.js';
import { cancelledError, throwErrors, toTsdbtError } from '../to-error.js';
import { scrubbed, toNodeInfo } from '../to-public.js';
import type { NodeInfo } from '../types/nodes.js';
import type { Plan, PlannedNode, PlanOptions } from '../types/plan.js';
import type { Project } from '../types/project.js';
import { databaseOf } from './open-database.js';

/** Throws what keeps the plan from being made, a cancel too. */
export async function planRun(project: Project, options: PlanOptions): Promise<Plan> {
  const loaded = loadedOf(project);
  checkOptions('plan', options);
  const { scrub, infos } = loaded;
  const { command = 'build', signal = new AbortController().signal, state = null } = options;
  try {
    const settings = settle(options, loaded.project);
    const judge = policyOf(settings);
    const inner = { ...loaded.project, invocation: callFacts(command, settings, loaded.project.invocation) };
    const selected = selectForCommand(inner, settings.selection);
    const told = [...judge(selected.diagnostics)];
    throwErrors(told);
    const plan = planCommand(inner, { command, selection: selected.value, options: settings.plan });
    const database = databaseOf(options.database, loaded);
    const preview = await previewPlan(inner, plan, {
      sink: (event) => {
        if (event.kind === 'diagnostic') told.push(...judge([event.diagnostic]));
      },
      ...{ signal, scrub, state },
      ...(database === null ? {} : { database }),
    });
    if (signal.aborted) throw cancelledError('The plan');
    return {
      nodes: preview.nodes.map((node) => toPlannedNode(node, infos.get(node.node.uniqueId), scrub)),
      schemas: preview.schemas,
      ledgerProblem: preview.ledgerProblem === null ? null : scrub(preview.ledgerProblem),
      diagnostics: told.map((each) => scrubbed(each, scrub)),
    };
  } catch (error) {
    throw toTsdbtError(signal.aborted ? cancelledError('The plan') : error, scrub);
  }
}

function toPlannedNode(preview: NodePreview, info: NodeInfo | undefined, scrub: Scrubber): PlannedNode {
  const { action, reasons, relation, before, after, columns, dependents, rows, hasMoreRows, files } = preview;
  return {
    node: info ?? toNodeInfo(preview.node),
    ...{ action, reasons, relation, before, after, columns, dependents, rows, hasMoreRows, files },
    statements: preview.statements.map(scrub),
    assumptions: preview.assumptions.map(scrub),
    unknown: preview.unknown === null ? null : scrub(preview.unknown),
    diagnostics: preview.diagnostics.map((each) => scrubbed(each, scrub)),
  };
}
