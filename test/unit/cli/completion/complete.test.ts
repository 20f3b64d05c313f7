import { describe, expect, it } from 'vitest';
import { commandTable } from '../../../../cli/command-table.js';
import { answer, noIndex } from '../../../../cli/completion/answer.js';
import { complete } from '../../../../cli/completion/complete.js';
import { splitLine } from '../../../../cli/completion/split-line.js';

const index = {
  ...noIndex,
  names: {
    model: ['int_orders', 'stg_customers', 'stg_orders'],
    seed: ['stages'],
    test: ['not_null_stg_orders_id'],
  },
  methods: {
    tag: ['nightly', 'nice'],
    path: ['models/marts', 'models/marts/a.sql', 'models/staging', 'models/staging/stg_orders.sql'],
    source: ['raw', 'raw.orders'],
    group: [],
    selector: ['weekly'],
  },
  selectors: ['weekly'],
  macros: ['grant_all'],
  profiles: ['shop'],
  targets: ['dev', 'prod'],
};
const facts = { index: () => index, templates: () => ['leads', 'starter'] };

/** What the end of a command line may become: words, or `files` or `folders`. */
function offered(line: string): readonly string[] | string {
  const offer = complete(splitLine(line).slice(1), facts);
  return offer.kind === 'words' ? offer.candidates.map(({ value }) => value) : offer.kind;
}

describe('completion', () => {
  it('offers commands, with what they do', () => {
    expect(offered('tsdbt ')).toEqual([...Object.keys(commandTable), 'help']);
    expect(offered('tsdbt bu')).toEqual(['build']);
    expect(offered('tsdbt --target prod see')).toEqual(['seed']);
    expect(offered('tsdbt help comp')).toEqual(['compile', 'completion']);
    expect(complete(['bu'], facts)).toMatchObject({ candidates: [{ description: commandTable.build.summary }] });
  });

  it('offers the flags of the command, and negations once they are begun', () => {
    expect(offered('tsdbt test --st')).toEqual(['--store-failures', '--state']);
    expect(offered('tsdbt run --store')).toEqual([]);
    expect(offered('tsdbt run --no-us')).toEqual(['--no-use-colors']);
    expect(offered('tsdbt run --thr')).toEqual(['--threads']);
  });

  it('offers the values that a flag takes', () => {
    expect(offered('tsdbt run --log-format js')).toEqual(['json']);
    expect(offered('tsdbt run --log-format=js')).toEqual(['--log-format=json']);
    expect(offered('tsdbt run --indirect-selection c')).toEqual(['cautious']);
    expect(offered('tsdbt run -t ')).toEqual(['dev', 'prod']);
    expect(offered('tsdbt run --profile s')).toEqual(['shop']);
    expect(offered('tsdbt ls --resource-type model s')).toEqual(['seed', 'snapshot', 'source']);
    expect(offered('tsdbt init --template l')).toEqual(['leads']);
    expect(offered('tsdbt show --output ')).toEqual(['text', 'json', 'csv']);
    expect(offered('tsdbt ls --output se')).toEqual(['selector']);
    expect(offered('tsdbt run --threads ')).toEqual([]);
    expect(offered('tsdbt run --project-dir x')).toBe('folders');
    expect(offered('tsdbt run --junit x')).toBe('files');
  });

  it('offers words of commands', () => {
    expect(offered('tsdbt run-operation g')).toEqual(['grant_all']);
    expect(offered('tsdbt completion ')).toEqual(['bash', 'zsh', 'fish']);
    expect(offered('tsdbt plan ')).toEqual(['build', 'run', 'seed', 'test', 'load']);
    expect(offered('tsdbt plan s')).toEqual(['seed']);
    expect(offered('tsdbt init sh')).toBe('folders');
    expect(offered('tsdbt run nothing')).toEqual([]);
  });
});

describe('completion of --select', () => {
  it.each([
    ['tsdbt run -s stg_', ['stg_customers', 'stg_orders']],
    ['tsdbt run --select=stg_o', ['--select=stg_orders']],
    ['tsdbt run -s int_orders stg_o', ['stg_orders']],
    ['tsdbt run --models stg_o', ['stg_orders']],
    ['tsdbt run --exclude sta', ['stages']],
    ['tsdbt run -s +stg_o', ['+stg_orders']],
    ['tsdbt run -s 2+stg_o', ['2+stg_orders']],
    ['tsdbt run -s @stg_o', ['@stg_orders']],
    ['tsdbt run -s tag:n', ['tag:nice', 'tag:nightly']],
    ['tsdbt run -s +tag:ni', ['+tag:nice', '+tag:nightly']],
    ['tsdbt run -s tag:nightly,stg_o', ['tag:nightly,stg_orders']],
    ['tsdbt run -s int_orders,+source:raw.', ['int_orders,+source:raw.orders']],
    ['tsdbt run -s ta', ['tag:']],
    ['tsdbt run -s gro', []],
    ['tsdbt run -s selector:', ['selector:weekly']],
    ['tsdbt run -s mo', ['models/']],
    ['tsdbt run -s models/', ['models/marts/', 'models/staging/']],
    ['tsdbt run -s models/st', ['models/staging/']],
    ['tsdbt run -s path:models/staging/', ['path:models/staging/stg_orders.sql']],
    ['tsdbt run -s constructor:', []],
    ['tsdbt run -s not_null', []],
    ['tsdbt test -s not_null', ['not_null_stg_orders_id']],
    ['tsdbt run -s "stg_c', ['stg_customers']],
  ])('%s', (line, expected) => {
    expect([...offered(line)].sort()).toEqual([...expected].sort());
  });

  it('offers commands and flags where the project has not been parsed', () => {
    const without = { index: () => noIndex, templates: () => [] };
    expect(complete(['run', '-s', 'stg_'], without)).toEqual({ kind: 'words', candidates: [] });
    expect(complete(['bui'], without)).toMatchObject({ candidates: [{ value: 'build' }] });
  });
});

describe('answers to the scripts of shells', () => {
  const breaks = ' \t\n"\'@><=;|&(:';

  it('leave out for bash what stands before the last character at which it takes a word apart', () => {
    expect(answer(['bash', breaks, 'tsdbt run -s tag:ni'], facts)).toBe('words\nnightly\nnice\n');
    expect(answer(['bash', breaks, 'tsdbt run --log-format=js'], facts)).toBe('words\njson\n');
    expect(answer(['bash', ' ', 'tsdbt run -s tag:nig'], facts)).toBe('words\ntag:nightly\n');
    expect(answer(['bash', breaks, 'CI=1 tsdbt run -s +stg_o'], facts)).toBe('words\n+stg_orders\n');
  });

  it('say when no blank may follow, and when the shell shall offer files', () => {
    expect(answer(['zsh', 'run', '-s', 'ta'], facts)).toBe('open\ntag:\n');
    expect(answer(['fish', 'run', '--junit', ''], facts)).toBe('files\n');
  });

  it('have descriptions where the shell shows them', () => {
    expect(answer(['fish', 'pars'], facts)).toBe(`words\nparse\t${commandTable.parse.summary}\n`);
    expect(answer(['bash', breaks, 'tsdbt pars'], facts)).toBe('words\nparse\n');
  });

  it('are empty for an unknown shell, and without names that hold line breaks', () => {
    expect(answer(['tcsh', 'run'], facts)).toBe('');
    const hostile = { ...facts, index: () => ({ ...index, names: { model: ['a\nb', 'ac'] } }) };
    expect(answer(['zsh', 'run', '-s', 'a'], hostile)).toBe('words\nac\n');
  });
});

describe('splitLine', () => {
  it.each([
    ['tsdbt run', ['tsdbt', 'run']],
    ['tsdbt run ', ['tsdbt', 'run', '']],
    ['a \'b c\' "d e" f\\ g', ['a', 'b c', 'd e', 'f g']],
    ['a "b c', ['a', 'b c']],
    ["a ''", ['a', '']],
    ['', ['']],
  ])('%j', (line, words) => {
    expect(splitLine(line)).toEqual(words);
  });
});
