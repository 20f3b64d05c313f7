/**
 * Generic tests in property files, in all of dbt's spellings: a name; a mapping with the name as its one key; a mapping
 * with `test_name`. Configs may stand beside the arguments. Nothing is rendered here.
 */
import type { Diagnostic, Location } from '../../diagnostics/diagnostic.js';
import { isMapping, type Json, type JsonObject } from '../../resources/json.js';
import type { TestEntry } from '../property-file.js';
import { describeJson } from '../schema/describe-json.js';
import type { KeyPath } from '../yaml/yaml-document.js';
import { locator, type RawEntry } from './entry.js';

/** Configs of a test that may stand beside its arguments. */
const CONFIG_KEYS: ReadonlySet<string> = new Set([
  ...['severity', 'tags', 'enabled', 'where', 'limit', 'warn_if', 'error_if', 'fail_calc', 'store_failures'],
  ...['store_failures_as', 'meta', 'database', 'schema', 'alias'],
]);
const OWN_KEYS: ReadonlySet<string> = new Set([
  'name',
  'test_name',
  'description',
  'config',
  'arguments',
  'column_name',
]);

/** The tests of a node, table or column; `below` is its path in the entry. */
export function readTests(entry: RawEntry, below: KeyPath, diagnostics: Diagnostic[]): TestEntry[] {
  const owner = valueAt(entry.raw, below);
  if (!isMapping(owner)) return [];
  const data = listAt(owner, 'data_tests');
  const plain = listAt(owner, 'tests');
  if (data.length > 0 && plain.length > 0) diagnostics.push(bothKeys(locator(entry, ...below)(['tests'])));
  const key = data.length > 0 ? 'data_tests' : 'tests';
  const tests: TestEntry[] = [];
  for (const [index, test] of (data.length > 0 ? data : plain).entries()) {
    const parts = partsOf(test);
    const locate = locator(entry, ...below, key, index);
    if (parts === null) diagnostics.push(noTest(test, locate([])));
    else tests.push(readTest(parts, locate, diagnostics));
  }
  return tests;
}

function listAt(owner: JsonObject, key: string): readonly Json[] {
  const value = owner[key];
  return Array.isArray(value) ? value : NO_TESTS;
}

const NO_TESTS: readonly Json[] = [];
const NOTHING: JsonObject = {};

function valueAt(value: Json, path: KeyPath): Json | undefined {
  return path.reduce<Json | undefined>((found, part) => {
    if (isMapping(found)) return found[String(part)];
    return Array.isArray(found) && typeof part === 'number' ? found[part] : undefined;
  }, value);
}

interface TestParts {
  readonly name: string;
  readonly body: JsonObject;
  /** Path of the body in the test. */
  readonly path: KeyPath;
}

function partsOf(test: Json): TestParts | null {
  if (typeof test === 'string') return { name: test, body: NOTHING, path: [] };
  if (!isMapping(test)) return null;
  if (typeof test.test_name === 'string') return { name: test.test_name, body: test, path: [] };
  const [name, ...others] = Object.keys(test);
  if (name === undefined || others.length > 0) return null;
  const body = test[name];
  return body === null || isMapping(body) ? { name, body: body ?? {}, path: [name] } : null;
}

/** A test that is no more than a name. */
function bareTest(name: string, namespace: string | null, locate: TestEntry['locate']): TestEntry {
  const location = locate([]);
  return {
    name,
    namespace,
    customName: null,
    arguments: NOTHING,
    config: NOTHING,
    description: '',
    location,
    locate,
  };
}

function readTest(parts: TestParts, locate: (path: KeyPath) => Location, diagnostics: Diagnostic[]): TestEntry {
  const { name, body, path } = parts;
  const dot = name.indexOf('.');
  const macro = dot === -1 ? name : name.slice(dot + 1);
  const namespace = dot === -1 ? null : name.slice(0, dot);
  if (body === NOTHING) return bareTest(macro, namespace, locate);
  const config: Record<string, Json> = isMapping(body.config) ? { ...body.config } : {};
  const args: Record<string, Json> = isMapping(body.arguments) ? { ...body.arguments } : {};
  for (const [key, value] of Object.entries(body)) {
    if (OWN_KEYS.has(key)) continue;
    const isConfig = CONFIG_KEYS.has(key);
    if (isConfig && key in config) diagnostics.push(twice(key, locate([...path, key])));
    (isConfig ? config : args)[key] = value;
  }
  const isNested = (key: string): boolean => isMapping(body.arguments) && Object.hasOwn(body.arguments, key);
  return {
    name: macro,
    namespace,
    customName: typeof body.name === 'string' ? body.name : null,
    arguments: withColumn(args, body),
    config,
    description: typeof body.description === 'string' ? body.description : '',
    location: locate([]),
    locate: ([key, ...inner]) => {
      const holder = isNested(String(key))
        ? ['arguments']
        : isMapping(body.config) && Object.hasOwn(body.config, String(key))
          ? ['config']
          : [];
      return locate(key === undefined ? path : [...path, ...holder, key, ...inner]);
    },
  };
}

/** On a node, `column_name` is an argument like any other. */
function withColumn(args: JsonObject, body: JsonObject): JsonObject {
  return body.column_name === undefined ? args : { ...args, column_name: body.column_name };
}

function bothKeys(location: Location): Diagnostic {
  const message = 'Both `tests` and `data_tests` stand here; they mean the same.';
  return { code: 'TSDBT_PROPERTIES_INVALID', severity: 'error', message, location, hint: 'Keep `data_tests`.' };
}

function twice(key: string, location: Location): Diagnostic {
  const message = `The test has \`${key}\` both beside \`config\` and in it.`;
  return { code: 'TSDBT_PROPERTIES_INVALID', severity: 'error', message, location, hint: 'Keep the one in `config`.' };
}

function noTest(test: Json, location: Location): Diagnostic {
  const found = isMapping(test) ? `a mapping with the keys ${Object.keys(test).join(', ')}` : describeJson(test);
  const message = `A test must be a name, or a mapping with the name as its one key; found ${found}.`;
  const hint = 'Indent the arguments below the name of the test.';
  return { code: 'TSDBT_PROPERTIES_INVALID', severity: 'error', message, location, hint };
}
