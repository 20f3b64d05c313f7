/** Reads the nearest `.env` file from a folder upwards. Variables that the environment has already win over it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment with the variables of `.env` added. A file that cannot be read is as good as none. */
export async function readDotEnv(cwd: string, env: Environment): Promise<Environment> {
  for (let folder = path.resolve(cwd); ; folder = path.dirname(folder)) {
    const text = textOf(path.join(folder, '.env'));
    if (text !== null) return { ...parseDotenv(text), ...definedOnly(env) };
    if (path.dirname(folder) === folder) return env;
  }
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function definedOnly(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
}

const LINE =
  /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*(?:'((?:\\'|[^'])*)'|"((?:\\"|[^"])*)"|([^\r\n]*))?[ \t]*(?:#.*)?\r?$/gm;

/**
 * `NAME=value` lines: `export` before, quotes around (a value in quotes may span lines, `\n` in double quotes is a line
 * break), `#` comments. `${NAME}` stands for an earlier variable of the file.
 */
export function parseDotenv(text: string): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const match of text.replace(/^\uFEFF/, '').matchAll(LINE)) {
    const [, name, single, double, bare] = match;
    if (single !== undefined) variables[name] = single.replaceAll("\\'", "'");
    else if (double !== undefined) variables[name] = expand(unescapeDouble(double), variables);
    else variables[name] = expand((bare ?? '').replace(/(^|\s)#.*$/, '').trim(), variables);
  }
  return variables;
}

function unescapeDouble(text: string): string {
  const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };
  return text.replaceAll(/\\([nrt"\\])/g, (_, letter: string) => escapes[letter]);
}

function expand(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => variables[name] ?? '');
}
