/** Takes the steps of a data test as far as a scan of its relation has answered them already. */
import type { PlanOutcome, SpellStep, Step, StepAnswer, StepGenerator } from '../../plan/node-plan.js';
import type { ScanAnswers } from '../../plan/scans/scan-query.js';

export interface AnsweredParts {
  readonly answers: ScanAnswers;
  /** Spells a built-in macro. */
  readonly spell: (step: SpellStep) => Promise<string>;
  /** Told of the statement of the plan that was answered. */
  readonly onAnswered: (sql: string) => void;
}

/** How the steps ended, or those that are left, which the database has to answer. */
export type AnsweredSteps = { readonly outcome: PlanOutcome } | { readonly rest: StepGenerator };

export async function answerSteps(steps: StepGenerator, parts: AnsweredParts): Promise<AnsweredSteps> {
  let next = steps.next();
  while (!next.done) {
    const answer = await answerTo(next.value, parts);
    if (answer === null) return { rest: resume(steps, next.value) };
    next = steps.next(answer);
  }
  if (next.value.kind === 'late') throw new Error('a scan answers no steps that build something');
  return { outcome: next.value };
}

async function answerTo(step: Step, { answers, spell, onAnswered }: AnsweredParts): Promise<StepAnswer | null> {
  if (step.kind === 'spell') return { kind: 'text', text: await spell(step) };
  if (step.kind === 'sql') {
    const result = answers(step.sql);
    if (result === null) return null;
    onAnswered(step.sql);
    return { kind: 'sql', result };
  }
  if (step.kind !== 'ask' || step.question.about !== 'rows') return null;
  const result = answers(step.question.sql);
  return result === null ? null : { kind: 'rows', result };
}

function* resume(steps: StepGenerator, first: Step): StepGenerator {
  let next = steps.next(yield first);
  while (!next.done) next = steps.next(yield next.value);
  return next.value;
}
