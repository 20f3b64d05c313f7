/** Keeps what one node's rendering asks for: references, config, macros. One recorder per node; read when rendering is done. */
import type { JsonObject } from '../../../resources/json.js';
import type { RefCall, SourceCall, UniqueId } from '../../../resources/node.js';

export interface CallRecord {
  readonly refs: readonly RefCall[];
  readonly sources: readonly SourceCall[];
  /** Keywords of each `config()` call, in order. */
  readonly configs: readonly JsonObject[];
  /** Macros that were called, from anywhere. */
  readonly macros: ReadonlySet<UniqueId>;
}

/** What a node refers to, read from the record. */
export interface RenderedReferences {
  readonly refs: readonly RefCall[];
  readonly sources: readonly SourceCall[];
  /** Of the macros those that the node itself names. */
  readonly macros: readonly UniqueId[];
}

export interface CallRecorder {
  readonly ref: (call: RefCall) => void;
  readonly source: (call: SourceCall) => void;
  readonly config: (keywords: JsonObject) => void;
  readonly macro: (id: UniqueId) => void;
  readonly record: CallRecord;
}

export function createCallRecorder(): CallRecorder {
  const refs: RefCall[] = [];
  const sources: SourceCall[] = [];
  const configs: JsonObject[] = [];
  const macros = new Set<UniqueId>();
  return {
    ref: (call) => void refs.push(call),
    source: (call) => void sources.push(call),
    config: (keywords) => void configs.push(keywords),
    macro: (id) => void macros.add(id),
    record: { refs, sources, configs, macros },
  };
}
