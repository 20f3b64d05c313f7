/**
 * The option parser of yargs without the rest of yargs, which draws help in a terminal and takes eight times as long to
 * load. It is found from where yargs is installed, as it is a dependency of yargs and not of tsdbt.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Parser as OptionParser } from 'yargs/helpers';

const fromYargs = createRequire(createRequire(import.meta.url).resolve('yargs/helpers'));

/** Takes words apart by the names and types of options; see yargs-parser. */
export const optionParser: typeof OptionParser = (await import(pathToFileURL(fromYargs.resolve('yargs-parser')).href))
  .default;
