/**
 * Stage 2: finds the macros of all packages and the built-in ones, as definitions that an environment is made from.
 * Two macros of one name in a package are an error.
 */
import type { Diagnostic, Outcome } from '../../diagnostics/diagnostic.js';
import { TsdbtError } from '../../diagnostics/error.js';
import { findBlocks } from '../../template/blocks.js';
import type { BlockDefinition, MacroDefinition } from '../../template/template.js';
import { displayPath } from '../nodes/display-path.js';
import type { Reuse } from '../reuse/step.js';
import type { SourceFile } from '../source-file.js';

/** A macro with the file that holds it. */
export interface ParsedMacro {
  readonly definition: MacroDefinition;
  readonly file: SourceFile;
}

/** Gives every macro; of two with one name the first is kept. */
export function parseMacros(
  files: readonly SourceFile[],
  projectRoot: string,
  reuse: Reuse,
): Outcome<readonly ParsedMacro[]> {
  const diagnostics: Diagnostic[] = [];
  const macros = new Map<string, ParsedMacro>();
  for (const file of files.filter((one) => one.kind === 'macro')) {
    const read = reuse({ kind: 'macros', of: file, run: () => macrosOf(file, projectRoot), parts });
    diagnostics.push(...read.diagnostics);
    for (const macro of read.value) {
      const first = macros.get(macro.definition.id);
      if (first === undefined) macros.set(macro.definition.id, macro);
      else diagnostics.push(duplicate(first, macro));
    }
  }
  return { value: [...macros.values()], diagnostics };
}

function parts({ value }: Outcome<readonly ParsedMacro[]>): (readonly [object, string])[] {
  return value.map((macro) => [macro, macro.definition.id]);
}

function macrosOf(file: SourceFile, projectRoot: string): Outcome<readonly ParsedMacro[]> {
  try {
    const blocks = findBlocks({ text: file.text, file: displayPath(file, projectRoot) });
    const value = blocks.flatMap((block) => {
      const name = macroName(block);
      if (name === null) return [];
      const id = `macro.${file.packageName}.${name}`;
      return [{ definition: { id, name, packageName: file.packageName, block }, file }];
    });
    return { value, diagnostics: [] };
  } catch (error) {
    if (!(error instanceof TsdbtError)) throw error;
    return { value: [], diagnostics: error.diagnostics };
  }
}

/** The name that look-ups use; null for blocks that are no macros. */
function macroName(block: BlockDefinition): string | null {
  if (block.kind === 'macro') return block.name;
  if (block.kind === 'test') return `test_${block.name}`;
  if (block.kind === 'materialization') return `materialization_${block.name}_${block.adapter ?? 'default'}`;
  return null;
}

function duplicate(first: ParsedMacro, second: ParsedMacro): Diagnostic {
  const { name, packageName, block } = second.definition;
  return {
    code: 'TSDBT_MACRO_DUPLICATE',
    severity: 'error',
    message: `The package '${packageName}' defines two macros named '${name}'.`,
    location: block.location,
    hint: 'Rename or remove one of them.',
    notes: [{ message: 'The first definition.', location: first.definition.block.location }],
  };
}
