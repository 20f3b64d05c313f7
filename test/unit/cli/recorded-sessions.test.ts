import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { splitLine } from '../../../cli/completion/split-line.js';
import { parseWords } from '../../../cli/flags/parse-words.js';
import { drawTerminal } from '../../support/pictures/draw-terminal.js';
import { sessions } from '../../support/pictures/sessions.js';
import { readXml } from '../../support/xml.js';

const lines = Object.values(sessions).flatMap(({ steps }) =>
  steps.flatMap((step) => ('line' in step ? [step.line] : [])),
);

describe('the recorded sessions of the manual', () => {
  it.each(lines.filter((line) => line.startsWith('tsdbt ')))('%s is a command line', (line) => {
    expect(parseWords(splitLine(line).slice(1)).diagnostics).toEqual([]);
  });

  it.each(Object.keys(sessions))('%s has its picture', (name) => {
    expect(existsSync(resolve(import.meta.dirname, `../../../docs/images/${name}.svg`))).toBe(true);
  });

  it('draw colours as spans, and markup as text', () => {
    const xml = readXml(
      `<?xml version="1.0" encoding="UTF-8"?>${drawTerminal('a < b', ['\u001b[31m<red>\u001b[39m & plain'])}`,
    );
    expect(xml.find('title')[0].text).toBe('a < b');
    expect(xml.find('tspan').map(({ text, attributes }) => [text, attributes.fill])).toEqual([
      ['<red>', '#ff7b72'],
      [' & plain', undefined],
    ]);
  });
});
