/** Which packages a bundle has taken in, and their licences, which have to travel with their code. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Metafile } from 'esbuild';

export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly author: string | null;
  /** The text of its licence, where it carries one. */
  readonly text: string | null;
}

interface PackageJson {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly author?: string | { readonly name: string };
}

/** Each package of which anything stands in an output, by name. */
export function bundledPackages(metafiles: readonly Metafile[], root: string): BundledPackage[] {
  const outputs = metafiles.flatMap((metafile) => Object.values(metafile.outputs));
  const inputs = outputs.flatMap((output) => Object.entries(output.inputs));
  const taken = inputs.filter(([path, { bytesInOutput }]) => path.includes('node_modules/') && bytesInOutput > 0);
  const folders = new Set(taken.map(([path]) => packageOf(resolve(root, path))));
  return [...folders].map(readPackage).sort((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1));
}

/** The folder below node_modules that a file belongs to; some packages have more package.json files within. */
function packageOf(path: string): string {
  const mark = '/node_modules/';
  const start = path.replaceAll('\\', '/').lastIndexOf(mark) + mark.length;
  const words = path.slice(start).split(/[/\\]/);
  return join(path.slice(0, start), ...words.slice(0, words[0].startsWith('@') ? 2 : 1));
}

function readPackage(folder: string): BundledPackage {
  const { name, version, license, author } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as PackageJson;
  if (name === undefined || version === undefined || license === undefined) {
    throw new Error(`${folder} names no licence: it cannot be bundled.`);
  }
  const authorName = (typeof author === 'object' ? author.name : author) ?? null;
  return { name, version, license, author: authorName, text: licenceText(folder) };
}

/** The licence's own file, or what the README says under that heading. */
function licenceText(folder: string): string | null {
  const textOf = (wanted: RegExp): string | null => {
    const file = readdirSync(folder).find((each) => wanted.test(each));
    return file === undefined ? null : readFileSync(join(folder, file), 'utf8').trim();
  };
  const readme = textOf(/^readme(\.(md|txt))?$/i) ?? '';
  return textOf(/^licen[cs]e(\.(md|txt))?$/i) ?? /^#+ *licen[cs]e *\n([^#]*)/im.exec(readme)?.[1].trim() ?? null;
}

/** One file for all of them. */
export function noticesOf(packages: readonly BundledPackage[]): string {
  const opening = 'The command line of tsdbt carries code of these packages, each under its own licence.';
  const parts = packages.map(({ name, version, license, author, text }) =>
    [
      `${name} ${version}`,
      `Licence: ${license}`,
      ...(author === null ? [] : [`Author: ${author}`]),
      '',
      text ?? '',
    ].join('\n'),
  );
  return `${[opening, ...parts].join(`\n\n${'-'.repeat(80)}\n\n`).trimEnd()}\n`;
}
