/**
 * What was made of a project as a whole: what was said of it, and its artifacts. It holds as long as nothing differs that any
 * part of the project depends on; then nothing is parsed before somebody asks for a node.
 */
import { createHash, type Hash } from 'node:crypto';
import { BODY_START, type CompiledText, type KeptArtifacts, type KeptBody } from '../../artifacts/kept-artifacts.js';
import { amendedBody, bytesOfPieces, findNode } from '../../artifacts/manifest/amend-body.js';
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
  readonly manifest?: ArtifactDigest & { readonly compiled?: readonly CompiledText[] };
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

/** All of the manifest.json that was told of but its beginning, with nothing compiled; null when it no longer stands. */
export function standingBody(path: string, whole: Pick<WholeProject, 'artifacts'>): Buffer | null {
  const body = plainBody(path, whole);
  return body === null ? null : bytesOfPieces(body.pieces);
}

function plainBody(path: string, { artifacts: { manifest } }: Pick<WholeProject, 'artifacts'>): KeptBody | null {
  const part = manifest === undefined ? null : standingPart(path, manifest, BODY_START);
  const compiled = manifest?.compiled ?? [];
  if (part === null || compiled.length === 0) return part === null ? null : { pieces: [part], isKnown: true };
  const texts = compiled.map(([id, plain]) => [findNode(part, id), plain] as const);
  const found = texts.flatMap(([place, plain]) => (place === null ? [] : [[place, plain] as const]));
  return found.length < texts.length ? null : { pieces: amendedBody(part, found), isKnown: false };
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
  const body = (path: string, about: string): KeptBody | null => {
    if (amended !== null) {
      return whole.artifacts.manifest?.about === aboutOf(about) ? { pieces: amended, isKnown: false } : null;
    }
    return current.artifacts.manifest?.about === aboutOf(about) ? plainBody(path, current) : null;
  };
  const keep = <K extends keyof KeptDigests>(kind: K, artifact: NonNullable<KeptDigests[K]>): boolean => {
    const known = current.artifacts[kind];
    if (known?.about === artifact.about && known.digest === artifact.digest) return false;
    current = { ...current, artifacts: { ...current.artifacts, [kind]: artifact } };
    return true;
  };
  return {
    manifestBody: body,
    keepManifest: async (about, digest, compiled) => {
      const isNew = keep('manifest', { about: aboutOf(about), digest, ...(compiled.length === 0 ? {} : { compiled }) });
      if (isNew && isWritten) await keepWhole(current, { folder, scrub });
    },
    hasCompletion: (path, about) => {
      const known = current.artifacts.completion;
      return known?.about === aboutOf(about) && standingPart(path, known, '') !== null;
    },
    keepCompletion: (about, text) => void keep('completion', { about: aboutOf(about), digest: digestOf(text) }),
  };
}

/** Keeps it for the next process, unless its text holds a secret. */
export async function keepWhole(whole: WholeProject, { folder, scrub }: Omit<WholeFolder, 'isWritten'>): Promise<void> {
  const text = JSON.stringify(whole);
  if (scrub(text) === text) await folder.writeFile('whole.cache', text).catch(() => undefined);
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
