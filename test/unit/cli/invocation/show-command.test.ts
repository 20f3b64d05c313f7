import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parseWords } from '../../../../cli/flags/parse-words.js';
import { readMapping } from '../../../../cli/flags/read-mapping.js';
import { resolveFlags } from '../../../../cli/flags/resolve-flags.js';
import { showCommand } from '../../../../cli/invocation/show-command.js';
import type { GraphNode } from '../../../../core/index.js';
import { matchesFqn } from '../../../../core/select/methods/match-name.js';

function line(words: readonly string[], options: { name?: string; env?: Record<string, string>; limit?: number } = {}) {
  const { name = 'not_null_a_id', env = {}, limit = null } = options;
  const { value } = resolveFlags({ raw: parseWords(words).raw, env, project: {}, readMapping });
  return showCommand(value, env)({ name } as GraphNode, limit);
}

/** The words that a shell makes of a line. */
function shellWords(text: string): string[] {
  const script = `printf '%s\\0' ${text}`;
  return execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

describe('the line that shows failing rows', () => {
  it('names the test, and the rows that are wanted', () => {
    expect(line(['test'])).toBe('tsdbt show --select not_null_a_id');
    expect(line(['build'], { limit: -1 })).toBe('tsdbt show --select not_null_a_id --limit -1');
  });

  it('repeats what says which project, target and values are meant, from flags and variables, and nothing else', () => {
    const words = [
      'build',
      '--full-refresh',
      '--threads',
      '4',
      '--target',
      'prod',
      '--vars',
      '{day: 2024-01-01, n: 1.0}',
    ];
    const text = line(words, { env: { DBT_PROFILES_DIR: '/etc/my profiles' } }) ?? '';
    const pasted = shellWords(text);
    expect(pasted.slice(0, 4)).toEqual(['tsdbt', 'show', '--select', 'not_null_a_id']);
    expect(pasted.slice(4)).toEqual([
      ...['--profiles-dir', '/etc/my profiles', '--target', 'prod'],
      ...['--vars', '{"day": "2024-01-01", "n": 1.0}'],
    ]);
  });

  it('survives the shell with quotes and dollars in it', () => {
    const pasted = shellWords(line(['test', '--vars', '{who: "it\'s $HOME"}']) ?? '');
    expect(pasted.at(-1)).toBe('{"who": "it\'s $HOME"}');
  });

  it('runs through npx where npm has started the program', () => {
    expect(line(['test'], { env: { npm_command: 'exec' } })).toBe('npx tsdbt show --select not_null_a_id');
  });

  it.each(['my test, it has "spaces"', 'a+b', '@home', 'tag:x', 'rows.sql', 'größer als', 'a/b'])(
    'selects the test %s although the grammar of selection knows its characters',
    (name) => {
      const [, , , selector] = shellWords(line(['test'], { name }) ?? '');
      expect(selector).not.toMatch(/[\s,:+@/]/);
      expect(matchesFqn(selector)(['shop', 'staging', name])).toBe(true);
      expect(matchesFqn(selector)(['shop', 'staging', 'other'])).toBe(false);
    },
  );

  it('is left out for a name that no selector can tell from others', () => {
    expect(line(['test'], { name: '???' })).toBeNull();
  });
});
