/**
 * The arguments of a generic test as its macro gets them: texts are templates and give native values, texts that look
 * like a call (`ref('x')`) are evaluated, the name of the column stays as it is.
 */

import type { Location } from '../../diagnostics/diagnostic.js';
import { hasTemplate } from '../../project/render-strings.js';
import { isCollection, type Json, type JsonObject } from '../../resources/json.js';
import type { Scope, TemplateEnvironment } from '../../template/template.js';
import { toValue } from '../../template/values/convert.js';
import { Dict } from '../../template/values/dict.js';
import type { Value } from '../../template/values/value.js';

/** The name under which a test's code finds its arguments. */
export const TEST_KWARGS_NAME = '_dbt_generic_test_kwargs';

const CALL = /^\s*(?:env_var|ref|var|source|doc)\s*\(.+\)\s*$/su;

/** The text as a template; a call gets its braces. */
function argumentTemplate(text: string): string {
  return CALL.test(text) ? `{{ ${text} }}` : text;
}

/** The dict for `**_dbt_generic_test_kwargs`, rendered in the scope of the test's node. */
export function renderTestArguments(
  kwargs: JsonObject,
  environment: TemplateEnvironment,
  scope: Scope,
  place: Location,
): Dict {
  const render = (value: Json): Value => {
    if (typeof value === 'string') {
      const text = argumentTemplate(value);
      if (!hasTemplate(text)) return value;
      const { file, line, column } = place;
      const shared = sharedTemplate(text);
      const template = environment.compile({ text: shared.text, file, line, column });
      return template.renderNativeSync(scope, shared.variables);
    }
    if (!isCollection(value)) return toValue(value);
    if (Array.isArray(value)) return value.map((item: Json) => render(item));
    return new Dict(Object.entries(value).map(([key, item]) => [key, render(item)] as const));
  };
  return new Dict(
    Object.entries(kwargs).map(
      ([name, value]) => [name, name === 'column_name' ? toValue(value) : render(value)] as const,
    ),
  );
}

/** The argument `model` of a test, as it is written for the node or source that the test stands at. */
export const MODEL_ARGUMENT =
  /^\{\{ get_where_subquery\((?<call>ref|source)\('(?<first>[\w .-]*)'(?:, '(?<second>[\w .-]*)')?\)\) \}\}$/u;

/** The argument `model` of all tests as one template, with the names as variables, so that it is compiled once. */
function sharedTemplate(text: string): { readonly text: string; readonly variables: ReadonlyMap<string, Value> } {
  const { call, first, second } = MODEL_ARGUMENT.exec(text)?.groups ?? {};
  if (call === undefined) return { text, variables: new Map() };
  const names = [['first', first] as const, ...(second === undefined ? [] : [['second', second] as const])];
  const args = names.map(([name]) => name).join(', ');
  return { text: `{{ get_where_subquery(${call}(${args})) }}`, variables: new Map(names) };
}

/** Whether values reach the macro as they are written: nothing in them is a template or a call. */
export function isWrittenOut(values: readonly Json[]): boolean {
  return values.every((value) => {
    if (typeof value === 'string') return !hasTemplate(argumentTemplate(value));
    return !isCollection(value) || isWrittenOut(Object.values(value));
  });
}

/** Every template in the arguments. */
export function argumentTexts(kwargs: JsonObject): string[] {
  const texts = (value: Json): string[] => {
    if (typeof value === 'string') return [argumentTemplate(value)];
    return isCollection(value) ? Object.values(value).flatMap(texts) : [];
  };
  return Object.entries(kwargs).flatMap(([name, value]) => (name === 'column_name' ? [] : texts(value)));
}
