/** Artifacts that an earlier process has left of the very same project, as far as they still stand as it wrote them. */
import type { UniqueId } from '../resources/node.js';
import type { TextPiece } from './manifest/resource-texts.js';

/** All of manifest.json but its beginning, the metadata. */
export interface KeptBody {
  readonly pieces: readonly TextPiece[];
  /** Whether it stands as it is told of; else whoever writes it tells of it. */
  readonly isKnown: boolean;
}

/** A node that stands compiled in a manifest.json, and its text as it would stand there otherwise. */
export type CompiledText = readonly [id: UniqueId, plain: string];

export interface KeptArtifacts {
  /** With nothing compiled. Null when it has to be written anew. `about` is what else is in it. */
  readonly manifestBody: (path: string, about: string) => KeptBody | null;
  /** Told of a manifest.json that was written whole, with the digest of that body and the plain texts of what it has compiled. */
  readonly keepManifest: (about: string, digest: string, compiled: readonly CompiledText[]) => Promise<void>;
  /** Whether the file is what was made of this project and what it is about. */
  readonly hasCompletion: (path: string, about: string) => boolean;
  readonly keepCompletion: (about: string, text: string) => void;
}

/** What the body begins with. No text of the metadata can hold it: there, quotes are escaped. */
export const BODY_START = ', "nodes": {';
