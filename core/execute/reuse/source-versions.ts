/**
 * What tells that a source has changed: its newest `loaded_at_field` and how many rows it has, where the project names that
 * field. Nothing else that is cheap is certain, so of other sources nothing is known.
 */
import type { Session } from '../../adapter/database.js';
import { textSetting } from '../../plan/node-settings.js';
import type { SourceNode } from '../../resources/node.js';
import { hashOf } from '../../state/reuse/recipe.js';
import type { ExecuteDeps } from '../execute-deps.js';
import type { Compiler } from '../node/compiler.js';
import { relationKey } from '../session/relation-states.js';
import type { DataVersion } from './data-versions.js';

/** Asks for the sources that have the field, one after the other; a question that fails leaves that source unknown. */
export async function readSourceVersions(
  { deps, compiler }: { readonly deps: ExecuteDeps; readonly compiler: Compiler },
  sources: readonly SourceNode[],
  { session, marks }: { readonly session: Session; readonly marks: ReadonlyMap<string, string> },
): Promise<ReadonlyMap<string, DataVersion>> {
  const { adapter } = deps;
  const versions = new Map<string, DataVersion>();
  for (const source of sources) {
    const relation = compiler.relation(source, deps);
    const key = relationKey(relation, adapter);
    const loadedAtField = source.loadedAtField ?? textSetting(source.config, 'loaded_at_field');
    if (loadedAtField === null) {
      versions.set(key, { version: null, reason: 'nothing tells whether it has changed; a loaded_at_field would' });
      continue;
    }
    const newest = `cast(max(${loadedAtField}) as ${adapter.dialect.textType})`;
    try {
      const query = `select ${newest}, count(*) from ${adapter.dialect.renderRelation(relation)}`;
      const { rows } = await session.execute(query, { isSingle: true });
      versions.set(key, {
        version: hashOf([...(rows[0] ?? []).map(String), loadedAtField, marks.get(key)].join('\n')),
      });
    } catch (error) {
      const { kind, message } = adapter.classifyError(error);
      if (kind === 'connection' || kind === 'cancelled') throw error;
      versions.set(key, { version: null, reason: `asking for its ${loadedAtField} failed: ${message}` });
    }
  }
  return versions;
}
