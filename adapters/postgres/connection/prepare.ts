/** What each new connection is told before its first statement: the profile's settings, and what bounds waits on the server's side. */
import type pg from 'pg';
import { quoteIdentifier, quoteText } from '../../common/quoting.js';
import type { PostgresSettings } from '../settings.js';

/**
 * A server that notices within half a second that the client of a running statement is gone, and within two minutes one
 * that vanished without a word; and no wait for a lock that goes on for ever, unless the role or the database says how long.
 */
const bounds: Readonly<Record<string, string>> = {
  client_connection_check_interval: '500ms',
  tcp_keepalives_idle: '60s',
  tcp_keepalives_interval: '10s',
  tcp_keepalives_count: '6',
  tcp_user_timeout: '120s',
  lock_timeout: '10min',
};

/** Output that loses nothing, literals that mean what the dialect writes, the role and the search path. */
export async function prepareConnection(client: pg.Client, settings: PostgresSettings): Promise<void> {
  const statements = [
    'set datestyle to ISO',
    'set bytea_output to hex',
    'set extra_float_digits to 1',
    'set standard_conforming_strings to on',
    ...(settings.searchPath === null
      ? []
      : [`select pg_catalog.set_config('search_path', ${quoteText(settings.searchPath)}, false)`]),
    ...(settings.role === null ? [] : [`set role ${quoteIdentifier(settings.role)}`]),
  ];
  await client.query(statements.join(';\n'));
  // Old servers lack some of them, and some platforms refuse one: then the rest is set without it.
  const names = Object.keys(bounds);
  for (const asked of [names, names.filter((name) => !name.startsWith('tcp')), ['lock_timeout']]) {
    try {
      await client.query(boundSql(asked));
      return;
    } catch {}
  }
}

function boundSql(names: readonly string[]): string {
  const values = names.map((name) => `(${quoteText(name)}, ${quoteText(bounds[name]!)})`).join(', ');
  return `select pg_catalog.set_config(s.name, b.value, false)
    from pg_catalog.pg_settings s join (values ${values}) b (name, value) on b.name = s.name
    where s.name <> 'lock_timeout' or s.setting = '0'`;
}
