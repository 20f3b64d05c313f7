/**
 * What was made of a project as a whole: what was said of it, and its artifacts. It holds as long as nothing differs that any
 * part of the project depends on; then nothing is parsed before somebody asks for a node.
 */
import { createHash, type Hash } from 'node:crypto';
import { BODY_START, type KeptArtifacts, type KeptBody } from '../../artifacts/kept-artifacts.js';
import type { TextPiece } from '../../artifacts/manifest/resource-texts.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { Scrubber } from '../../diagnostics/scrub.js';
import type { CacheFolder } from '../../io/parse-cache/cache-folder.js';
import { readBytesNow } from '../../io/read-text.js';
import type { ParseOptions } from '../../parse/parse-options.js';
import { nameOfFile } from '../../parse/reuse/durable/durable-names.js';
import { createOutsideOutcomes, isOutside, plainText } from '../../parse/reuse/look-ups.js';
import { configText, settingText } from '../../parse/reuse/setting-text.js';
import type { ResourceCounts } from '../resource-counts.js';

/** What is kept of a whole project. Of what may hold secrets only digests. */
export interface WholeProject {
  readonly program: string;
  readonly salt: string;
  /** Digest of the configuration, the target, all vars and all files. */
  readonly inputs: string;
  /** Digests of the outcomes of other look-ups by key. */
  readonly lookUps: readonly (readonly [key: string, outcome: string | null])[];
  readonly diagnostics: readonly Diagnostic[];
  readonly counts: ResourceCounts;
  readonly artifacts: KeptDigests;
}

interface KeptDigests {
  readonly manifest?: ArtifactDigest;
  readonly completion?: ArtifactDigest;
}

interface ArtifactDigest {
  readonly about: string;
  readonly digest: string;
}

type Inputs = Omit<ParseOptions, 'sink' | 'store'>;

/** What the project is made from, as one digest. */
export function inputsOf(options: Inputs, salt: string): string {
  const { files, internalMacros } = options;
  const hash = settingHash(options, salt);
  hash.update(`\0${[...internalMacros, ...files].map(nameOfFile).join('')}`);
  return hash.digest('base64url');
}

/** The same without the files. */
export function settingHash(options: Omit<Inputs, 'files' | 'internalMacros'>, salt: string): Hash {
  const { config, inlineSql, target } = options;
  const hash = createHash('sha256').update(`${salt}\0${settingText(options)}\0${configText(config)}`);
  hash.update(plainText(inlineSql) ?? '');
  return hash.update(plainText([config.cliVars, target.targetName, target.profileName]) ?? '');
}

/** Whether everything is as it was. */
export function isSameProject(whole: WholeProject, options: Inputs): boolean {
  return inputsOf(options, whole.salt) === whole.inputs && haveSameOutcomes(whole, options);
}

/** Whether all that was looked up outside of the files has the outcomes that it had. */
export function haveSameOutcomes({ lookUps, salt }: Pick<WholeProject, 'lookUps' | 'salt'>, options: Inputs): boolean {
  const outcomes = createOutsideOutcomes(options);
  return lookUps.every(([key, outcome]) => digested(outcomes(key), salt) === outcome);
}

function digested(outcome: string | null, salt: string): string | null {
  return outcome === null ? null : digestOf(`${salt}\0${outcome}`);
}

/** What has been looked up that no file answers. */
export function outsideLookUps(keys: Iterable<string>, options: Inputs, salt: string): WholeProject['lookUps'] {
  const outcomes = createOutsideOutcomes(options);
  return [...keys].filter(isOutside).map((key) => [key, digested(outcomes(key), salt)]);
}

/** Where the artifacts are told of. */
export interface WholeFolder {
  readonly folder: CacheFolder;
  /** What this changes is not kept. */
  readonly scrub: Scrubber;
  readonly isWritten: boolean;
}

/** All of the manifest.json that was told of but its beginning; null when it no longer stands. */
export function standingBody(path: string, { artifacts }: Pick<WholeProject, 'artifacts'>): Buffer | null {
  return artifacts.manifest === undefined ? null : standingPart(path, artifacts.manifest, BODY_START);
}

function standingPart(path: string, { digest }: ArtifactDigest, start: string): Buffer | null {
  const bytes = bytesOf(path);
  const from = bytes?.indexOf(start) ?? -1;
  const part = bytes === null || from < 0 ? null : bytes.subarray(from);
  return part !== null && digestOf(part) === digest ? part : null;
}

/** The artifacts of a project, the amended body of manifest.json among them; what is told of them is written into the cache. */
export function keptArtifacts(
  whole: WholeProject,
  { folder, scrub, isWritten }: WholeFolder,
  amended: readonly TextPiece[] | null = null,
): KeptArtifacts {
  let current = whole;
  const aboutOf = (about: string) => digestOf(`${whole.salt}\0${about}`);
  const standing = (path: string, about: string, kind: keyof KeptDigests, start: string): Buffer | null => {
    const known = current.artifacts[kind];
    return known?.about === aboutOf(about) ? standingPart(path, known, start) : null;
  };
  const body = (path: string, about: string): KeptBody | null => {
    if (amended !== null) {
      return whole.artifacts.manifest?.about === aboutOf(about) ? { pieces: amended, isKnown: false } : null;
    }
    const part = standing(path, about, 'manifest', BODY_START);
    return part === null ? null : { pieces: [part], isKnown: true };
  };
  const keep = (kind: keyof KeptDigests, artifact: ArtifactDigest): boolean => {
    const known = current.artifacts[kind];
    if (known?.about === artifact.about && known.digest === artifact.digest) return false;
    current = { ...current, artifacts: { ...current.artifacts, [kind]: artifact } };
    return true;
  };
  return {
    manifestBody: body,
    keepManifest: async (about, digest) => {
      const isNew = keep('manifest', { about: aboutOf(about), digest });
      const text = JSON.stringify(current);
      if (!isNew || !isWritten || scrub(text) !== text) return;
      await folder.writeFile('whole.cache', text).catch(() => undefined);
    },
    hasCompletion: (path, about) => standing(path, about, 'completion', '') !== null,
    keepCompletion: (about, text) => void keep('completion', { about: aboutOf(about), digest: digestOf(text) }),
  };
}

function bytesOf(path: string): Buffer | null {
  const read = readBytesNow(path, path);
  return 'bytes' in read ? read.bytes : null;
}

function digestOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('base64url');
}

/** The whole project that a text of the cache tells of; null for another build's. */
export function readWhole(folder: CacheFolder, program: string): WholeProject | null {
  const found = folder.readFile('whole.cache');
  if (found === null || 'damage' in found) return null;
  const whole: WholeProject = JSON.parse(found.text);
  return whole.program === program ? whole : null;
}
