/** Renders a generic test at execution: its arguments first, as values, then the call of its macro, which gets them. */
import type { Location } from '../../diagnostics/diagnostic.js';
import { renderTestArguments, TEST_KWARGS_NAME } from '../../parse/generic-tests/test-arguments.js';
import type { JsonObject } from '../../resources/json.js';
import type { DataTestNode, ManifestNode } from '../../resources/node.js';
import type { RenderedText } from '../../template/source-map.js';
import type { Value } from '../../template/values/value.js';
import type { ScopeOptions } from '../context/node-context.js';
import { nodeScope } from '../context/node-scope.js';
import type { NodeRuntime } from '../node-runtime.js';

export interface GenericTest extends DataTestNode {
  readonly testMetadata: NonNullable<DataTestNode['testMetadata']>;
}

export function isGenericTest(node: ManifestNode): node is GenericTest {
  return node.resourceType === 'test' && node.testMetadata !== null;
}

export interface TestRendering extends ScopeOptions {
  readonly kwargs: JsonObject;
  /** Where the test counts as written. */
  readonly place: Location;
}

/** The SQL of a test with these arguments. */
export async function renderTest(
  node: GenericTest,
  runtime: NodeRuntime,
  { kwargs, place, ...options }: TestRendering,
): Promise<RenderedText> {
  const { environment } = runtime;
  const names = new Map<string, Value>(options.names);
  const scope = nodeScope(node, runtime, { ...options, names });
  names.set(TEST_KWARGS_NAME, renderTestArguments(kwargs, environment, scope, place));
  const { file, line, column } = place;
  return environment.compile({ text: node.rawCode, file, line, column }).render(scope);
}
