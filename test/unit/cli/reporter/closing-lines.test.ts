import { describe, expect, it } from 'vitest';
import { skipCauses, skippedLines, slowestLine, slowestNodes } from '../../../../cli/reporter/lines/closing-lines.js';
import { summaryRecords } from '../../../../cli/reporter/lines/summary-records.js';
import { plainStyle } from '../../../../cli/reporter/text/style.js';
import { modelNode, nodeResult } from '../../../support/node-results.js';

const took = (name: string, executionTime: number) => nodeResult(modelNode(name, 'table'), { executionTime });
const skipped = (name: string, message: string) =>
  nodeResult(modelNode(name), { status: 'skipped', message, timing: [] });
const run = (results: readonly ReturnType<typeof nodeResult>[], elapsed = 5) => ({
  results,
  elapsed,
  wasCancelled: false,
});

describe('the slowest nodes', () => {
  it('are three, slowest first', () => {
    const results = [took('a', 0.2), took('b', 2.6), took('c', 0.4), took('d', 1.1), skipped('e', '')];
    expect(slowestLine(slowestNodes(run(results)))).toBe('Slowest: b 2.60s, d 1.10s, c 0.40s');
  });

  it('are none in a run that is short, small or even', () => {
    const four = [took('a', 0.2), took('b', 0.2), took('c', 0.2), took('d', 0.2)];
    expect(slowestNodes(run(four, 0.9))).toEqual([]);
    expect(slowestNodes(run(four.slice(1)))).toEqual([]);
    expect(slowestNodes(run(['a', 'b', 'c', 'd'].map((name) => took(name, 0.05))))).toEqual([]);
  });
});

describe('skipped nodes', () => {
  const results = [
    skipped('a', 'Skipping due to fail_fast'),
    skipped('b', 'Skipped because model x failed'),
    skipped('c', 'Skipped because model x failed'),
    nodeResult(modelNode('d'), { status: 'cancelled', message: 'Cancelled before it started', timing: [] }),
    nodeResult(modelNode('e'), { status: 'cancelled' }),
  ];

  it('are counted by cause, those of a cancel that had not begun too', () => {
    expect(skippedLines(skipCauses(results))).toEqual([
      '4 nodes skipped:',
      '  2 because model x failed',
      '  1 due to fail_fast',
      '  1 because the run was cancelled',
    ]);
  });

  it('name eight causes at most', () => {
    const many = Array.from({ length: 10 }, (_, index) =>
      skipped(`m${index}`, `Skipped because model p${index} failed`),
    );
    expect(skippedLines(skipCauses(many)).at(-1)).toBe('  ... and 2 more causes');
  });

  it('stand once in the summary, before the closing line, and nowhere when there are none', () => {
    const options = {
      isDataAnswer: false,
      frame: { readSource: () => null, width: 80 },
      resultPlace: () => 'shop.sqlite',
    };
    const texts = (each: typeof results) => summaryRecords(run(each), options).map((record) => record.text(plainStyle));
    const said = texts(results);
    const [own] = said.filter((text) => text.includes('skipped:'));
    expect(said.indexOf(own)).toBe(said.length - 3);
    expect(said.at(-1)).toMatch(/^Done\. /);
    expect(said.filter((text) => text.includes('because model x failed'))).toHaveLength(1);
    expect(texts([took('a', 1)]).join('\n')).not.toContain('skipped:');
  });
});
