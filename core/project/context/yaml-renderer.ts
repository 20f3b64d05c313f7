/** Renders strings of one YAML file with the template engine and turns what goes wrong into diagnostics at the string. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { TsdbtError } from '../../diagnostics/error.js';
import type { Scope, TemplateEnvironment } from '../../template/template.js';
import { toJson } from '../../template/values/convert.js';
import { PythonError } from '../../template/values/python-error.js';
import { UndefinedValue } from '../../template/values/value.js';
import type { YamlStringRenderer } from '../property-file.js';
import type { KeyPath, YamlDocument } from '../yaml/yaml-document.js';

/** The part of the engine that strings of YAML need. */
export type StringEngine = Pick<TemplateEnvironment, 'compile'>;

export interface YamlRendererOptions {
  readonly document: YamlDocument;
  readonly engine: StringEngine;
  readonly scope: Scope;
  /** Gets what goes wrong; the string then stays as it was written. */
  readonly diagnostics: Diagnostic[];
  /** Gets the path of each string that could not be rendered, so that nobody complains of the text that is left. */
  readonly failed?: KeyPath[];
}

/**
 * A renderer for one file. As in dbt, a text that is one single expression gives the expression's value (`{{ var('n') }}`
 * a number), all else gives text.
 */
export function createYamlRenderer(options: YamlRendererOptions): YamlStringRenderer {
  const { document, engine, scope, diagnostics } = options;
  return (text, path) => {
    const { file, line, column } = document.locate(path);
    try {
      const value = engine.compile({ text, file, line, column }).renderNativeSync(scope);
      return value instanceof UndefinedValue ? '' : toJson(value);
    } catch (error) {
      options.failed?.push(path);
      diagnostics.push(...diagnosticsOf(error).map((found) => ({ location: { file, line, column }, ...found })));
      return text;
    }
  };
}

/** A value that has no form in YAML, such as a dict whose keys are tuples, fails outside of the template. */
function diagnosticsOf(error: unknown): readonly Diagnostic[] {
  if (error instanceof TsdbtError) return error.diagnostics;
  if (!(error instanceof PythonError)) throw error;
  return [{ code: 'TSDBT_TEMPLATE_ERROR', severity: 'error', message: error.message }];
}
