/** What people set on a Postgres relation, each as the statements that give it to the relation that takes its place. */
import type { Session } from '../../../../core/adapter/database.js';
import type { HandMade, PlannedRelation } from '../../../../core/adapter/introspector.js';
import type { RelationName } from '../../../../core/resources/relation.js';
import { withEmptySearchPath } from '../empty-search-path.js';
import { columnSettings, freeSequences, ownedSequences } from './column-settings.js';
import { namedObjects } from './named-objects.js';
import { policiesAndPublications } from './policies.js';
import { ownership, relationSettings } from './relation-settings.js';
import { type SettingFacts, settingQuery } from './setting-query.js';

/** In the order to do it in: what others need first, the owner and what depends on that last. */
export async function findHandMade(
  session: Session,
  name: RelationName,
  replacement: RelationName,
  planned?: PlannedRelation,
): Promise<readonly HandMade[]> {
  const { rows } = await withEmptySearchPath(session, () => session.execute(settingQuery(name, replacement, planned)));
  if (rows[0] === undefined) return [];
  return handMadeOf(JSON.parse(String(rows[0][0])) as SettingFacts, replacement);
}

function handMadeOf(facts: SettingFacts, replacement: RelationName): readonly HandMade[] {
  const parts = { facts, replacement };
  return [
    ...freeSequences(parts),
    ...relationSettings(parts),
    ...columnSettings(parts),
    ...namedObjects(parts),
    ...policiesAndPublications(parts),
    ...ownership(parts),
    ...ownedSequences(parts),
  ];
}
