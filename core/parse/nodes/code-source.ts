/** A node's code as dbt reads it: stripped, with the place of what is left. */
import type { TemplateSource } from '../../template/template.js';

/** The stripped text, and the line and column at which it begins. */
export function codeSource(text: string, file: string): TemplateSource {
  const code = text.trim();
  const before = text.slice(0, text.length - text.trimStart().length);
  const line = before.split('\n').length;
  const column = before.length - (before.lastIndexOf('\n') + 1) + 1;
  return { text: code, file, line, column };
}
