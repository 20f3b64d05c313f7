/** Every generic test that one property file declares, as nodes. */
import type { ColumnEntry, NodeProperties, SourceProperties, TestEntry } from '../../project/property-file.js';
import { hasTemplate } from '../../project/render-strings.js';
import { isCollection, type Json, type JsonObject } from '../../resources/json.js';
import { toJson } from '../../template/values/convert.js';
import { collecting, type ParseContext } from '../nodes/parse-context.js';
import { parseNode } from '../nodes/parse-node.js';
import { type ExtraNames, type Rendering, renderNode } from '../nodes/render-node.js';
import type { ParsedNode } from '../parsed-project.js';
import type { PropertySource } from '../properties/patch-table.js';
import { renderLikeTest } from './like-tests.js';
import { argumentTexts, renderTestArguments, TEST_KWARGS_NAME } from './test-arguments.js';
import { draftTest, type TestTarget } from './test-draft.js';

/** What the parsers of tests share; tests without a macro are gathered in `unknown`. */
export interface TestContext extends ParseContext {
  readonly unknown: TestEntry[];
}

/** Tests of models, seeds and sources, in the order in which they are written. */
export function parseGenericTests(context: TestContext, source: PropertySource): ParsedNode[] {
  const { models, seeds, sources } = source.properties;
  return [
    ...models
      .filter((model) => model.versions.length === 0)
      .flatMap((entry) => nodeTests(context, source, ['models', entry])),
    ...seeds.flatMap((entry) => nodeTests(context, source, ['seeds', entry])),
    ...sources.flatMap((entry) => sourceTests(context, source, entry)),
  ];
}

function nodeTests(
  context: TestContext,
  source: PropertySource,
  [section, entry]: readonly ['models' | 'seeds', NodeProperties],
): ParsedNode[] {
  const { packageName, searchPath, path: filePath } = source.file;
  const target = (): TestTarget => ({
    packageName,
    searchPath,
    filePath,
    fileKeyName: `${section}.${entry.name}`,
    nameInTests: entry.name,
    tested: [entry.name],
    isSource: false,
    tags: [],
    columnName: null,
  });
  const run = () => testsOn(context, target(), entry);
  return context.reuse({ kind: 'tests', of: entry, inputs: [source.file], run });
}

function sourceTests(context: TestContext, source: PropertySource, entry: SourceProperties): ParsedNode[] {
  const { packageName, searchPath, path: filePath } = source.file;
  return entry.tables.flatMap((table) => {
    const target = (): TestTarget => ({
      packageName,
      searchPath,
      filePath,
      fileKeyName: `sources.${entry.name}`,
      nameInTests: `${entry.name}_${table.name}`,
      tested: [entry.name, table.name],
      isSource: true,
      tags: [...entry.tags, ...table.tags],
      columnName: null,
    });
    const inputs = [source.file, entry];
    return context.reuse({ kind: 'tests', of: table, inputs, run: () => testsOn(context, target(), table) });
  });
}

/** Tests of the columns stand before those of the whole, as in dbt. */
function testsOn(
  context: TestContext,
  target: TestTarget,
  entry: { readonly columns: readonly ColumnEntry[]; readonly dataTests: readonly TestEntry[] },
): ParsedNode[] {
  const quote = context.setting.adapter.dialect.quoteIdentifier;
  const onColumns = entry.columns.flatMap((column) => {
    const columnName = column.quote === true ? quote(column.name) : column.name;
    const tags = column.tags.length === 0 ? target.tags : [...target.tags, ...column.tags];
    const onColumn = { ...target, columnName, tags };
    return column.dataTests.flatMap((test) => parseTest(context, onColumn, test));
  });
  return [...onColumns, ...entry.dataTests.flatMap((test) => parseTest(context, target, test))];
}

/** Built-in tests whose macro is all that their node depends on, as in dbt. */
const PLAIN_TESTS = ['macro.dbt.test_not_null', 'macro.dbt.test_unique'];

function parseTest(context: TestContext, target: TestTarget, entry: TestEntry): ParsedNode[] {
  const { environment } = context.setting;
  const macro = findTestMacro(context, target, entry);
  if (macro === null) {
    context.unknown.push(entry);
    return [];
  }
  const { draft, kwargs, plainCode, alias } = draftTest(target, entry, renderConfig(context, target, entry));
  const extra = (): ExtraNames => ({
    make: (scope) => new Map([[TEST_KWARGS_NAME, renderTestArguments(kwargs, environment, scope, entry.location)]]),
    texts: argumentTexts(kwargs),
  });
  const like = { target, macroId: macro.id, plainCode, alias, kwargs };
  const node = parseNode(context, draft, (source, preview) =>
    renderLikeTest(context, like, () => withTestFirst(macro.id, renderNode(context, source, preview, extra()))),
  );
  return [node];
}

/** Tests of thousands of columns look for the same few macros. */
function findTestMacro({ memory, setting, tracker }: ParseContext, target: TestTarget, entry: TestEntry) {
  const { packageName } = target;
  const name = entry.namespace === null ? `test_${entry.name}` : `${entry.namespace}.test_${entry.name}`;
  const key = `${packageName} ${name}`;
  const known = memory.testMacros.get(key);
  if (known !== undefined) {
    tracker.repeat(known.trace);
    return known.macro;
  }
  const { value: macro, trace } = tracker.trace(() => setting.environment.findMacro(name, packageName));
  memory.testMacros.set(key, { macro, trace });
  return macro;
}

/** A test depends on its own macro before all others. */
function withTestFirst(macroId: string, rendering: Rendering): Rendering {
  const finish = () => {
    const { refs, sources, macros } = rendering.finish();
    const others = PLAIN_TESTS.includes(macroId) ? [] : macros.filter((id) => id !== macroId);
    return { refs, sources, macros: [macroId, ...others] };
  };
  return { ...rendering, finish };
}

/** Texts of the config are templates that see what property files see. */
function renderConfig(context: ParseContext, target: TestTarget, entry: TestEntry): JsonObject {
  if (Object.keys(entry.config).length === 0) return entry.config;
  const scope = { packageName: target.packageName, lookup: context.yamlBase(target.packageName) };
  const render = (value: Json, path: readonly (string | number)[]): Json => {
    if (typeof value === 'string') {
      if (!hasTemplate(value)) return value;
      const { file, line, column } = entry.locate(path);
      const template = () => context.setting.environment.compile({ text: value, file, line, column });
      return collecting(context, () => toJson(template().renderNativeSync(scope)), value);
    }
    if (!isCollection(value)) return value;
    if (Array.isArray(value)) return value.map((item: Json, index) => render(item, [...path, index]));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, render(item, [...path, key])]));
  };
  return render(entry.config, []) as JsonObject;
}
