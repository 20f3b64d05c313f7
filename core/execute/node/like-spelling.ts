/**
 * Statements of one run that differ in nothing but the SQL that they hold are spelled once, as long as only tsdbt's own macros
 * take part: those write that SQL down as it is. Exact for the reason, and with the proof, of `compile/generic-tests/like-tests`:
 * what was spelled with a stand-in is used where it gives an earlier statement letter by letter.
 */

import type { ScopeOptions } from '../../compile/context/node-context.js';
import { recordCalls } from '../../compile/generic-tests/own-calls.js';
import { standIn } from '../../compile/generic-tests/stand-in.js';
import { valueText } from '../../compile/generic-tests/value-text.js';
import type { SpellArgument, SpellStep } from '../../plan/node-plan.js';
import type { ProjectConfig } from '../../project/project-config.js';

/** Macros whose first argument is SQL that they write down. */
const holders: ReadonlySet<string> = new Set(['get_test_sql']);

/** The first statement of a kind, then what stands around the SQL of each; null when each is spelled in full. */
type Spelled = { readonly sql: string; readonly text: string } | { readonly around: readonly string[] } | null;

/** By package, macro and the other arguments. */
export type LikeSpelling = Map<string, Spelled>;

const MARK = '\ufdd1';
const STAND_IN = standIn(MARK);

/** Longer SQL may meet the limits of what a template prints. */
const LONGEST_SQL = 1_000_000;
/** Statements that are each of their own kind would fill the memory. */
const MOST_KINDS = 1000;

export interface LikeSpellingParts {
  readonly known: LikeSpelling;
  readonly project: ProjectConfig;
  readonly packageName: string;
  /** Calls the macro as if it were alone. */
  readonly inFull: (step: SpellStep, options: Pick<ScopeOptions, 'onMacro'>) => Promise<string>;
}

/** The text of a statement. */
export async function spellLike(step: SpellStep, parts: LikeSpellingParts): Promise<string> {
  const { known, project, packageName, inFull } = parts;
  const [first, ...rest] = step.args;
  const sql = holders.has(step.macro) && first?.is === 'plain' ? first.value : null;
  const others = step.kwargs === undefined ? plainTexts(rest) : null;
  if (typeof sql !== 'string' || sql.length > LONGEST_SQL || others === null) return inFull(step, {});
  const key = `${packageName}\0${step.macro}\0${others}`;
  const like = known.get(key);
  if (like === null) return inFull(step, {});
  if (like === undefined) {
    const called = recordCalls(project);
    const text = await inFull(step, { onMacro: called.onMacro });
    if (known.size < MOST_KINDS) known.set(key, called.areOwn() ? { sql, text } : null);
    return text;
  }
  if ('around' in like) return like.around.join(sql);
  const common = { ...step, args: [{ is: 'plain', value: STAND_IN } as const, ...rest] };
  // What fails for the stand-in may work for SQL.
  const spelled = await inFull(common, {}).catch(() => MARK);
  const around = spelled.split(STAND_IN);
  const isExact = !around.some((part) => part.includes(MARK)) && around.join(like.sql) === like.text;
  known.set(key, isExact ? { around } : null);
  return isExact ? around.join(sql) : inFull(step, {});
}

/** Null when not all of them are plain data. */
function plainTexts(args: readonly SpellArgument[]): string | null {
  let text = '';
  for (const argument of args) {
    if (argument.is !== 'plain') return null;
    text += valueText(argument.value);
  }
  return text;
}
