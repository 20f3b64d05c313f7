/**
 * Reads the packages of a project: those in the install folder, and the local folders that packages.yml or
 * dependencies.yml declare (used in place, with the local packages that they declare themselves).
 */
import { readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { hasErrors } from '../../diagnostics/diagnostic.js';
import { readPackageConfig } from '../../project/dbt-project/read-package-config.js';
import { type DeclaredPackage, readPackagesFile } from '../../project/packages/read-packages-file.js';
import type { PackageConfig, Target } from '../../project/project-config.js';
import { withoutFollowUps } from '../../project/schema/without-follow-ups.js';
import { isFile, PROJECT_FILE } from './find-project-dir.js';
import type { LocateSession } from './locate-options.js';
import { readYamlFile, rendererOf } from './project-document.js';

export interface PackagesRequest {
  readonly root: PackageConfig;
  /** Absolute install folder. */
  readonly folder: string;
  readonly target: Target;
}

/**
 * The packages, ordered by name; two of one name are an error. One that is missing or cannot be used is reported, and its
 * name is unknown to the session. Null when a list of packages cannot be read.
 */
export async function readInstalledPackages(
  session: LocateSession,
  request: PackagesRequest,
): Promise<PackageConfig[] | null> {
  const reader: PackageReader = { session, request, found: new Map(), brokenLists: [] };
  for (const name of namesIn(request.folder).sort()) {
    const folder = path.join(request.folder, name);
    if (isFile(path.join(folder, PROJECT_FILE))) await readPackage(reader, folder);
  }
  await readDeclared(reader, request.root.root);
  if (reader.brokenLists.length > 0) return null;
  const packages = [...reader.found.values()].filter((config) => config !== null);
  reportDuplicates(session, [request.root, ...packages]);
  return packages.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

interface PackageReader {
  readonly session: LocateSession;
  readonly request: PackagesRequest;
  /** By real folder, so that a link and what it leads to are one package. */
  readonly found: Map<string, PackageConfig | null>;
  /** Files that declare packages and cannot be read. */
  readonly brokenLists: string[];
}

async function readPackage(reader: PackageReader, folder: string): Promise<void> {
  const { session, request, found } = reader;
  const real = realpathSync.native(folder);
  if (found.has(real)) return;
  found.set(real, null);
  const document = await readYamlFile(session, path.join(folder, PROJECT_FILE));
  const read =
    document === null
      ? null
      : readPackageConfig({
          document,
          root: folder,
          ...rendererOf(session, { document, target: request.target, projectName: null }),
        });
  session.diagnostics.push(...(read?.diagnostics ?? []));
  const config = read?.value?.config ?? null;
  if (config === null) session.unknownNames.add(path.basename(folder));
  found.set(real, config);
  await readDeclared(reader, folder);
}

/** Files that declare packages; a project has one of them. */
const PACKAGE_FILES = ['packages.yml', 'dependencies.yml'];

async function readDeclared(reader: PackageReader, owner: string): Promise<void> {
  for (const name of PACKAGE_FILES) {
    const file = path.join(owner, name);
    if (!isFile(file)) continue;
    const document = await readYamlFile(reader.session, file);
    if (document === null) {
      reader.brokenLists.push(file);
      continue;
    }
    const { target } = reader.request;
    const rendering = rendererOf(reader.session, { document, target, projectName: null, mayReadSecrets: true });
    const declared = readPackagesFile(document, rendering.render);
    const found = withoutFollowUps(declared.diagnostics, document, rendering.failed);
    reader.session.diagnostics.push(...found);
    if (rendering.failed.length > 0 || hasErrors(found)) reader.brokenLists.push(file);
    for (const item of declared.value) await followDeclared(reader, owner, item);
  }
}

async function followDeclared(reader: PackageReader, owner: string, declared: DeclaredPackage): Promise<void> {
  if (declared.kind === 'remote') return checkInstalled(reader, declared);
  const folder = path.resolve(owner, declared.folder);
  if (isFile(path.join(folder, PROJECT_FILE))) return readPackage(reader, folder);
  reader.session.unknownNames.add(path.basename(folder));
  reader.session.diagnostics.push({
    code: 'TSDBT_PACKAGE_MISSING',
    severity: 'error',
    message: `The local package \`${declared.folder}\` has no ${PROJECT_FILE} at ${folder}.`,
    location: declared.location,
  });
}

function checkInstalled(reader: PackageReader, declared: DeclaredPackage & { readonly kind: 'remote' }): void {
  const isInstalled = [...reader.found].some(
    ([folder, config]) =>
      declared.folderNames.includes(path.basename(folder)) ||
      (config !== null && declared.folderNames.includes(config.name)),
  );
  if (isInstalled) return;
  for (const name of declared.folderNames) reader.session.unknownNames.add(name);
  const installed = path.relative(reader.request.root.root, reader.request.folder).replaceAll(path.sep, '/');
  reader.session.diagnostics.push({
    code: 'TSDBT_PACKAGE_MISSING',
    severity: 'error',
    message: `The package \`${declared.source}\` is not installed, and tsdbt cannot download packages yet.`,
    location: declared.location,
    hint: `Copy the package to ${installed}/${declared.folderNames.at(-1)}, or declare a folder with \`local:\`.`,
  });
}

function reportDuplicates(session: LocateSession, packages: readonly PackageConfig[]): void {
  const seen = new Map<string, PackageConfig>();
  for (const config of packages) {
    const other = seen.get(config.name);
    if (other === undefined) seen.set(config.name, config);
    else {
      session.diagnostics.push({
        code: 'TSDBT_PACKAGE_DUPLICATE',
        severity: 'error',
        message: `Two packages are called \`${config.name}\`.`,
        location: config.locate(['name']),
        hint: 'Rename one of them, or take it out of the install folder.',
        notes: [{ message: 'The other one', location: other.locate(['name']) }],
      });
    }
  }
}
