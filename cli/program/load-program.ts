/**
 * Loads the command line's own file, with the code that an earlier process has kept of it where there is such code: then nothing
 * of it is parsed or compiled again.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import type { runCli } from '../run-cli.js';
import { type CodeStore, openCodeStore } from './code-store.js';
import { patienceFlag } from './patience-flag.js';

/** What the file exports. */
interface Program {
  readonly runCli: typeof runCli;
  readonly readerGone: unknown;
}

export interface LoadedProgram {
  readonly program: Program;
  /** To be called when the answer is out: keeps the code for the next process, unless it came from there. */
  readonly keepCode: () => void;
}

export interface LoadRequest {
  /** The file of the program. */
  readonly file: string;
  /** A command executes code of its own: what is kept for one is of little use to another. */
  readonly command: string;
  readonly env: NodeJS.ProcessEnv;
}

/** The program, ready to be called. */
export function loadProgram({ file, command, env }: LoadRequest): LoadedProgram {
  // Before any code is compiled or read: what is kept holds for these flags alone.
  const flag = patienceFlag(process.versions.v8);
  if (flag !== null) setFlagsFromString(flag);
  const require = createRequire(file);
  const store = openCodeStore(env);
  if (store === null) return { program: require(file), keepCode: () => {} };
  return loadKept(file, require, { store, command });
}

function loadKept(
  file: string,
  require: NodeJS.Require,
  { store, command }: { readonly store: CodeStore; readonly command: string },
): LoadedProgram {
  const bytes = readFileSync(file);
  const place = store.placeOf([bytes, command]);
  const kept = place.read();
  // The build makes sure that a character is a byte.
  const source = `(function (exports, require, module, __filename, __dirname) { ${bytes.toString('latin1')}\n})`;
  const script = new Script(source, { filename: file, ...(kept === null ? {} : { cachedData: kept }) });
  const module: { exports: unknown } = { exports: {} };
  script.runInThisContext()(module.exports, require, module, file, dirname(file));
  const isFresh = kept === null || script.cachedDataRejected === true;
  const keepCode = () => (isFresh ? place.write(script.createCachedData()) : undefined);
  return { program: module.exports as Program, keepCode };
}
