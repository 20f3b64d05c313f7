/**
 * Generic tests of one run that differ in nothing but the relation and the column that they test are rendered once, as long
 * as only tsdbt's own macros take part: those decide nothing by a name. Exact: of two tests that are alike the first is
 * rendered in full, the second with stand-ins for its names, and what these leave is used where, filled with the names of the
 * first, it gives the first one's SQL with all its places. Whatever is not plain is rendered in full.
 */

import type { Location } from '../../diagnostics/diagnostic.js';
import type { RelationValue } from '../../parse/context/relation-value.js';
import { isWrittenOut, MODEL_ARGUMENT } from '../../parse/generic-tests/test-arguments.js';
import type { JsonObject } from '../../resources/json.js';
import type { RenderedText } from '../../template/source-map.js';
import { HostFunction, type Value } from '../../template/values/value.js';
import { testedRelation } from '../context/names/references.js';
import type { NodeRuntime } from '../node-runtime.js';
import type { LikeTests } from './known-tests.js';
import { recordCalls } from './own-calls.js';
import { type GenericTest, renderTest, type TestRendering } from './render-test.js';
import {
  COLUMN_STAND_IN,
  filledText,
  GAP_FILE,
  isSameRendering,
  RELATION_STAND_IN,
  type TestNames,
  type TestText,
  testText,
} from './test-text.js';
import { valueText } from './value-text.js';

/** Tests that are each of their own kind would fill the memory. */
const MOST_KINDS = 1000;

/** The SQL of a test. `inFull` renders it as if it were alone. */
export async function renderLikeTest(
  node: GenericTest,
  runtime: NodeRuntime,
  inFull: (options: Pick<TestRendering, 'onMacro'>) => Promise<RenderedText>,
): Promise<RenderedText> {
  const { likeTests } = runtime;
  const like = likeTests === undefined ? null : likenessOf(node, runtime, likeTests);
  if (likeTests === undefined || like === null) return inFull({});
  const { key, names, relation } = like;
  const known = likeTests.known.get(key);
  if (known === null) return inFull({});
  if (known === undefined) {
    const called = recordCalls(runtime.project);
    const first = await inFull({ onMacro: called.onMacro });
    if (likeTests.known.size < MOST_KINDS) likeTests.known.set(key, called.areOwn() ? { first, names } : null);
    return first;
  }
  if ('text' in known) return filledText(known.text, names);
  const text = await commonText(node, runtime, relation);
  const isExact = text !== null && isSameRendering(filledText(text, known.names), known.first);
  likeTests.known.set(key, isExact ? { text } : null);
  return isExact ? filledText(text, names) : inFull({});
}

interface Likeness {
  readonly key: string;
  readonly names: TestNames;
  readonly relation: RelationValue;
}

/** The call of the macro; a `config()` behind it prints nothing and is known by now. */
const CODE = /^\{\{ ([\w.]+)\(\*\*_dbt_generic_test_kwargs\) \}\}(?:\{\{ config\(.*\) \}\})?$/su;

/** Null for a test that is like no other. */
function likenessOf(node: GenericTest, runtime: NodeRuntime, { configs }: LikeTests): Likeness | null {
  const { column_name: column = null, model, ...others } = node.testMetadata.kwargs;
  const macro = CODE.exec(node.rawCode)?.[1];
  const { call, first, second } = (typeof model === 'string' && MODEL_ARGUMENT.exec(model)?.groups) || {};
  if (macro === undefined || (call !== 'ref' && call !== 'source') || first === undefined) return null;
  if (column !== null && typeof column !== 'string') return null;
  const values = Object.values(others);
  if (values.length > 0 && !isWrittenOut(values)) return null;
  const relation = testedRelation(node, runtime, { call, first, second });
  if (relation === null) return null;
  const config = configs.get(node.config) ?? configText(node.config);
  configs.set(node.config, config);
  const args = values.length === 0 ? '' : valueText(others);
  const key = [macro, node.packageName, call, column === null ? 'whole' : 'column', config, args].join('\0');
  const { file, line, column: at } = node.location;
  return { key, relation, names: { relation: relation.text(), column, place: { file, line, column: at } } };
}

/** All that macros may read of it. Long names give tests an alias, which has no part in their SQL. */
function configText(config: JsonObject): string {
  let text = '';
  for (const key in config) if (key !== 'alias') text += `${key}:${valueText(config[key])}`;
  return text;
}

/** Null when it cannot be rendered so, or asks the database. */
async function commonText(node: GenericTest, runtime: NodeRuntime, relation: RelationValue): Promise<TestText | null> {
  const standIn = relation.with({ identifier: RELATION_STAND_IN });
  const answer = (name: string): [string, Value] => [name, new HostFunction(name, () => standIn)];
  const { kwargs } = node.testMetadata;
  const place: Location = { file: GAP_FILE, line: 1, column: 1 };
  const session = () => Promise.reject(new Error('What tests have in common asks no database.'));
  try {
    const rendered = await renderTest(node, Object.assign(Object.create(null), runtime, { session }), {
      kwargs: kwargs.column_name === undefined ? kwargs : { ...kwargs, column_name: COLUMN_STAND_IN },
      place,
      names: new Map([answer('ref'), answer('source')]),
    });
    return testText(rendered, standIn.text());
  } catch {
    return null;
  }
}
