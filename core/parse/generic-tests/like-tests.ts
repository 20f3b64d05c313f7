/**
 * Tests that differ in nothing but the node and the column that they test are rendered once, as long as only tsdbt's own
 * macros take part: those look at no names. What the others would have recorded follows from the first of them.
 */
import type { JsonObject } from '../../resources/json.js';
import type { RenderedReferences } from '../context/names/call-recorder.js';
import { INTERNAL_PACKAGE, isInternalNameTaken } from '../internal-package.js';
import type { ParseContext } from '../nodes/parse-context.js';
import type { LikeTest } from '../nodes/parse-memory.js';
import type { Rendering } from '../nodes/render-node.js';
import { plainText } from '../reuse/look-ups.js';
import type { TestTarget } from './test-draft.js';

export interface TestRendering {
  readonly target: TestTarget;
  readonly macroId: string;
  /** Code of the test without its alias, and the alias. */
  readonly plainCode: string;
  readonly alias: string | null;
  readonly kwargs: JsonObject;
}

/** The rendering of a test: that of one like it when there was one, else `render`. */
export function renderLikeTest(context: ParseContext, test: TestRendering, render: () => Rendering): Rendering {
  if (!mayBeLikeOthers(context, test)) return render();
  const { tests } = context.memory;
  const key = keyOf(test);
  const known = tests.get(key);
  if (known !== undefined) return likeRendering(context, { test, known, render });
  const found = context.diagnostics.length;
  const { value: rendering, trace } = context.tracker.trace(render);
  const references = rendering.finish();
  const isPlain = trace.isRepeatable && trace.messages.length === 0 && context.diagnostics.length === found;
  if (isPlain && [...rendering.called].every(isOwn) && endsWithTarget(references, test.target)) {
    tests.set(key, { configs: rendering.configs, references, trace });
  }
  return rendering;
}

function isOwn(macroId: string): boolean {
  return macroId.startsWith(`macro.${INTERNAL_PACKAGE}.`);
}

/** Names that mean nothing in a template. */
const PLAIN_NAME = /^[\w .-]*$/u;

/** Arguments are rendered in their order, the tested node last. */
function mayBeLikeOthers({ setting }: ParseContext, { macroId, target, kwargs }: TestRendering): boolean {
  if (!isOwn(macroId) || isInternalNameTaken(setting.config)) return false;
  return target.tested.every((name) => PLAIN_NAME.test(name)) && Object.keys(kwargs).at(-1) === 'model';
}

/** All that the rendering depends on but the names of what is tested. */
function keyOf({ target, macroId, plainCode, alias, kwargs }: TestRendering): string {
  const names = Object.keys(kwargs).filter((name) => name !== 'model' && name !== 'column_name');
  const { column_name: column = null } = kwargs;
  const columnKind = typeof column === 'string' ? 'text' : plainText(column);
  const args = names.length === 0 ? '' : plainText(names.map((name) => [name, kwargs[name]]));
  return [macroId, target.packageName, plainCode, target.isSource, alias === null, columnKind, args].join('\0');
}

function endsWithTarget({ refs, sources }: RenderedReferences, { isSource, tested }: TestTarget): boolean {
  const [first, second] = tested;
  if (!isSource) return refs.at(-1)?.name === first && refs.at(-1)?.location === undefined;
  const source = sources.at(-1);
  return source?.source === first && source.table === second && source.location === undefined;
}

interface LikeParts {
  readonly test: TestRendering;
  readonly known: LikeTest;
  readonly render: () => Rendering;
}

function likeRendering(context: ParseContext, { test, known, render }: LikeParts): Rendering {
  context.tracker.repeat(known.trace);
  const { target, alias } = test;
  const configs = alias === null ? known.configs : known.configs.map((config) => ({ ...config, alias }));
  const references = referencesTo(target, known.references);
  let real: Rendering | null = null;
  return {
    configs,
    called: new Set(references.macros),
    renderHooks: (hooks, place) => {
      if (hooks.length === 0) return;
      real ??= render();
      real.renderHooks(hooks, place);
    },
    finish: () => real?.finish() ?? references,
  };
}

function referencesTo({ isSource, tested }: TestTarget, like: RenderedReferences): RenderedReferences {
  const { refs, sources, macros } = like;
  const [first, second = ''] = tested;
  if (isSource) return { refs, sources: sources.with(-1, { source: first, table: second }), macros };
  return { refs: refs.with(-1, { package: null, name: first, version: null }), sources, macros };
}
