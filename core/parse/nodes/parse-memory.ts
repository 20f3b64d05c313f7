/**
 * What the nodes of one snapshot have in common and is worked out once: names that were generated without a look at a node,
 * effective configs, the rendering of tests that differ in nothing but what they test. Equal values are one object.
 */
import type { QuotePolicy } from '../../resources/relation.js';
import type { CallRecord, RenderedReferences } from '../context/names/call-recorder.js';
import type { Trace } from '../reuse/tracker.js';
import { type NodeConfig, quotingOf } from './settled-config.js';

/** What rendering a test gave. The tested node is the last of its references. */
export interface LikeTest {
  readonly configs: CallRecord['configs'];
  readonly references: RenderedReferences;
  readonly trace: Trace;
}

export interface ParseMemory {
  /** The names of all nodes that have the same configured for them. */
  readonly names: Map<string, { readonly name: string; readonly trace: Trace }>;
  /** By all that they come from. */
  readonly configs: Map<string, NodeConfig>;
  readonly tests: Map<string, LikeTest>;
  /** Which parts of a name are quoted where the node itself says nothing. */
  readonly quoting: QuotePolicy;
}

/** A memory of nothing, for a project that quotes so. What else the project is must stay the same as long as it is used. */
export function createParseMemory(quoting: Partial<QuotePolicy>): ParseMemory {
  return { names: new Map(), configs: new Map(), tests: new Map(), quoting: quotingOf(quoting, null) };
}
