/** Looks whether the parse cache gives what parsing everything gives. Nothing is written. */
import { resolve } from 'node:path';
import { jsonText } from '../../artifacts/json-text.js';
import { BODY_START } from '../../artifacts/kept-artifacts.js';
import { manifestText } from '../../artifacts/manifest/manifest-text.js';
import { scrubbedPieces } from '../../artifacts/scrubbed-pieces.js';
import { toSelectorsDict } from '../../artifacts/selectors-dict.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { Scrubber } from '../../diagnostics/scrub.js';
import { neighboursById } from '../../graph/ids.js';
import { plainText } from '../../parse/reuse/look-ups.js';
import { type LoadRequest, loadProject, type Project } from '../load-project.js';
import { type Keeping, loadKeptProject } from './load-kept-project.js';

/** Says where the two differ, in words; nothing when they do not. */
export async function verifyCache(request: LoadRequest, keeping: Keeping): Promise<readonly string[]> {
  const quiet = { ...request, sink: () => {} };
  const kept = await loadKeptProject(quiet, { ...keeping, isWritten: false });
  const fresh = await loadProject(quiet);
  return [
    ...differentMessages(kept.diagnostics, fresh.diagnostics),
    ...(kept.value === null || fresh.value === null ? [] : differentResources(kept.value, fresh.value, keeping.scrub)),
  ];
}

function differentMessages(kept: readonly Diagnostic[], fresh: readonly Diagnostic[]): string[] {
  const texts = (found: readonly Diagnostic[]) => found.map((one) => plainText(one) ?? '');
  const [before, now] = [texts(kept), texts(fresh)];
  if (before.join('\n') === now.join('\n')) return [];
  const odd = [...kept, ...fresh].find((_, index) => {
    const own = [...before, ...now][index];
    return !(before.includes(own) && now.includes(own));
  });
  return [odd === undefined ? 'the order of the messages' : `the message: ${odd.message}`];
}

function differentResources(kept: Project, fresh: Project, scrub: Scrubber): string[] {
  const [before, now] = [partsOf(kept), partsOf(fresh)];
  const ids = new Set([...before.keys(), ...now.keys()]);
  const different = [...ids].filter((id) => before.get(id) !== now.get(id));
  if (different.length > 0) return different;
  if ([...before.keys()].join('\n') !== [...now.keys()].join('\n')) return ['the order of the resources'];
  return isSameText(kept, fresh, scrub) ? [] : ['the text of manifest.json'];
}

/** Every part of a manifest as text. */
function partsOf({ manifest }: Project): Map<string, string> {
  const { nodes, sources, exposures, macros, docs, disabled, graph } = manifest;
  const parts = new Map<string, string>();
  for (const table of [nodes, sources, exposures, macros, docs]) {
    for (const [id, resource] of table) parts.set(id, plainText(resource) ?? '');
  }
  for (const [id, resources] of disabled) parts.set(`${id} (disabled)`, plainText(resources) ?? '');
  for (const [id, parents] of neighboursById(graph, graph.parents)) parts.set(`the parents of ${id}`, parents.join());
  return parts;
}

/** The text that is taken over from an earlier manifest.json, when it is; the time apart. */
function isSameText(kept: Project, fresh: Project, scrub: Scrubber): boolean {
  const { config, selectors } = kept;
  const dict = toSelectorsDict(selectors);
  const body = kept.artifacts?.manifestBody(resolve(config.root, config.targetPath, 'manifest.json'), jsonText(dict));
  if (body === undefined || body === null) return true;
  const pieces = manifestText(fresh.manifest, { metadata: NO_METADATA, selectors: dict });
  const texts = Array.from(scrubbedPieces(pieces, scrub), (piece) => Buffer.from(piece).toString());
  const text = texts.join('');
  const keptText = body.pieces
    .map((piece) => (typeof piece === 'string' ? piece : Buffer.from(piece).toString()))
    .join('');
  return timeless(keptText) === timeless(text.slice(text.indexOf(BODY_START)));
}

function timeless(text: string): string {
  return text.replaceAll(/"created_at": [\d.]+/g, '');
}

const NO_METADATA = {
  dbtVersion: '',
  toolVersion: '',
  generatedAt: '1970-01-01T00:00:00.000000Z',
  invocationId: '',
  invocationStartedAt: '',
  env: {},
};
