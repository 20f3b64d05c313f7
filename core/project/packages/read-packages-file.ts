/** packages.yml or dependencies.yml to the packages that a project declares. Only local folders are read by tsdbt itself. */
import type { Diagnostic, Location, Outcome } from '../../diagnostics/diagnostic.js';
import type { YamlStringRenderer } from '../property-file.js';
import { renderStrings } from '../render-strings.js';
import { type PackageEntryShape, packagesSchema } from '../schema/packages.js';
import { validate } from '../schema/validate.js';
import type { YamlDocument } from '../yaml/yaml-document.js';

/** A declared package. */
export type DeclaredPackage =
  | { readonly kind: 'local'; readonly folder: string; readonly location: Location }
  | {
      readonly kind: 'remote';
      readonly source: string;
      readonly folderNames: readonly string[];
      readonly location: Location;
    };

/** The packages of one file; an empty file declares none. */
export function readPackagesFile(
  document: YamlDocument,
  render: YamlStringRenderer,
): Outcome<readonly DeclaredPackage[]> {
  if (document.value === null) return { value: [], diagnostics: [] };
  const { locate, locateKey } = document;
  const rendered = renderStrings(document.value, render, () => false);
  const checked = validate(packagesSchema, rendered, { locate, locateKey, path: [], code: 'TSDBT_PACKAGES_INVALID' });
  const diagnostics: Diagnostic[] = [...checked.diagnostics];
  const packages = (checked.value?.packages ?? []).flatMap((entry, index) => {
    const found = readEntry(entry, locate(['packages', index]));
    if ('kind' in found) return [found];
    diagnostics.push(found.problem);
    return [];
  });
  if ((checked.value?.projects ?? []).length > 0) diagnostics.push(noProjects(locateKey(['projects'])));
  return { value: packages, diagnostics };
}

const SOURCES = ['local', 'package', 'git', 'tarball', 'private'] as const;

function readEntry(entry: PackageEntryShape, location: Location): DeclaredPackage | { problem: Diagnostic } {
  const given = SOURCES.filter((key) => typeof entry[key] === 'string');
  const [source] = given;
  if (source === undefined || given.length > 1) {
    const message = `A package needs one of the keys ${SOURCES.join(', ')}; found ${given.join(' and ') || 'none'}.`;
    return { problem: { code: 'TSDBT_PACKAGES_INVALID', severity: 'error', message, location } };
  }
  const address = entry[source] ?? '';
  if (source === 'local') return { kind: 'local', folder: address.replaceAll('\\', '/'), location };
  const last = (text: string) =>
    text
      .split(/[/:]/)
      .filter((part) => part !== '')
      .at(-1)
      ?.replace(/\.git$/, '') ?? '';
  const names = [entry.name, last(entry.subdirectory ?? ''), last(address)].filter(
    (name) => name !== undefined && name !== '',
  );
  return { kind: 'remote', source: address, folderNames: names as string[], location };
}

function noProjects(location: Location): Diagnostic {
  const message = 'Other projects (`projects:`) are not supported yet: references to them are not found.';
  return { code: 'TSDBT_FEATURE_UNBUILT', severity: 'warning', message, location };
}
