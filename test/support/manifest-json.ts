/** manifest.json as a value, for tests that look into it. */
import { type ManifestParts, manifestText } from '../../core/artifacts/manifest/manifest-text.js';
import type { Manifest } from '../../core/manifest/manifest.js';
import type { JsonObject } from '../../core/resources/json.js';

/** The text in one. */
export function manifestJsonText(manifest: Manifest, parts: ManifestParts): string {
  return Buffer.concat([...manifestText(manifest, parts)].map((piece) => Buffer.from(piece as string))).toString();
}

export function manifestJson(manifest: Manifest, parts: ManifestParts): JsonObject {
  return JSON.parse(manifestJsonText(manifest, parts)) as JsonObject;
}
