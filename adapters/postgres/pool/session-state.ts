/**
 * What a session of an app carries, read before tsdbt uses it and put back afterwards: settings, roles, and whatever else
 * lives as long as a session does. What was there before stays as it was; what came since goes.
 */
import type pg from 'pg';
import { quoteIdentifier, quoteText } from '../../common/quoting.js';

/** Everything of a session that outlives its transactions and that the server can tell. */
export interface SessionState {
  readonly database: string;
  readonly authorization: string;
  readonly role: string;
  /** Settings that were made in the session, with their values. */
  readonly settings: Readonly<Record<string, string>>;
  readonly prepared: readonly string[];
  readonly cursors: readonly string[];
  readonly channels: readonly string[];
  /** Temporary tables, views and sequences, as statements that drop them: who depends on others first. */
  readonly temporary: readonly string[];
  /** Advisory locks, as calls that give them back. */
  readonly locks: readonly string[];
}

/** How a transaction is, which ends with it, is listed among the settings too. */
const OF_TRANSACTION = "('transaction_isolation', 'transaction_read_only', 'transaction_deferrable')";

const stateSql = `select pg_catalog.jsonb_build_object(
  'database', pg_catalog.current_database(),
  'authorization', session_user,
  'role', pg_catalog.current_setting('role'),
  'settings', coalesce((select pg_catalog.jsonb_object_agg(name, setting) from pg_catalog.pg_settings
    where source = 'session' and name not in ${OF_TRANSACTION}), '{}'),
  'prepared', coalesce((select pg_catalog.jsonb_agg(name) from pg_catalog.pg_prepared_statements), '[]'),
  'cursors', coalesce((select pg_catalog.jsonb_agg(name) from pg_catalog.pg_cursors where is_holdable), '[]'),
  'channels', coalesce((select pg_catalog.jsonb_agg(channel) from pg_catalog.pg_listening_channels() channel), '[]'),
  'temporary', coalesce((select pg_catalog.jsonb_agg('drop ' || case relkind when 'v' then 'view' when 'S' then 'sequence' else 'table' end
      || pg_catalog.format(' if exists pg_temp.%I', relname)
      order by relkind = 'v' desc, relkind = 'S', oid desc) from pg_catalog.pg_class
    where relnamespace = pg_catalog.pg_my_temp_schema() and relkind in ('r', 'p', 'v', 'S')), '[]'),
  'locks', coalesce((select pg_catalog.jsonb_agg(pg_catalog.format('pg_catalog.pg_advisory_unlock%s(%s)',
      case when mode = 'ShareLock' then '_shared' else '' end,
      case objsubid when 1 then ((classid::bigint << 32) | objid::bigint)::text else pg_catalog.format('%s, %s', classid::int, objid::int) end))
    from pg_catalog.pg_locks where locktype = 'advisory' and pid = pg_catalog.pg_backend_pid()), '[]')
)::text as state`;

/** Asks the server; nothing is changed. */
export async function readState(client: pg.Client): Promise<SessionState> {
  const { rows } = await client.query<[string]>({ text: stateSql, rowMode: 'array' });
  return JSON.parse(rows[0]![0]) as SessionState;
}

/**
 * Makes the session what a new one of tsdbt's own would be: what the app has set in it is off, and so are the time limits
 * that its pool gives to every connection. The role stays. `name` is shown in the server's activity view.
 */
export async function putAside(client: pg.Client, { settings }: SessionState, name: string): Promise<void> {
  const resets = Object.keys(settings).map((name) => `reset ${settingName(name)}`);
  await client.query([...resets, noLimitsSql, setting('application_name', name)].join(';\n'));
}

const noLimitsSql = `select pg_catalog.set_config(name, '0', false) from pg_catalog.pg_settings where source = 'client' and name in
  ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')`;

/** Puts back what `before` says; throws when that cannot be done. The session is in no transaction. */
export async function restoreState(client: pg.Client, before: SessionState): Promise<void> {
  const statements = undoing(await readState(client), before);
  if (statements.length === 0) return;
  await client.query(statements.join(';\n'));
  // A setting that was not put back is an error; a lock that was taken twice is not.
  if (statements.every(isSetting)) return;
  const after = await readState(client);
  const left = undoing(after, before);
  if (left.length > 0) throw new Error(`The session could not be put back: ${left.join('; ')}`);
}

function isSetting(statement: string): boolean {
  return /^(reset |select pg_catalog\.set_config\()/.test(statement);
}

/** The statements from one state to another, in the order in which the rights for them last. */
export function undoing(now: SessionState, before: SessionState): readonly string[] {
  const added = (kind: 'prepared' | 'cursors' | 'channels' | 'temporary' | 'locks') =>
    now[kind].filter((one) => !before[kind].includes(one));
  return [
    ...added('cursors').map((name) => `close ${quoteIdentifier(name)}`),
    ...added('temporary'),
    ...added('prepared').map((name) => `deallocate ${quoteIdentifier(name)}`),
    ...added('channels').map((name) => `unlisten ${quoteIdentifier(name)}`),
    ...added('locks').map((call) => `select ${call}`),
    ...(now.authorization === before.authorization
      ? []
      : [`set session authorization ${quoteIdentifier(before.authorization)}`]),
    ...(now.role === before.role ? [] : [setting('role', before.role)]),
    ...settingsBack(now.settings, before.settings),
  ];
}

function settingsBack(now: SessionState['settings'], before: SessionState['settings']): string[] {
  const made = Object.keys(now).filter((name) => !Object.hasOwn(before, name));
  const changed = Object.entries(before).filter(([name, value]) => now[name] !== value);
  return [...made.map((name) => `reset ${settingName(name)}`), ...changed.map(([name, value]) => setting(name, value))];
}

/** A setting of an extension has a prefix. */
function settingName(name: string): string {
  return name.split('.').map(quoteIdentifier).join('.');
}

function setting(name: string, value: string): string {
  return `select pg_catalog.set_config(${quoteText(name)}, ${quoteText(value)}, false)`;
}
