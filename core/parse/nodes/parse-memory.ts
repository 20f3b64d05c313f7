/**
 * What the nodes of one snapshot have in common and is worked out once: names that were generated without a look at a node,
 * effective configs, the rendering of tests that differ in nothing but what they test. Equal values are one object.
 */
import type { JsonObject } from '../../resources/json.js';
import type { QuotePolicy } from '../../resources/relation.js';
import type { MacroDefinition } from '../../template/template.js';
import type { CallRecord, RenderedReferences } from '../context/names/call-recorder.js';
import type { Trace } from '../reuse/tracker.js';
import { type NodeConfig, quotingOf } from './config/settled-config.js';

/** What rendering a test gave. The tested node is the last of its references. */
export interface LikeTest {
  readonly configs: CallRecord['configs'];
  readonly references: RenderedReferences;
  readonly trace: Trace;
}

export interface ParseMemory {
  /** The names of all nodes that have the same configured for them. */
  readonly names: Map<string, { readonly name: string; readonly trace: Trace }>;
  /** Database and schema by the config that they come from. */
  readonly places: Map<JsonObject, { readonly database: string; readonly schema: string; readonly trace: Trace }>;
  /** Whether the nodes of a package that configure no alias are called by their own names. */
  readonly aliases: Map<string, { readonly value: boolean; readonly trace: Trace }>;
  /** By all that they come from. */
  readonly configs: Map<string, NodeConfig>;
  readonly tests: Map<string, LikeTest>;
  /** The macros of generic tests by the package that asks and the test's name. */
  readonly testMacros: Map<string, { readonly macro: MacroDefinition | null; readonly trace: Trace }>;
  /** Which parts of a name are quoted where the node itself says nothing. */
  readonly quoting: QuotePolicy;
}

/** A memory of nothing, for a project that quotes so. What else the project is must stay the same as long as it is used. */
export function createParseMemory(quoting: Partial<QuotePolicy>): ParseMemory {
  return {
    names: new Map(),
    places: new Map(),
    aliases: new Map(),
    configs: new Map(),
    tests: new Map(),
    testMacros: new Map(),
    quoting: quotingOf(quoting, null),
  };
}
