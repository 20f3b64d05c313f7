/** Flags as lines of help: spellings, what value they take, what they do. */
import { type FlagDefinition, type FlagKey, flagName, flagTable } from '../flags/flag-table.js';
import { twoColumns } from './two-columns.js';

/** One entry a flag; those that are accepted for dbt's sake alone are left out. `forms` are those of `--output`. */
export function flagRows(keys: readonly FlagKey[], width: number, forms: readonly string[] = []): string[] {
  return keys.flatMap((key) => {
    const definition: FlagDefinition = flagTable[key];
    if (definition.isQuiet) return [];
    const short = (definition.aliases ?? []).filter((alias) => alias.length === 1).slice(0, 1);
    const spelling = [...short.map((letter) => `-${letter}`), `--${flagName(key)}`].join(', ');
    const text = key === 'output' ? `Form of the answer: ${forms.join(', ')}` : meaning(definition);
    return twoColumns(spelling + placeholder(definition), text, width);
  });
}

const placeholders: Readonly<Record<FlagDefinition['kind'], string>> = {
  switch: '',
  text: ' <text>',
  number: ' <n>',
  choice: ' <word>',
  list: ' <words>',
  mapping: ' <yaml>',
};

function placeholder({ kind }: FlagDefinition): string {
  return placeholders[kind];
}

/** Values that the help does not name already follow it. */
function meaning({ help, choices: all = [] }: FlagDefinition): string {
  // dbt's word for "as if nothing was said".
  const choices = all.filter((choice) => choice !== 'default');
  const isNamed = choices.every((choice) => help.includes(choice));
  return isNamed ? help : `${help}: ${choices.join(', ')}`;
}
