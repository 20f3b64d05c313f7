/** The start of commands that need no project, against a Node that does nothing. */
import { milliseconds, percentile, times } from '../figures.js';
import { measureProgram } from '../process/run-process.js';
import { type BenchRow, row } from '../row.js';
import type { BenchSetting } from '../setting.js';

const ROUNDS = 25;

/** Taken in turns, so that what else the machine does hits all alike. */
export function measureStart({ bin, dbt }: BenchSetting): BenchRow[] {
  const cases = { bare: ['-e', '0'], version: [bin, '--version'], help: [bin, '--help'] };
  const samples: Record<keyof typeof cases, number[]> = { bare: [], version: [], help: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, words] of Object.entries(cases) as [keyof typeof cases, string[]][]) {
      samples[name].push(measureProgram(process.execPath, words, { times: 1 }));
    }
  }
  const bare = percentile(samples.bare, 0.5);
  const rowOf = (flag: 'version' | 'help') => {
    const ours = percentile(samples[flag], 0.5);
    return row({
      figure: `start of \`tsdbt --${flag}\``,
      ours: milliseconds(ours),
      beside: `\`node -e 0\` ${milliseconds(bare)}`,
      ratio: times(ours, bare),
      dbt: dbt === null ? '' : milliseconds(measureProgram(dbt, [`--${flag}`])),
      goal: '1.5x',
    });
  };
  return [rowOf('version'), rowOf('help')];
}
