import { describe, expect, it } from 'vitest';
import { parseWords } from '../../../cli/flags/parse-words.js';

const parse = (line: string) => parseWords(line.split(' '));

describe('parseWords', () => {
  it('takes global flags before and after the command', () => {
    const { command, raw, diagnostics } = parse('--target prod run --debug');
    expect(diagnostics).toEqual([]);
    expect(command).toBe('run');
    expect([...raw]).toEqual([
      ['target', 'prod'],
      ['debug', true],
    ]);
  });

  it('reads several words after --select until the next flag', () => {
    const { raw, positionals } = parse('run --select a +b c,d --exclude e -x');
    expect(raw.get('select')).toEqual(['a', '+b', 'c,d']);
    expect(raw.get('exclude')).toEqual(['e']);
    expect(raw.get('failFast')).toBe(true);
    expect(positionals).toEqual([]);
  });

  it.each(['-s', '-m', '--model', '--models', '--select'])('knows %s as a selection', (flag) => {
    expect(parse(`run ${flag} a`).raw.get('select')).toEqual(['a']);
  });

  it('joins a selection that is given twice', () => {
    expect(parse('run -s a --models b').raw.get('select')).toEqual(['a', 'b']);
  });

  it('has --explain beside --reuse alone, which retry may have from the last run', () => {
    expect(parse('build --explain').diagnostics.map(({ message }) => message)).toEqual([
      '--explain says why nodes are reused or built, and needs --reuse beside it.',
    ]);
    expect(parse('build --explain --reuse').diagnostics).toEqual([]);
    expect(parse('retry --explain').diagnostics).toEqual([]);
    expect(parse('build --no-explain').diagnostics).toEqual([]);
    // A command that has neither is told of no other flag that it lacks.
    expect(parse('ls --explain').diagnostics.map(({ code }) => code)).toEqual(['TSDBT_FLAG_UNKNOWN']);
  });

  it('lets the last of two targets count', () => {
    expect(parse('run --target a --target b').raw.get('target')).toBe('b');
  });

  it('reads a negative number, an equals sign and joined short flags', () => {
    expect(parse('show --inline=x --limit -1').raw.get('limit')).toBe('-1');
    expect(parse('run -dq').raw).toEqual(
      new Map([
        ['quiet', true],
        ['debug', true],
      ]),
    );
  });

  it('keeps inline SQL whole that begins with a comment', () => {
    const sql = '-- a comment\nselect 1';
    expect(parseWords(['show', '--inline', sql]).raw.get('inline')).toBe(sql);
  });

  it('keeps text that looks like a number as text', () => {
    expect(parse('run --target 007').raw.get('target')).toBe('007');
  });

  it('reads a switch that is turned off', () => {
    expect(parse('build --no-use-colors --no-load').raw).toEqual(
      new Map([
        ['load', false],
        ['useColors', false],
      ]),
    );
  });

  it('names the flag that was most likely meant', () => {
    const [diagnostic] = parse('run --full-refesh').diagnostics;
    expect(diagnostic).toMatchObject({
      code: 'TSDBT_FLAG_UNKNOWN',
      message: 'tsdbt run has no flag --full-refesh.',
      hint: "Did you mean '--full-refresh'?",
    });
  });

  it('names the commands that have the flag', () => {
    const [diagnostic] = parse('run --store-failures').diagnostics;
    expect(diagnostic.message).toBe('tsdbt run has no flag --store-failures.');
    expect(diagnostic.hint).toMatch(/^--store-failures belongs to build, .*test/);
  });

  it('reports every mistake at once', () => {
    expect(parse('run --nonsense --gibberish').diagnostics.map(({ code }) => code)).toEqual([
      'TSDBT_FLAG_UNKNOWN',
      'TSDBT_FLAG_UNKNOWN',
    ]);
  });

  it('names the command that was most likely meant', () => {
    expect(parse('biuld').diagnostics[0]).toMatchObject({
      code: 'TSDBT_COMMAND_UNKNOWN',
      message: "There is no command 'biuld'.",
      hint: "Did you mean 'build'?",
    });
  });

  it('says which commands of dbt are not built', () => {
    expect(parse('snapshot').diagnostics[0].code).toBe('TSDBT_COMMAND_UNSUPPORTED');
  });

  it('finds a flag without its value', () => {
    expect(parse('run --threads').diagnostics[0]).toMatchObject({
      code: 'TSDBT_FLAG_INVALID',
      message: '--threads needs a value, and nothing follows it.',
    });
  });

  it('refuses a word that a command does not take, and says how nodes are chosen', () => {
    expect(parse('run my_model').diagnostics[0]).toMatchObject({
      code: 'TSDBT_ARGUMENT_INVALID',
      hint: 'To choose nodes: tsdbt run --select my_model',
    });
    expect(parse('plan run my_model').diagnostics[0].hint).toBe('To choose nodes: tsdbt plan run --select my_model');
  });

  it('misses the macro of run-operation', () => {
    expect(parse('run-operation').diagnostics[0].message).toBe(
      'tsdbt run-operation needs the name of a macro after it.',
    );
    expect(parse('completion').diagnostics[0].message).toMatch(
      /needs the name of a shell after it: bash, zsh, fish\.$/,
    );
    expect(parse('run-operation grant_all').positionals).toEqual(['grant_all']);
  });

  it('tells which flags of dbt were given that tsdbt lacks', () => {
    expect(parse('run --defer --defer-state old --no-partial-parse').foreign).toEqual(['defer', 'defer-state']);
    expect(parse('run --no-defer').foreign).toEqual([]);
  });

  it('knows list as ls', () => {
    expect(parse('list').command).toBe('ls');
  });

  it.each([
    ['run --select-all', '--select-all', "Did you mean '--select'?"],
    ['run --defer-statee old', '--defer-statee', 'tsdbt run --help lists the flags.'],
    ['run -select a', '-select', "Did you mean '--select'?"],
    ['run -S a', '-S', "Did you mean '-s'?"],
    ['run --no-color', '--no-color', "Did you mean '--no-use-colors'?"],
    ['run -s a --exlude b', '--exlude', "Did you mean '--exclude'?"],
    ['show -s a -n 3', '-n', "Did you mean '--limit'?"],
    ['run --selct a', '--selct', "Did you mean '--select'?"],
  ])('finds in `%s` the one mistake', (line, flag, hint) => {
    const [command] = line.split(' ');
    expect(parse(line).diagnostics).toEqual([
      { code: 'TSDBT_FLAG_UNKNOWN', severity: 'error', message: `tsdbt ${command} has no flag ${flag}.`, hint },
    ]);
  });

  it('keeps a row of short flags, and values that look like one', () => {
    expect(parse('run -dxq').diagnostics).toEqual([]);
    expect(parse('run -s a -x').diagnostics).toEqual([]);
  });

  it.each([
    ['preview', 'show'],
    ['validate', 'parse'],
    ['new', 'init'],
    ['comiple', 'compile'],
  ])('knows what %s is here', (word, name) => {
    expect(parse(word).diagnostics[0].hint).toBe(`Did you mean '${name}'?`);
  });
});
