import { describe, expect, it } from 'vitest';
import type { CommandEntry } from '../../../../cli/command-entry.js';
import { type CommandName, commandTable } from '../../../../cli/command-table.js';
import { splitLine } from '../../../../cli/completion/split-line.js';
import { flagName, globalFlags } from '../../../../cli/flags/flag-table.js';
import { parseWords } from '../../../../cli/flags/parse-words.js';
import { readMapping } from '../../../../cli/flags/read-mapping.js';
import { resolveFlags } from '../../../../cli/flags/resolve-flags.js';
import { commandHelp } from '../../../../cli/help/command-help.js';
import { globalGroups } from '../../../../cli/help/flag-groups.js';
import { generalHelp } from '../../../../cli/help/general-help.js';
import { twoColumns } from '../../../../cli/help/two-columns.js';
import { colorStyle, plainStyle } from '../../../../cli/reporter/text/style.js';

const entries: [string, CommandEntry][] = Object.entries(commandTable);
const screen = (width: number) => ({ width, style: plainStyle });
const examples = entries.flatMap(([name, { examples }]) =>
  examples.map(([line, meaning]) => ({ name, line, meaning })),
);

describe('the examples of commands', () => {
  it.each(entries.map(([name, { examples }]) => [name, examples.length] as const))('of %s: two to four', (_, count) => {
    expect(count).toBeGreaterThanOrEqual(2);
    expect(count).toBeLessThanOrEqual(4);
  });

  it.each(examples)('$line is a command line of $name', ({ name, line, meaning }) => {
    // What follows the arrow is the shell's.
    const [program, ...words] = splitLine(line.split(' > ')[0]);
    expect(program).toBe('tsdbt');
    const { command, raw, foreign, diagnostics } = parseWords(words);
    expect(diagnostics).toEqual([]);
    expect([command, foreign]).toEqual([name, []]);
    expect(resolveFlags({ raw, env: {}, project: {}, readMapping }).diagnostics).toEqual([]);
    expect(meaning).not.toBe('');
  });
});

describe('the general help', () => {
  it('names each command once, below what it is for', () => {
    const lines = generalHelp(screen(100)).split('\n');
    for (const [name, { summary }] of entries) {
      expect(
        lines.filter((line) => line.startsWith(`  ${name} `) && line.includes(summary.split(' ')[0])),
      ).toHaveLength(1);
    }
    expect(lines).toContain('Build and test:');
  });

  it('shows every flag that all commands take in one group', () => {
    const grouped = globalGroups.flatMap(({ keys }) => keys);
    expect([...grouped].sort()).toEqual([...globalFlags].sort());
  });

  it.each([40, 60, 100])('fits %i columns', (width) => {
    for (const line of generalHelp(screen(width)).split('\n')) expect(line.length, line).toBeLessThanOrEqual(width);
  });
});

describe('the help of a command', () => {
  it.each(entries)('%s shows each of its flags once', (name) => {
    const text = commandHelp(name as CommandName, screen(100));
    for (const key of [...commandTable[name as CommandName].flags, 'target'] as const) {
      const spelled = text.split('\n').filter((line) => new RegExp(`^ {2}(-\\w, )?--${flagName(key)}( |$)`).test(line));
      expect(spelled, key).toHaveLength(1);
    }
  });

  it('groups flags by what they are about', () => {
    const text = commandHelp('build', screen(100));
    const place = (words: string) => text.indexOf(words);
    expect(place('Examples:')).toBeLessThan(place('Which nodes:'));
    expect(place('Which nodes:')).toBeLessThan(place('--select <words>'));
    expect(place('--indirect-selection')).toBeLessThan(place('\nFlags:'));
    expect(place('\nFlags:')).toBeLessThan(place('--full-refresh  '));
    expect(place('--full-refresh  ')).toBeLessThan(place('Project and target:'));
  });

  it('names the forms of --output that the command has', () => {
    expect(commandHelp('show', screen(100))).toContain('Form of the answer: text, json, csv\n');
    expect(commandHelp('report', screen(100))).toContain('Form of the answer: markdown, sarif\n');
  });

  it('is plain without colours and has them when asked for', () => {
    expect(commandHelp('run', screen(80))).not.toContain('\u001b');
    expect(commandHelp('run', { width: 80, style: colorStyle })).toContain('\u001b[1mUsage:');
  });
});

describe('twoColumns', () => {
  it('puts the meaning beside what is typed, and wraps it there', () => {
    expect(twoColumns('--flag <x>', 'one two three four five six seven', 62)).toEqual([
      '  --flag <x>                      one two three four five six',
      '                                  seven',
    ]);
  });

  it('puts it below where the screen is narrow', () => {
    expect(twoColumns('--flag <x>', 'one two three four five six seven', 40)).toEqual([
      '  --flag <x>',
      '      one two three four five six seven',
    ]);
  });
});
