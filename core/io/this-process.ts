/** Where and as whom this program runs, for others that want the same relations; and which version of tsdbt it is. */
import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { pid } from 'node:process';

/** How a run is known to others. */
export function thisProcess(): { readonly host: string; readonly pid: number } {
  return { host: hostname(), pid };
}

/** tsdbt's own version, from the package.json above this file. */
export function packageVersion(): string {
  let folder = new URL('./', import.meta.url);
  while (!existsSync(new URL('package.json', folder))) folder = new URL('../', folder);
  return (JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')) as { readonly version: string }).version;
}
