/**
 * Stage 1: reads every file of the project and its packages that declares something. In: the configuration. Out: the
 * files in a stable order; what cannot be read is reported and left out. Seeds are measured and hashed, not kept: whether
 * their bytes are text matters only to what reads their rows.
 */
import { statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Diagnostic, Outcome } from '../diagnostics/diagnostic.js';
import type { SourceFile, SourceFileKind } from '../parse/source-file.js';
import { createIgnore } from '../project/ignore-patterns.js';
import type { PackageConfig, ProjectConfig } from '../project/project-config.js';
import { bytesChecksum, contentKeyOf, dataChecksum, LARGEST_HASHED_SEED, textChecksum } from './files/checksum.js';
import { createFence } from './files/fence.js';
import { type FileRule, fileRules, kindOf } from './files/file-kinds.js';
import { createFileMemory, type FileFacts, type FileReading } from './files/file-memory.js';
import { type FoundFile, walkFolder } from './files/walk-folder.js';
import { fileReason, readBytes, readPlainText, readText, shownPath, unreadable } from './read-text.js';

/** Reads all packages, the root project first. */
export async function readProjectFiles(
  config: ProjectConfig,
  reading: FileReading = createFileMemory().open(new Set()),
): Promise<Outcome<readonly SourceFile[]>> {
  const outcomes: Outcome<readonly SourceFile[]>[] = [];
  const generated = [config.targetPath, config.packagesInstallPath, config.logPath];
  const skipped = generated.map((folder) => path.resolve(config.root, folder));
  for (const item of [config, ...config.packages])
    outcomes.push(await readPackageFiles(item, { projectRoot: config.root, skipped, reading }));
  return {
    value: outcomes.flatMap((outcome) => outcome.value),
    diagnostics: outcomes.flatMap((outcome) => outcome.diagnostics),
  };
}

/** Reads a folder of macros that comes with tsdbt (an adapter's, or the common ones). */
export async function readMacroFolder(
  folder: URL,
  packageName: string,
  reading: FileReading = createFileMemory().open(new Set()),
): Promise<Outcome<readonly SourceFile[]>> {
  const root = fileURLToPath(folder);
  const { files, problems } = walkFolder(root, () => false);
  const wanted = files
    .filter((file) => file.path.endsWith('.sql'))
    .map((file) => ({ ...file, kind: 'macro' as const, packageName, searchPath: file.path }));
  const read = await readAll(wanted, reading, (file) => file);
  const broken = problems.map(({ absolutePath, reason }) => unreadable(absolutePath, reason));
  return { value: read.value, diagnostics: [...broken, ...read.diagnostics] };
}

interface WantedFile extends FoundFile {
  readonly kind: SourceFileKind;
  readonly packageName: string;
  readonly searchPath: string;
}

/** The path of a file in messages. */
type ShownAs = (absolutePath: string) => string;

interface PackageReading {
  readonly projectRoot: string;
  readonly skipped: readonly string[];
  readonly reading: FileReading;
}

async function readPackageFiles(
  config: PackageConfig,
  { projectRoot, skipped, reading }: PackageReading,
): Promise<Outcome<readonly SourceFile[]>> {
  const ignore = await readText(path.join(config.root, '.dbtignore'), '.dbtignore');
  const isIgnored = createIgnore('text' in ignore ? ignore.text : '');
  const wanted = new Map<string, WantedFile>();
  const { name: packageName } = config;
  const diagnostics: Diagnostic[] = [];
  const isAllowed = config.root === projectRoot ? () => true : createFence(config.root);
  for (const folder of new Set(Object.values(config.paths).flat())) {
    const root = path.resolve(config.root, folder);
    if (!isAllowed(root)) {
      diagnostics.push(outside(config, folder));
      continue;
    }
    const rules = fileRules.filter((rule) => config.paths[rule.folder].includes(folder));
    const prefix = path.posix.normalize(`${folder}/x`).slice(0, -1);
    const skippedBelow = new Set(skipped.map((each) => path.relative(root, each).replaceAll(path.sep, '/')));
    const skips = (below: string) => isIgnored(prefix + below) || skippedBelow.has(below);
    const { files, problems } = walkFolder(root, skips);
    diagnostics.push(
      ...problems.map(({ absolutePath, reason }) => unreadable(shownPath(projectRoot, absolutePath), reason)),
    );
    for (const file of files) {
      const kind = fileKind(rules, file.path);
      if (kind === null) continue;
      if (!isAllowed(file.absolutePath)) {
        diagnostics.push(outside(config, prefix + file.path));
        continue;
      }
      const key = `${kind} ${file.absolutePath}`;
      const { absolutePath } = file;
      if (!wanted.has(key))
        wanted.set(key, { absolutePath, kind, packageName, searchPath: file.path, path: prefix + file.path });
    }
  }
  const read = await readAll([...wanted.values()], reading, (file) => shownPath(projectRoot, file));
  return { value: read.value, diagnostics: [...diagnostics, ...read.diagnostics] };
}

function outside(config: PackageConfig, place: string): Diagnostic {
  return {
    code: 'TSDBT_PACKAGE_OUTSIDE',
    severity: 'error',
    message: `\`${place}\` of the package \`${config.name}\` lies outside of the package.`,
    location: config.locate([]),
  };
}

/** What a file declares by the rules of its folder; null when nothing that tsdbt reads. Files that begin with a dot are left alone. */
function fileKind(rules: readonly FileRule[], searchPath: string): SourceFileKind | null {
  const name = path.posix.basename(searchPath).toLowerCase();
  if (name.startsWith('.')) return null;
  const rule = rules.find(({ endings }) => endings.some((ending) => name.endsWith(ending)));
  return rule === undefined ? null : kindOf(rule, searchPath);
}

async function readAll(
  wanted: readonly WantedFile[],
  reading: FileReading,
  shownAs: ShownAs,
): Promise<Outcome<readonly SourceFile[]>> {
  const files: SourceFile[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const each of wanted) {
    const result = await reading.file(each, () => readOne(each, shownAs));
    if ('problem' in result) diagnostics.push(result.problem);
    else files.push(result.file);
  }
  return { value: files, diagnostics };
}

async function readOne(wanted: WantedFile, shownAs: ShownAs): Promise<{ file: SourceFile } | { problem: Diagnostic }> {
  const { kind, packageName, searchPath, absolutePath, path: filePath } = wanted;
  if (kind === 'seed')
    return readSeed({ kind, packageName, searchPath, absolutePath, path: filePath }, shownAs(absolutePath));
  const read = readPlainText(absolutePath) ?? (await readText(absolutePath, shownAs(absolutePath)));
  if ('problem' in read) return read;
  const { text, size } = read;
  const hash = textChecksum(text);
  const contentKey = contentKeyOf(text, hash);
  return { file: { kind, packageName, searchPath, absolutePath, path: filePath, text, hash, size, contentKey } };
}

async function readSeed(facts: FileFacts, shown: string): Promise<{ file: SourceFile } | { problem: Diagnostic }> {
  try {
    const { size, mtimeMs, ctimeMs, ino } = statSync(facts.absolutePath);
    const contentKey = [mtimeMs, ctimeMs, ino].join(' ');
    if (size > LARGEST_HASHED_SEED) return { file: { ...facts, text: '', hash: facts.path, size, contentKey } };
  } catch (error) {
    return { problem: unreadable(shown, fileReason(error)) };
  }
  const read = await readBytes(facts.absolutePath, shown);
  if ('problem' in read) return read;
  const { bytes } = read;
  return {
    file: { ...facts, text: '', hash: dataChecksum(bytes), size: bytes.length, contentKey: bytesChecksum(bytes) },
  };
}
