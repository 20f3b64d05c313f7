import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandTable } from '../../cli/command-table.js';
import { tempFolder, tempProject, tsdbt, writeFiles } from '../support/cli.js';

const inFolder = (...args: string[]) => tsdbt(args, { cwd: tempFolder() });

describe('help and version', () => {
  it.each([[[]], [['--help']], [['-h']], [['help']]])('%o prints the commands to stdout', async (args) => {
    const { code, stdout, stderr } = await inFolder(...args);
    expect([code, stderr]).toEqual([0, '']);
    for (const name of Object.keys(commandTable)) expect(stdout).toContain(`  ${name} `);
  });

  it('prints the flags of one command', async () => {
    const { code, stdout } = await inFolder('show', '--help');
    expect(code).toBe(0);
    expect(stdout).toContain('Usage: tsdbt show [flags]');
    expect(stdout).toContain('--limit <n>');
    expect(stdout).toContain('-t, --target <text>');
    expect(stdout).not.toContain('--store-failures');
  });

  it.each(['--version', '-V', '-v'])('%s names tsdbt, its adapters and their drivers', async (flag) => {
    const { code, stdout, stderr } = await inFolder(flag);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^Core:\n {2}- installed: \d+\.\d+\.\d+\n\nPlugins:\n {2}- postgres: .* via pg \d.*\n {2}- sqlite: {3}.* via better-sqlite3 \d/,
    );
  });
});

describe('a command line that is wrong', () => {
  it.each([
    [['biuld'], "There is no command 'biuld'.", "Did you mean 'build'?"],
    [['help', 'biuld'], "There is no command 'biuld'.", "Did you mean 'build'?"],
    [['snapshot'], "The command 'snapshot' of dbt is not built yet", 'tsdbt --help'],
    [['run', '--full-refesh'], 'tsdbt run has no flag --full-refesh.', "Did you mean '--full-refresh'?"],
    [['run', '--threads', 'many'], '--threads: expected a whole number', ''],
    [['run', '--defer-state', 'old'], '--defer-state is not built yet in tsdbt.', 'Leave the flag out.'],
    [['run', '--vars', '{a: ['], 'YAML', ''],
    [['run-operation'], 'needs the name of a macro', ''],
    [['--debug'], 'names no command', ''],
  ])('%o stops with 2, on stderr', async (args, message, hint) => {
    const { code, stdout, stderr } = await inFolder(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
    expect(stderr).not.toMatch(/^\s+at .*\.js/m);
  });

  it('says a defect of its own in one message, with its stack only for --debug', async () => {
    const cwd = tempProject({ 'dbt_project.yml': 'name: shop\n' });
    const hook = `const timer = setInterval(() => {
      if (process.listenerCount('uncaughtException') === 0) return;
      clearInterval(timer);
      throw new Error('a defect');
    }, 1);`;
    writeFiles(join(cwd, '..'), { 'defect.cjs': hook });
    const env = { NODE_OPTIONS: `--require ${join(cwd, '../defect.cjs')}` };
    const plain = await tsdbt(['ls'], { cwd, env });
    expect(plain.code).toBe(2);
    expect(plain.stderr).toContain('tsdbt failed by a mistake of its own: a defect\n');
    expect(plain.stderr).not.toContain('    at ');
    expect((await tsdbt(['ls', '--debug'], { cwd, env })).stderr).toContain('    at ');
  });
});
