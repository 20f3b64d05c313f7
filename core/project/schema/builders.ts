/**
 * The words that schemas of project files are written in. A schema's message says what is expected ("a text"), and
 * validate.ts makes the sentence around it; the same schemas become the JSON Schemas that editors use.
 */
import * as v from 'valibot';
import { closestNames, didYouMean } from '../../diagnostics/did-you-mean.js';
import { isMapping, type Json, JsonFloat, type JsonObject } from '../../resources/json.js';

type Schema = v.GenericSchema<unknown, unknown>;
type Entries = Record<string, Schema>;

/** A text. Numbers and booleans are not taken for texts. */
export const text = () => v.string('a text');

/** The schema for mappings only: valibot takes lists and floats for objects without keys. */
export const onlyMapping = <Item extends Schema>(schema: Item): Item => ({
  ...schema,
  '~run': (dataset, config) =>
    isMapping(dataset.value) ? schema['~run'](dataset, config) : noMapping['~run'](dataset, config),
});

const noMapping = v.custom<never>(() => false, 'a mapping');

/** A float that is whole, such as 1.0, in its own spelling. */
const wholeFloat = () => v.instance(JsonFloat);

/** A number, whole floats among them. */
export const number = (expectation = 'a number') =>
  v.pipe(
    v.union([v.number(), wholeFloat()], expectation),
    v.transform((value) => Number(value)),
  );

/** A text or a number, whose spelling counts. */
export const textOrNumber = (expectation = 'a text or a number') =>
  v.union([v.string(), v.number(), wholeFloat()], expectation);

/** A text, or a bare number or boolean that YAML did not read as text: the user's spelling counts. */
export const looseText = () =>
  v.pipe(
    v.union([v.string(), v.number(), v.bigint(), v.boolean(), wholeFloat()], 'a text'),
    v.transform((value) => String(value)),
  );

export const flag = () => v.boolean('true or false');

export const wholeNumber = () => v.pipe(number('a whole number'), v.integer('a whole number'));

export const oneOf = <const Options extends readonly string[]>(options: Options) =>
  v.picklist(options, `one of ${options.join(', ')}`);

/** A list. YAML's empty value counts as the empty list, as in dbt. */
export const list = <Item extends Schema>(item: Item, expectation = 'a list') =>
  v.pipe(
    v.nullable(v.array(item, expectation)),
    v.transform((items) => items ?? []),
  );

/** One text, or a list of them; stays what was written. */
export const textOrTexts = () => v.union([v.string(), v.array(v.string())], 'a text or a list of texts');

/** One text, or a list of them; read as a list. */
export const textOrList = () =>
  v.pipe(
    v.nullable(textOrTexts()),
    v.transform((value) => (value === null ? [] : typeof value === 'string' ? [value] : value)),
  );

/** Any value. */
export const anything = () => v.custom<Json>(() => true);

/** A mapping with keys of the user's own. YAML's empty value counts as the empty mapping. */
export const mapping = () =>
  v.pipe(
    v.nullable(v.custom<JsonObject>(isMapping, 'a mapping')),
    v.transform((value): JsonObject => value ?? {}),
  );

/** A mapping from texts to values of one kind. */
export const mappingOf = <Item extends Schema>(item: Item) =>
  v.pipe(
    v.nullable(onlyMapping(v.record(v.string(), item, 'a mapping'))),
    v.transform((value) => value ?? {}),
  );

/**
 * A mapping with these keys and no others; an unknown key is an error that names the nearest known one. `configs` are
 * keys that belong under `config:` and are often written beside it.
 */
export const closed = <E extends Entries>(entries: E, configs: ReadonlySet<string> = new Set()) =>
  v.pipe(
    onlyMapping(v.looseObject(entries, 'a mapping')),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!isMapping(dataset.value)) return;
      for (const key of Object.keys(dataset.value)) {
        if (Object.hasOwn(entries, key)) continue;
        const path = [{ type: 'object', origin: 'key', input: dataset.value, key, value: dataset.value[key] }] as const;
        const message = configs.has(key) ? `Put it under \`config:\`.` : unknownKey(key, Object.keys(entries));
        addIssue({ message, path: [...path] as never });
      }
    }),
  );

/** A mapping with these keys and any others; the caller decides what unknown keys mean. */
export const open = <E extends Entries>(entries: E) => onlyMapping(v.looseObject(entries, 'a mapping'));

/** A key that may be left out or left empty; its description stays on the outside, where editors look for it. */
export const optional = <Item extends Schema>(item: Item) => {
  const schema = v.nullish(item);
  const words = v.getDescription(item);
  return (words === undefined ? schema : v.pipe(schema, v.description(words))) as typeof schema;
};

/** Words for JSON Schema's `description`: editors show them. */
export const described = <Item extends Schema>(item: Item, description: string) =>
  v.pipe(item, v.description(description));

function unknownKey(key: string, known: readonly string[]): string {
  const hint = didYouMean(closestNames(key, known));
  return hint ?? `Known keys: ${known.join(', ')}.`;
}
