/** Builds the machine that runs a node's steps: spells macros and renders hooks with the node's own context. */
import type { ScopeOptions } from '../../compile/context/node-context.js';
import type { Diagnostic, Location } from '../../diagnostics/diagnostic.js';
import { TsdbtError } from '../../diagnostics/error.js';
import type { Effect, HooksStep, SpellArgument, SpellStep } from '../../plan/node-plan.js';
import { listSetting } from '../../plan/node-settings.js';
import type { ManifestNode } from '../../resources/node.js';
import type { Relation, RelationState } from '../../resources/relation.js';
import type { Scope } from '../../template/template.js';
import { recordStatements } from '../ledger/record-node.js';
import type { RunContext } from '../run-context.js';
import type { SeedFile } from '../seed-source.js';
import { spellLike } from './like-spelling.js';
import type { NodeProgress } from './node-progress.js';
import type { OpenNode } from './open-node.js';
import type { StepMachine } from './run-steps.js';

export interface MachineParts {
  readonly node: ManifestNode;
  readonly target: Relation;
  /** What stood there before the node began. */
  readonly state: RelationState;
  readonly open: OpenNode;
  readonly seed: SeedFile | null;
  readonly progress: NodeProgress;
  readonly onSql: (sql: string) => void;
  readonly onWarning: (diagnostic: Diagnostic) => void;
}

interface ScopedParts extends MachineParts {
  readonly scope: Scope;
}

/** Spells macros for steps that need no session. */
export function stepSpeller(
  context: RunContext,
  { node, open, progress }: Pick<MachineParts, 'node' | 'open' | 'progress'>,
): (step: SpellStep) => Promise<string> {
  const inFull = (step: SpellStep, options: ScopeOptions) => {
    const scope = context.compiler.scope(node, open.runtime, { compiled: progress.compiled, ...options });
    return spell(context, { node, open, scope }, step);
  };
  const { project } = context.deps;
  return (step) => spellLike(step, { known: context.spelled, project, packageName: node.packageName, inFull });
}

/** One scope serves all macros and hooks of the node, so that what one stores the next finds. */
export async function stepMachine(context: RunContext, parts: MachineParts): Promise<StepMachine> {
  const { node, open, progress } = parts;
  const scope = context.compiler.scope(node, open.runtime, { compiled: progress.compiled });
  const recorded: Effect[] = [];
  return {
    node,
    seed: parts.seed,
    adapter: context.deps.adapter,
    signal: open.runtime.signal,
    session: await open.session(),
    spell: (step) => spell(context, { ...parts, scope }, step),
    hooks: (step) => renderHooks(context, { ...parts, scope }, step),
    onEffect: context.relations.apply,
    beforeCommit: (effects, isLast) => {
      // What an earlier transaction made is entered once more when all is done: a hook after it may have failed.
      const isMore = isLast && recorded.length > 0;
      recorded.push(...effects);
      const told = isMore ? recorded : effects;
      const { compiled, hooks } = progress;
      return recordStatements(context, { ...parts, compiled, hooks }, told, isLast);
    },
    onEnding: open.onEnding,
    onSql: parts.onSql,
    onLeftBehind: (left) => context.leftBehind.push(left),
    onWarning: parts.onWarning,
    onActivity: (activity) => {
      progress.activity = activity;
    },
  };
}

type SpellParts = Pick<ScopedParts, 'node' | 'open' | 'scope'>;

async function spell(context: RunContext, { node, open, scope }: SpellParts, step: SpellStep): Promise<string> {
  const { environment } = context.deps;
  const macro = environment.findMacro(step.macro, node.packageName);
  if (macro === null) throw missingMacro(node, step.macro);
  const { runtime } = open;
  const toValue = (argument: SpellArgument) => context.compiler.argument(argument, runtime);
  const kwargs = new Map(Object.entries(step.kwargs ?? {}).map(([name, argument]) => [name, toValue(argument)]));
  const value = await environment.callMacro(macro, { args: step.args.map(toValue), kwargs }, scope);
  if (value === null) return '';
  if (typeof value === 'string') return value;
  throw new TsdbtError([
    {
      code: 'TSDBT_NODE_FAILED',
      severity: 'error',
      message: `The macro ${step.macro} returned something that is no text; it has to spell SQL.`,
      location: macro.block.location,
      node: node.uniqueId,
    },
  ]);
}

function missingMacro(node: ManifestNode, name: string): TsdbtError {
  const message = `There is no macro ${name}, which ${node.uniqueId} is spelled with.`;
  return new TsdbtError([{ code: 'TSDBT_NODE_FAILED', severity: 'error', message, node: node.uniqueId }]);
}

/** Hooks of one kind in the order of the config. */
function renderHooks(
  context: RunContext,
  { node, scope, progress }: ScopedParts,
  step: HooksStep,
): readonly (() => Promise<string>)[] {
  const isInside = step.transaction === 'inside';
  const hooks = hooksOf(node, step.which).filter((hook) => hook.transaction === isInside);
  return hooks.map((hook) => async () => {
    progress.hookPlace = hook.place;
    const place = hook.place ?? { file: node.location.file };
    const template = context.deps.environment.compile({ text: hook.sql, ...place });
    const sql = (await template.render(scope)).text.trim();
    progress.hooks.push(sql);
    return sql;
  });
}

interface PlacedHook {
  readonly sql: string;
  readonly transaction: boolean;
  readonly place: Location | null;
}

/** A hook is written as text, or as a dict of `sql` and `transaction`. */
function hooksOf(node: ManifestNode, which: 'pre-hook' | 'post-hook'): PlacedHook[] {
  const places = node.hookPlaces?.[which] ?? [];
  return listSetting(node.config, which).flatMap((hook, index) => {
    const place = places[index] ?? null;
    if (typeof hook === 'string') return [{ sql: hook, transaction: true, place }];
    if (typeof hook !== 'object' || hook === null || !('sql' in hook) || typeof hook.sql !== 'string') return [];
    return [{ sql: hook.sql, transaction: !('transaction' in hook) || hook.transaction !== false, place }];
  });
}
