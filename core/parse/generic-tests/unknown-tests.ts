/** Tests that no macro defines: one error per name, however often it is used. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { closestNames, didYouMean } from '../../diagnostics/did-you-mean.js';
import type { TestEntry } from '../../project/property-file.js';
import type { MacroDefinition } from '../../template/template.js';

/** Places that are named beside the first. */
const MOST_NOTES = 5;

/** The errors, each at the first use. */
export function unknownTestErrors(entries: readonly TestEntry[], macros: readonly MacroDefinition[]): Diagnostic[] {
  const uses = new Map<string, TestEntry[]>();
  for (const entry of entries) {
    const name = entry.namespace === null ? entry.name : `${entry.namespace}.${entry.name}`;
    uses.set(name, [...(uses.get(name) ?? []), entry]);
  }
  return [...uses].map(([name, found]) => unknownTest(name, found, macros));
}

function unknownTest(
  name: string,
  [first, ...others]: readonly TestEntry[],
  macros: readonly MacroDefinition[],
): Diagnostic {
  const known = macros
    .filter((macro) => macro.name.startsWith('test_'))
    .map((macro) => macro.name.slice('test_'.length));
  const isInstalled = first.namespace === null || macros.some((macro) => macro.packageName === first.namespace);
  const hint = isInstalled
    ? didYouMean(closestNames(first.name, known))
    : `The package '${first.namespace}' is not installed: add it to packages.yml and run \`tsdbt deps\`.`;
  const times = others.length === 0 ? '' : ` It is used ${others.length + 1} times.`;
  return {
    code: 'TSDBT_MACRO_MISSING',
    severity: 'error',
    message: `There is no generic test '${name}': no {% test ${first.name} %} block defines it.${times}`,
    location: first.location,
    notes: others.slice(0, MOST_NOTES).map((entry) => ({ message: 'It is used here too.', location: entry.location })),
    ...(hint === undefined ? {} : { hint }),
  };
}
