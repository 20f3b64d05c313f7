/** Settings of a whole relation: storage, row security, comments, labels; and who owns it and may use it. Pure. */
import type { HandMade } from '../../../../core/adapter/introspector.js';
import { quoteIdentifier, quoteText } from '../../../common/quoting.js';
import { grantStatements } from '../grants.js';
import { renderOption } from '../recreate-view.js';
import { keepsColumn, nextName, type SettingParts, setting, wordOf } from './setting.js';

export function relationSettings(parts: SettingParts): readonly HandMade[] {
  const { facts } = parts;
  const name = nextName(parts);
  const word = wordOf(facts.next.kind);
  const isSameKind = facts.kind === facts.next.kind;
  const options = [...facts.options, ...facts.toastOptions.map((option) => `toast.${option}`)];
  const found: (HandMade | null)[] = [
    options.length > 0 &&
      setting(
        `storage options (${options.join(', ')})`,
        isSameKind ? [`alter ${word} ${name} set (${options.map(renderOption).join(', ')})`] : null,
      ),
    facts.tablespace !== null &&
      setting(
        `tablespace ${facts.tablespace}`,
        isSameKind ? [`alter ${word} ${name} set tablespace ${quoteIdentifier(facts.tablespace)}`] : null,
      ),
    isSameKind &&
      facts.accessMethod !== facts.next.accessMethod &&
      setting(`access method ${facts.accessMethod}`, null),
    facts.rowSecurity && onTable(parts, 'row security', `alter table ${name} enable row level security`),
    facts.forceRowSecurity && onTable(parts, 'forced row security', `alter table ${name} force row level security`),
    facts.kind === 'r' &&
      ['n', 'f'].includes(facts.replicaIdentity) &&
      onTable(
        parts,
        'replica identity',
        `alter table ${name} replica identity ${facts.replicaIdentity === 'n' ? 'nothing' : 'full'}`,
      ),
    facts.comment !== null && setting('comment', [`comment on ${word} ${name} is ${quoteText(facts.comment)}`]),
    ...facts.parents.map((parent) => setting(`inheritance from ${parent}`, null)),
    ...facts.labels.map(({ provider, column, label }) => {
      const object = column === null ? `${word} ${name}` : `column ${name}.${quoteIdentifier(column)}`;
      const sql = `security label for ${quoteIdentifier(provider)} on ${object} is ${quoteText(label)}`;
      const what = `security label of ${provider}${column === null ? '' : ` on column ${column}`}`;
      return setting(what, keepsColumn(parts, column) ? [sql] : null);
    }),
  ].map((item) => item || null);
  return found.filter((item) => item !== null);
}

function onTable({ facts }: SettingParts, what: string, sql: string): HandMade {
  return setting(what, facts.next.kind === 'r' ? [sql] : null);
}

/** Who may use it, and last the owner, as after that the rest may no longer be allowed. */
export function ownership(parts: SettingParts): readonly HandMade[] {
  const { facts } = parts;
  const name = nextName(parts);
  const whole = { ...facts, grants: facts.grants.filter(({ column }) => column === null) };
  // Nothing granted or revoked: then default privileges are what the owner wants.
  const grants = facts.hasGrants ? grantStatements(name, whole) : [];
  const columns = [...new Set(facts.grants.flatMap(({ column }) => column ?? []))];
  return [
    ...(grants.length === 0 ? [] : [setting('grants', grants)]),
    ...columns.map((column) => {
      const own = facts.grants.filter((grant) => grant.column === column);
      const statements = grantStatements(name, { ...facts, hasGrants: false, defaultRoles: [], grants: own });
      return setting(`grants on column ${column}`, keepsColumn(parts, column) ? statements : null);
    }),
    ...(facts.owner === facts.currentUser
      ? []
      : [
          setting(`owner ${facts.owner}`, [
            `alter ${wordOf(facts.next.kind)} ${name} owner to ${quoteIdentifier(facts.owner)}`,
          ]),
        ]),
  ];
}
