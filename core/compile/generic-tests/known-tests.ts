/** What one run knows of the generic tests that it has rendered: what those have in common that differ in names alone. */
import type { JsonObject } from '../../resources/json.js';
import type { RenderedText } from '../../template/source-map.js';
import type { TestNames, TestText } from './test-text.js';

/** The first of tests that are alike, then the text of all; null when each is rendered in full. */
type KnownTest = { readonly first: RenderedText; readonly names: TestNames } | { readonly text: TestText } | null;

export interface LikeTests {
  readonly known: Map<string, KnownTest>;
  /** Configs as texts; most tests share theirs. */
  readonly configs: WeakMap<JsonObject, string>;
}

/** Nothing is known yet. What is found holds as long as nothing of the run's surroundings changes. */
export function createLikeTests(): LikeTests {
  return { known: new Map(), configs: new WeakMap() };
}
