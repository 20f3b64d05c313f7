/** Row security policies and the publications that a table is part of. Pure. */
import type { HandMade } from '../../../../core/adapter/introspector.js';
import { quoteIdentifier } from '../../../common/quoting.js';
import { namesItself } from './named-objects.js';
import { nextName, object, type SettingParts } from './setting.js';
import type { SettingFacts } from './setting-query.js';

export function policiesAndPublications(parts: SettingParts): readonly HandMade[] {
  const { policies, publications } = parts.facts;
  return [
    ...policies.map((policy) => policyOn(parts, policy)),
    ...publications.map((publication) => memberOf(parts, publication)),
  ];
}

function policyOn(parts: SettingParts, policy: SettingFacts['policies'][number]): HandMade {
  const { facts } = parts;
  const roles = policy.roles.map((role) => (role === null ? 'public' : quoteIdentifier(role)));
  const clauses = [
    `as ${policy.permissive ? 'permissive' : 'restrictive'} for ${policy.command} to ${roles.join(', ')}`,
    ...(policy.using === null ? [] : [`using (${policy.using})`]),
    ...(policy.check === null ? [] : [`with check (${policy.check})`]),
  ].join(' ');
  const isBound = namesItself(facts, policy.using) || namesItself(facts, policy.check);
  const sql = `create policy ${quoteIdentifier(policy.name)} on ${nextName(parts)} ${clauses}`;
  return object({
    what: `policy ${policy.name}`,
    definition: `policy ${policy.name} ${clauses}`,
    statements: facts.next.kind !== 'r' || isBound ? null : [sql],
  });
}

function memberOf(parts: SettingParts, { name, columns, filter }: SettingFacts['publications'][number]): HandMade {
  const list = columns === null ? '' : ` (${columns.map(quoteIdentifier).join(', ')})`;
  const where = filter === null ? '' : ` where (${filter})`;
  const sql = `alter publication ${quoteIdentifier(name)} add table only ${nextName(parts)}${list}${where}`;
  return object({
    what: `place in publication ${name}`,
    definition: `publication ${name}${list}${where}`,
    statements: parts.facts.next.kind === 'r' ? [sql] : null,
  });
}
