/**
 * Makes `dist`: the command line as two files of CommonJS, the process of a SQLite file as one, and the library as modules. The
 * first three carry the libraries that they need, whose licences are written beside them (docs/decisions/0016).
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import process from 'node:process';
import { type BuildOptions, build, type Metafile, type OutputFile, type Plugin } from 'esbuild';
import { bundledPackages, noticesOf } from './notices.js';

const root = resolve(import.meta.dirname, '../../..');
const outdir = join(root, 'dist');

/** Stands in the code for the digest of the build, which is known when all of it is made. As long as the digest. */
const PLACEHOLDER = 'digest-of-this-build'.padEnd(64, '-');

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  sourcemap: true,
  write: false,
  metafile: true,
  logLevel: 'warning',
} satisfies BuildOptions;

/** Of yargs only its parser is used. What draws its help stands behind this file, which says nowhere that it may be left out. */
const parserAlone: Plugin = {
  name: 'parser alone',
  setup: ({ onResolve }) => {
    onResolve({ filter: /platform-shims\/esm\.mjs$/ }, ({ resolveDir, path }) => ({
      path: resolve(resolveDir, path),
      sideEffects: false,
    }));
  },
};

/** What stays a package of its own: natively compiled code, and the drivers of databases that knex knows and tsdbt does not. */
const external = [
  './run-cli.cjs',
  ...['better-sqlite3', 'better-sqlite3-node20', 'sqlite3', 'pg-native', 'pg-query-stream'],
  ...['mariadb', 'mysql', 'mysql2', 'oracledb', 'tedious'],
];

/** One file of CommonJS. */
const oneFile = {
  ...common,
  format: 'cjs',
  mainFields: ['module', 'main'],
  plugins: [parserAlone],
  // Comments of libraries are no ASCII, and licences have a file of their own.
  minifyWhitespace: true,
  lineLimit: 160,
  legalComments: 'none',
  external,
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
  define: { 'import.meta.url': 'importMetaUrl', BUILD_DIGEST: JSON.stringify(PLACEHOLDER) },
} satisfies BuildOptions;

const parts: readonly BuildOptions[] = [
  { ...oneFile, entryPoints: ['cli/main.ts'], outfile: 'dist/cli/main.cjs' },
  { ...oneFile, entryPoints: ['cli/run-cli.ts'], outfile: 'dist/cli/run-cli.cjs' },
  {
    ...oneFile,
    entryPoints: ['adapters/sqlite/driver/child/entry.ts'],
    outfile: 'dist/adapters/sqlite/driver/child/entry.cjs',
  },
  {
    ...common,
    format: 'esm',
    splitting: true,
    packages: 'external',
    define: { BUILD_DIGEST: JSON.stringify(PLACEHOLDER) },
    // The first is what tests of many runs in one process work with.
    entryPoints: ['core/index.ts', 'core/api/library/tsdbt.ts', 'core/api/vitest/data-tests.ts', 'adapters/index.ts'],
    outbase: '.',
    outdir: 'dist',
    chunkNames: 'chunks/[name]-[hash]',
  },
];

const made = await Promise.all(parts.map(build));
const files = made.flatMap(({ outputFiles }) => outputFiles ?? []);
const digest = digestOf(files);
for (const { path, contents } of files) write(path, withDigest(path, contents));
const metafiles = made.map(({ metafile }) => metafile as Metafile);
write(join(outdir, 'THIRD-PARTY-NOTICES.txt'), noticesOf(bundledPackages(metafiles, root)));

function digestOf(all: readonly OutputFile[]): string {
  const hash = createHash('sha256');
  for (const { path, contents } of [...all].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    hash.update(`${relative(outdir, path)}\n`).update(contents);
  }
  return hash.digest('hex');
}

/** Code is read as one byte a character, which is a fifth of the time; of anything else that would make something else. */
function withDigest(path: string, contents: Uint8Array): string {
  const text = Buffer.from(contents).toString('utf8');
  if (!path.endsWith('.cjs')) return text.replaceAll(PLACEHOLDER, digest);
  const odd = /[^\0-\x7f]/.exec(text);
  if (odd !== null) {
    const near = text.slice(Math.max(0, odd.index - 60), odd.index + 20);
    process.stderr.write(`${relative(root, path)} is not plain ASCII: write \\u escapes in ${JSON.stringify(near)}\n`);
    process.exit(1);
  }
  return text.replaceAll(PLACEHOLDER, digest);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
