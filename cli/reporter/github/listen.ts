/** Connects a reporter with what GitHub Actions is told: the recorder hears all, the lines of nodes are folded. */
import { endGroup, groupLine } from '../../../core/index.js';
import type { Output } from '../../output.js';
import { plural } from '../lines/summary-lines.js';
import type { Reporter } from '../reporter.js';
import type { ReporterFacts } from '../reporter-facts.js';
import { chooseFormat } from './choose-format.js';
import type { RunRecorder } from './run-recorder.js';

export interface ActionsEars {
  readonly recorder: RunRecorder;
  /** Lets commands of the runner through. */
  readonly screen: Output;
  readonly isDataAnswer: boolean;
}

/** A reporter that is listened to; the last one given counts. */
export function listenForActions(
  reporter: Reporter,
  { recorder, screen, isDataAnswer }: ActionsEars,
  facts: ReporterFacts,
): Reporter {
  const isFolded = chooseFormat(facts.flags, facts.env) === 'github' && !isDataAnswer;
  const say = (line: string) => {
    if (isFolded) screen.report(`${line}\n`);
  };
  return recorder.listen(reporter, facts, {
    started: (total) => say(groupLine(plural(total, 'node'))),
    finished: () => say(endGroup),
  });
}
