/** Renders a node once, at parse time, for what it refers to and how it configures itself; the text is thrown away. */
import type { Location } from '../../diagnostics/diagnostic.js';
import { hasTemplate } from '../../project/render-strings.js';
import type { Hook, UniqueId } from '../../resources/node.js';
import type { LiteralCall, Scope, Template, TemplateSource } from '../../template/template.js';
import type { Value } from '../../template/values/value.js';
import { type CallRecord, createCallRecorder, type RenderedReferences } from '../context/names/call-recorder.js';
import { createParseScope, type NodePreview } from '../context/parse-scope.js';
import { callsOfCode } from '../macros/macro-calls.js';
import { collecting, type ParseContext } from './parse-context.js';

export interface Rendering {
  /** Keywords of each `config()` call, in order. */
  readonly configs: CallRecord['configs'];
  /** Macros that were called, from anywhere. */
  readonly called: CallRecord['macros'];
  /** Renders more text in the node's scope: its hooks, once its config is known. */
  readonly renderHooks: (hooks: readonly Hook[], place: Location) => void;
  /** What has been recorded in the end, references with their places. */
  readonly finish: () => RenderedReferences;
}

/** Names beside those of every node (the arguments of a generic test), made in the node's own scope. */
export interface ExtraNames {
  readonly make: (scope: Scope) => ReadonlyMap<string, Value>;
  /** The templates that they come from. */
  readonly texts: readonly string[];
}

/** Renders the code. Mistakes in it are collected; what was recorded before them is kept. */
export function renderNode(
  context: ParseContext,
  source: TemplateSource,
  preview: NodePreview,
  extra?: ExtraNames,
): Rendering {
  const recorder = createCallRecorder();
  const base = context.base(preview.packageName);
  const parts = { setting: context.setting, base, node: preview, recorder };
  const plain = createParseScope(parts);
  const texts: string[] = [source.text, ...(extra?.texts ?? [])];
  const literals: LiteralCall[] = [];
  const renderText = (part: TemplateSource, scope: Scope) => {
    if (!hasTemplate(part.text)) return;
    const template = context.setting.environment.compile(part);
    literals.push(...literalReferences(template));
    template.renderSync(scope);
  };
  const scope = () => (extra === undefined ? plain : createParseScope({ ...parts, extra: extra.make(plain) }));
  collecting(context, () => renderText(source, scope()), undefined);
  return {
    configs: recorder.record.configs,
    called: recorder.record.macros,
    renderHooks: (hooks, place) => {
      for (const { sql, location = place } of hooks) {
        texts.push(sql);
        collecting(context, () => renderText({ text: sql, ...placeOf(location) }, plain), undefined);
      }
    },
    finish: () => finish(recorder.record, literals, texts),
  };
}

function literalReferences(template: Template): readonly LiteralCall[] {
  return template.literalCalls(['ref', 'source']);
}

function placeOf({ file, line, column }: Location): Omit<TemplateSource, 'text'> {
  return { file, line, column };
}

type Word = LiteralCall['args'][number];

/** A call as it is written. */
interface WrittenCall {
  readonly words: readonly Word[];
  readonly version: Word;
  readonly location: Location;
}

/** None is no word. */
function writtenCall({ name, args, kwargs, location }: LiteralCall): WrittenCall {
  const words = [name, ...args].filter((word) => word !== null);
  return { words, version: kwargs.get('version') ?? kwargs.get('v') ?? null, location };
}

/** Where the first call is written that has these words and the version. */
function placeOfCall(calls: readonly WrittenCall[], words: readonly Word[], wanted: Word = null): Location | null {
  for (const { words: written, version, location } of calls) {
    const isSame = written.length === words.length && written.every((word, at) => isSameWord(word, words[at]));
    if (isSame && isSameWord(version, wanted)) return location;
  }
  return null;
}

/** A text and a number of the same look are not the same. */
function isSameWord(left: Word, right: Word): boolean {
  return left === right || (typeof left !== 'string' && typeof right !== 'string' && String(left) === String(right));
}

function finish(record: CallRecord, literals: readonly LiteralCall[], texts: readonly string[]): RenderedReferences {
  const macros = directMacros(record.macros, texts);
  if (literals.length === 0) return { refs: [...record.refs], sources: [...record.sources], macros };
  const written = literals.map(writtenCall);
  return {
    refs: record.refs.map((call) => {
      const { package: owner, name, version } = call;
      const location = placeOfCall(written, owner === null ? ['ref', name] : ['ref', owner, name], version);
      return location === null ? call : { package: owner, name, version, location };
    }),
    sources: record.sources.map((call) => {
      const { source, table } = call;
      const location = placeOfCall(written, ['source', source, table]);
      return location === null ? call : { source, table, location };
    }),
    macros,
  };
}

/** Of the macros that were called those that the node itself names: their own calls are theirs. */
function directMacros(called: ReadonlySet<UniqueId>, texts: readonly string[]): UniqueId[] {
  if (called.size === 0) return [];
  const named = new Set(texts.flatMap((text) => callsOfCode(text).map((call) => call.name)));
  return [...called].filter((id) => named.has(id.slice(id.lastIndexOf('.') + 1)));
}
