/**
 * The second interpreter of a node's steps: answers questions from the database and from what the steps before would have
 * made, writes down the statements, and sends none that changes anything. What cannot be known ends it, and is said.
 */
import { failureError, failureOf } from '../../../adapter/failure-error.js';
import type {
  AskStep,
  HooksStep,
  SqlStep,
  Step,
  StepAnswer,
  StepGenerator,
  WarnStep,
} from '../../../plan/node-plan.js';
import { dependentKey } from '../../../plan/swap/dependents.js';
import type { Relation } from '../../../resources/relation.js';
import { relationKey } from '../../session/relation-states.js';
import { previewUnknown } from '../unknown.js';
import { applyEffect } from './apply-effect.js';
import type { PreviewMachine, StepsPreview } from './preview-machine.js';
import { judge } from './prospects.js';

/** Goes through the steps. Throws what ends them early. */
export async function previewSteps(steps: StepGenerator, machine: PreviewMachine, found: StepsPreview): Promise<void> {
  let next = steps.next();
  while (!next.done) {
    // The verdict of a test is in its rows: nothing that follows is known.
    if (next.value.kind === 'sql' && next.value.isMain === true && next.value.isQuery === true) {
      found.statements.push(next.value.sql);
      return;
    }
    next = steps.next(await perform(next.value, machine, found));
  }
}

async function perform(step: Step, machine: PreviewMachine, found: StepsPreview): Promise<StepAnswer> {
  switch (step.kind) {
    case 'sql':
      return performSql(step, machine, found);
    case 'spell':
      return { kind: 'text', text: await machine.spell(step) };
    case 'hooks':
      await performHooks(step, machine, found);
      return { kind: 'done' };
    case 'load':
      return { kind: 'loaded', rows: machine.seedRows };
    case 'ask':
      return answer(step, machine, found);
    case 'columns':
      found.columns = step;
      return { kind: 'done' };
    case 'warn':
      return warn(step, machine, found);
    case 'left-behind':
      found.leftBehind.push(step);
      return { kind: 'done' };
    case 'assert':
    case 'pause':
      return { kind: 'done' };
  }
}

/** What is dropped is said with the dependents: the run's sentence says that it was. */
function warn({ diagnostic, dropped }: WarnStep, machine: PreviewMachine, found: StepsPreview): StepAnswer {
  const warnings = machine.judgeWarning(diagnostic);
  if (dropped === undefined) found.warnings.push(...warnings);
  else found.dropped.add(dependentKey(dropped));
  return { kind: 'done' };
}

const nothingSaid = { columns: [], rows: [], rowsAffected: null, message: '' };

async function performSql(step: SqlStep, machine: PreviewMachine, found: StepsPreview): Promise<StepAnswer> {
  found.statements.push(step.sql);
  const failed = step.mayFail === true ? await willFail(step, machine, found) : null;
  if (failed !== null) return { kind: 'sql', failed };
  for (const effect of [step.effect ?? []].flat()) {
    found.effects.push(effect);
    await applyEffect(effect, machine);
  }
  const isAwaited = step.isMain === true && step.isLate !== true;
  const needsAnswer = isAwaited || step.mayFail === true || step.transaction === 'outside';
  return needsAnswer ? { kind: 'sql', result: nothingSaid } : { kind: 'done' };
}

/** Null when the statement will succeed. */
async function willFail({ sql, prospect }: SqlStep, machine: PreviewMachine, found: StepsPreview) {
  if (prospect === undefined) return null;
  const judged = await judge(prospect, machine);
  if (typeof judged === 'object') {
    found.assumptions.add(judged.assumed);
    for (const dependent of judged.doubtful) {
      found.doubtful.add(dependentKey(dependent));
      machine.remade.add(relationKey(dependent, machine.adapter));
    }
    return null;
  }
  if (judged === 'succeeds') return null;
  if (judged === 'fails') {
    return failureOf(failureError({ kind: 'other', message: 'the columns that it needs are not there any more' }));
  }
  try {
    await machine.session.execute(sql, { isSingle: true });
    return null;
  } catch (error) {
    return machine.adapter.classifyError(error);
  }
}

async function performHooks(step: HooksStep, machine: PreviewMachine, found: StepsPreview): Promise<void> {
  for (const render of machine.hooks(step)) {
    const sql = await render();
    if (sql === '') continue;
    found.statements.push(sql);
    found.assumptions.add(`its ${step.which} changes nothing that it reads`);
  }
}

async function answer({ question }: AskStep, machine: PreviewMachine, found: StepsPreview): Promise<StepAnswer> {
  const { introspector, session } = machine;
  switch (question.about) {
    case 'relation': {
      const relation = await introspector.relation(session, question.relation);
      const state = relation === null ? ({ presence: 'absent' } as const) : relation;
      return { kind: 'relation', state: 'type' in state ? { presence: 'present', type: state.type } : state };
    }
    case 'columns':
      return { kind: 'columns', columns: await introspector.columns(session, question.relation) };
    case 'dependents': {
      const dependents = await introspector.dependents(session, question.relation);
      if (isTarget(question.relation, machine)) found.dependents = dependents;
      return { kind: 'dependents', dependents };
    }
    case 'cascading keys':
      return { kind: 'cascading keys', keys: await introspector.cascadingKeys(session, question.relation) };
    case 'lock holders':
      return { kind: 'lock holders', holders: [] };
    case 'hand-made': {
      const { relation, replacement } = question;
      return { kind: 'hand-made', found: await introspector.handMade(session, relation, replacement) };
    }
    case 'rows': {
      const { assumed } = question;
      if (assumed === undefined) throw previewUnknown('What follows depends on rows that are not computed.');
      found.assumptions.add(assumed.saying);
      return { kind: 'rows', result: { ...nothingSaid, rows: assumed.rows } };
    }
  }
}

function isTarget(relation: Relation, { target, adapter }: PreviewMachine): boolean {
  return relationKey(relation, adapter) === relationKey(target, adapter);
}
