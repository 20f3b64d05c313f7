import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLogFile } from '../../cli/reporter/log-file.js';
import { tempFolder, tempProject, tsdbt } from '../support/cli.js';

const files = {
  'models/a.sql': "{{ log('told', info=true) }}{{ print('printed') }} select 1 as id",
  'macros/m.sql': "{% macro hello(who) %}{{ print('hello ' ~ who) }}{% endmacro %}",
};

describe('what is printed where', () => {
  it('is one JSON object a line with --log-format json, in the shape of dbt', async () => {
    const { code, stdout } = await tsdbt(['build', '--log-format', 'json'], { cwd: tempProject(files) });
    expect(code).toBe(0);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    for (const { info } of lines) {
      expect(info).toMatchObject({
        level: expect.any(String),
        msg: expect.any(String),
        ts: expect.stringMatching(/Z$/),
      });
    }
    expect(new Set(lines.map(({ info }) => info.invocation_id)).size).toBe(1);
    const finished = lines.find(({ info }) => info.name === 'LogModelResult');
    expect(finished.data).toMatchObject({
      status: 'success',
      index: 1,
      total: 1,
      node_info: { unique_id: 'model.shop.a' },
    });
    expect(lines.at(-1).data).toEqual({ stats: { error: 0, noop: 0, pass: 1, skip: 0, total: 1, warn: 0 } });
  });

  it('tells what a text of dbt_project.yml logs and warns of', async () => {
    const alias = "{% do exceptions.warn('take care') %}{{ log('heard', info=true) }}x";
    const cwd = tempProject({
      'models/a.sql': 'select {{ var("rate") }} as a',
      'dbt_project.yml': `name: shop\nvars: {rate: 1.0}\nmodels: {shop: {+alias: "${alias}"}}\n`,
    });
    const { code, stdout, stderr } = await tsdbt(['compile', '--select', 'a'], { cwd });
    expect(code, stderr).toBe(0);
    for (const word of ['take care', 'heard', 'select 1.0 as a']) expect((stdout + stderr).split(word)).toHaveLength(2);
  });

  it('is data alone on stdout, the log on stderr', async () => {
    const { stdout, stderr } = await tsdbt(['ls', '--log-format', 'json', '--debug'], { cwd: tempProject(files) });
    expect(stdout).toBe('shop.a\n');
    for (const line of stderr
      .trim()
      .split('\n')
      .filter((text) => text.startsWith('{')))
      JSON.parse(line);
  });

  it('has colours only when asked for', async () => {
    const cwd = tempProject(files);
    const run = async (args: string[], env: Record<string, string> = {}) =>
      (await tsdbt(['build', ...args], { cwd, env })).stdout.includes('\u001b[');
    expect(await run([])).toBe(false);
    expect(await run([], { FORCE_COLOR: '1' })).toBe(true);
    expect(await run(['--use-colors'])).toBe(true);
    expect(await run(['--no-use-colors'], { FORCE_COLOR: '1' })).toBe(false);
  });

  it('follows flags in dbt_project.yml below the environment', async () => {
    const config = 'name: shop\nversion: "1.0"\nflags: {log_format: json}\n';
    const cwd = tempProject({ ...files, 'dbt_project.yml': config });
    expect((await tsdbt(['parse'], { cwd })).stdout.startsWith('{')).toBe(true);
    expect((await tsdbt(['parse'], { cwd, env: { DBT_LOG_FORMAT: 'text' } })).stdout.startsWith('{')).toBe(false);
  });

  it('prints what macros print even when quiet, unless --no-print', async () => {
    const cwd = tempProject({ 'macros/m.sql': files['macros/m.sql'] });
    const operation = ['run-operation', 'hello', '--args', '{who: world}'];
    const quiet = await tsdbt([...operation, '--quiet'], { cwd });
    expect([quiet.code, quiet.stdout]).toEqual([0, 'hello world\n']);
    expect((await tsdbt([...operation, '--quiet', '--no-print'], { cwd })).stdout).toBe('');
  });

  it('suggests a macro when run-operation names none', async () => {
    const { code, stdout } = await tsdbt(['run-operation', 'helo'], { cwd: tempProject(files) });
    expect(code).toBe(2);
    expect(stdout).toContain("Did you mean 'hello'");
  });

  it('keeps statements for the log file, and prints them with --debug', async () => {
    const cwd = tempProject(files);
    const plain = await tsdbt(['build'], { cwd });
    expect(plain.stdout).not.toMatch(/create view/i);
    expect(readFileSync(join(cwd, 'logs/tsdbt.log'), 'utf8')).toMatch(/create view/i);
    expect((await tsdbt(['build', '--debug'], { cwd })).stdout).toMatch(/create view/i);
  });

  it('rotates the log file', async () => {
    const cwd = tempProject(files);
    await tsdbt(['parse'], { cwd });
    await tsdbt(['parse', '--log-file-max-bytes', '10'], { cwd });
    expect(readFileSync(join(cwd, 'logs/tsdbt.log.1'), 'utf8')).toContain('Found 1 model');
  });

  it('keeps to its size while an invocation goes on', () => {
    const folder = tempFolder();
    const log = createLogFile({ scrub: (text) => text, onLost: () => {} });
    log.open(folder, 100_000);
    const line = 'x'.repeat(1000);
    for (let count = 0; count < 250; count++) log.write(`${count} ${line}`);
    log.close();
    const names = readdirSync(folder).sort();
    expect(names).toEqual(['tsdbt.log', 'tsdbt.log.1']);
    const lines = [...names]
      .reverse()
      .flatMap((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'));
    expect(lines.map((text) => Number(text.split(' ')[0]))).toEqual(Array.from({ length: 250 }, (_, index) => index));
    for (const name of names) expect(statSync(join(folder, name)).size).toBeLessThan(170_000);
  });

  it('shows no secret in any output or file', async () => {
    const secret = 'tell-n0body';
    const cwd = tempProject({ ...files, 'models/b.sql': `select '${secret}' as leaked, nonsense` });
    const { stdout, stderr } = await tsdbt(['build', '--debug'], { cwd, env: { DBT_ENV_SECRET_TOKEN: secret } });
    expect(stdout + stderr).toContain('*****');
    const written = [
      'logs/tsdbt.log',
      'target/manifest.json',
      'target/run_results.json',
      'target/tsdbt_run.json',
      'target/compiled/shop/models/b.sql',
    ];
    for (const text of [stdout, stderr, ...written.map((path) => readFileSync(join(cwd, path), 'utf8'))]) {
      expect(text).not.toContain(secret);
    }
  });

  it('writes no artifacts with --no-write-json', async () => {
    const cwd = tempProject(files);
    expect((await tsdbt(['build', '--no-write-json'], { cwd })).code).toBe(0);
    expect(() => readFileSync(join(cwd, 'target/manifest.json'))).toThrow();
  });
});
