/**
 * `npm run demo`: starts the leads template in .demo/leads (kept between calls) and builds it with the built tsdbt, on
 * SQLite or, with `--postgres`, on a server that it starts for the purpose.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { startPostgres } from './postgres.js';

const root = resolve(import.meta.dirname, '../..');
const bin = join(root, 'dist/cli/main.cjs');
const project = join(root, '.demo/leads');

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function tsdbt(args: readonly string[], env: Readonly<Record<string, string>> = {}): number {
  say(`\n$ tsdbt ${args.join(' ')}`);
  return spawnSync(process.execPath, [bin, ...args], { stdio: 'inherit', env: { ...process.env, ...env } }).status ?? 1;
}

async function demo(isPostgres: boolean): Promise<number> {
  if (!existsSync(project)) {
    const made = tsdbt(['init', project, '--template', 'leads']);
    if (made !== 0) return made;
  }
  const where = ['--project-dir', relative(process.cwd(), project)];
  if (!isPostgres) {
    const status = tsdbt(['build', ...where]);
    tsdbt(['show', '--select', 'rpt_lead_quality', ...where]);
    return status;
  }
  const server = await startPostgres();
  try {
    const { host, port, user, password } = server.settings;
    const env = { PGHOST: host, PGPORT: String(port), PGUSER: user, PGPASSWORD: password };
    const status = tsdbt(['build', '--target', 'postgres', ...where], env);
    say('\nThe result lay in the schema "leads" of a server that ends with this demo:');
    tsdbt(['show', '--select', 'rpt_lead_quality', '--target', 'postgres', ...where], env);
    return status;
  } finally {
    await server.stop();
  }
}

process.exitCode = await demo(process.argv.includes('--postgres'));
