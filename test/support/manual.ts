/**
 * Reads the examples out of a page of the manual and compares what they print. A fence ```` ```sql file=models/x.sql ````
 * writes that file into the page's project; a fence ```` ```console ```` holds commands after `$ ` and, below each, the
 * lines it must print.
 */
type ManualStep =
  | { readonly kind: 'file'; readonly path: string; readonly text: string }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'command'; readonly command: string; readonly expected: readonly string[]; readonly line: number };

export interface ManualPage {
  /** The template that the page's project starts from: `<!-- project: starter -->`; null when the page runs nothing. */
  readonly project: string | null;
  readonly steps: readonly ManualStep[];
}

export function readManualPage(markdown: string): ManualPage {
  const project = /<!-- project: (\S+) -->/.exec(markdown)?.[1] ?? null;
  const fences = [...markdown.matchAll(/^```(\w+)(?: file=(\S+))?\n([\s\S]*?)^```$/gm)];
  const steps = fences.flatMap((fence): ManualStep[] => {
    const [, language, path, text] = fence;
    if (path !== undefined) return [{ kind: 'file', path, text }];
    if (language !== 'console') return [];
    return readCommands(text, markdown.slice(0, fence.index).split('\n').length + 1);
  });
  return { project, steps };
}

function readCommands(text: string, firstLine: number): ManualStep[] {
  const commands: { kind: 'command'; command: string; expected: string[]; line: number }[] = [];
  text
    .trimEnd()
    .split('\n')
    .forEach((line, index) => {
      if (line.startsWith('$ ')) {
        commands.push({ kind: 'command', command: line.slice(2), expected: [], line: firstLine + index });
      } else {
        commands.at(-1)?.expected.push(line);
      }
    });
  return commands.map((step) => {
    const folder = /^cd (\S+)$/.exec(step.command)?.[1];
    return folder === undefined ? step : { kind: 'folder', path: folder };
  });
}

/** What differs from run to run, made equal on both sides: seconds, clock times at the start of a line, rows of dots, ids. */
function withoutVariations(line: string): string {
  return line
    .replace(/^\d{2}:\d{2}:\d{2} ( |$)/, '')
    .replaceAll(/\d+(\.\d+)? ?(ms|s|seconds)\b/g, '<time>')
    .replaceAll(/\b\d{2}:\d{2}:\d{2}(\.\d+)?\b/g, '<clock>')
    .replaceAll(/\b\d{4}-\d{2}-\d{2}T<clock>Z/g, '<instant>')
    .replaceAll(/\b\d+ macros\b/g, '<n> macros')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uuid>')
    .replaceAll(/ ?\.{3,}/g, ' ...')
    .replace(/^ {10}(?=\S| )/, '')
    .trimEnd();
}

/** The first expected line that the output does not hold, in order; `...` stands for any text of a line, or any lines. Null when all are there. */
export function firstMissingLine(expected: readonly string[], output: string): string | null {
  const lines = output.split('\n').map(withoutVariations);
  let position = 0;
  for (const wanted of expected.map(withoutVariations)) {
    if (wanted === ' ...' || wanted === '...' || wanted === '') continue;
    const pattern = elided(wanted);
    const found = lines.findIndex((line, index) => index >= position && pattern.test(line));
    if (found === -1) return wanted;
    position = found + 1;
  }
  return null;
}

function elided(wanted: string): RegExp {
  const parts = wanted.split(' ...').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}
