/** The forms that `--output` of each command takes, the first one when none is named. Literal. */

export const outputForms = {
  compile: ['text', 'json'],
  show: ['text', 'json', 'csv'],
  diff: ['text', 'json'],
  plan: ['text', 'json'],
  ls: ['selector', 'name', 'path', 'json'],
  report: ['markdown', 'sarif'],
} as const satisfies Record<string, readonly string[]>;

/** The forms of one command; none when it has no answer of its own. */
export function formsOf(command: string | null): readonly string[] {
  const table: Readonly<Record<string, readonly string[]>> = outputForms;
  return command !== null && Object.hasOwn(table, command) ? table[command] : [];
}
