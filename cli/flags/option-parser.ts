/** The option parser of yargs: the only part of it that is used, and the only one that the build takes in. */
import { Parser } from 'yargs/helpers';

/** Takes words apart by the names and types of options; see yargs-parser. */
export const optionParser: typeof Parser = Parser;
