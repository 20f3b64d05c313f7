/** A process that has used the library ends by itself: nothing is left open, on either database. */
import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { connections, entries, shop } from '../../support/library/built.js';

const script = (folder: string, connection: unknown) => `
  import { build, loadProject, openDatabase, query, show, testConnection } from ${JSON.stringify(entries.tsdbt)};
  import { adapters } from ${JSON.stringify(entries.adapters)};
  const project = await loadProject(${JSON.stringify(folder)}, { adapters, connection: ${JSON.stringify(connection)} });
  await testConnection(project);
  const { status } = await build(project);
  for await (const event of build(project)) if (event.kind === 'node-started') break;
  const cancelled = build(project);
  for await (const event of cancelled) if (event.kind === 'node-started') cancelled.cancel();
  await cancelled;
  await query(project, 'select nonsense').catch(() => {});
  const database = await openDatabase(project);
  const { rows } = await query(project, "select count(*) as n from {{ ref('totals') }}", { database });
  await database.close();
  // Node takes a turn to forget a process that has ended.
  await new Promise((resolve) => setTimeout(resolve, 20));
  process.on('exit', () => console.log(JSON.stringify({ status, rows, lingered: Date.now() - done })));
  const left = process.getActiveResourcesInfo().filter((name) => !/^(Pipe|TTY|FS|File)/.test(name));
  console.log(JSON.stringify(left));
  const done = Date.now();
`;

/** What the script printed, and how it ended; killed when it does not. */
function runScript(
  text: string,
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', text], { stdio: ['ignore', 'pipe', 'pipe'] });
  const limit = setTimeout(() => child.kill('SIGKILL'), 20_000);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  return new Promise((resolve) => {
    child.on('close', (code) => {
      clearTimeout(limit);
      resolve({ code, out, err });
    });
  });
}

describe.each(Object.entries(connections))('on %s', (_type, connect) => {
  it('ends within a second after the last await, with nothing open', async () => {
    const folder = shop();
    const { code, out, err } = await runScript(script(folder, await connect(folder)));
    expect([code, err]).toEqual([0, '']);
    const [left, answer] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(left).toEqual([]);
    expect(answer).toMatchObject({ status: 'success', rows: [{ n: 2 }] });
    expect(answer.lingered).toBeLessThan(1000);
  });
});
