/** The validated settings of a Postgres output, as they travel in `Credentials.settings`. Written by credentials.ts, read by connections.ts. */
import type { Credentials } from '../../core/adapter/adapter.js';

export type SslMode = 'disable' | 'allow' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';

export const sslModes: readonly SslMode[] = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'];

export interface PostgresSettings {
  readonly [key: string]: string | number | null;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string | null;
  readonly database: string;
  /** Seconds. */
  readonly connectTimeout: number;
  /** How often a failed connection is tried again. */
  readonly retries: number;
  readonly role: string | null;
  readonly searchPath: string | null;
  /** Seconds; 0 leaves it to the system. */
  readonly keepalivesIdle: number;
  readonly sslMode: SslMode;
  readonly sslCert: string | null;
  readonly sslKey: string | null;
  readonly sslRootCert: string | null;
  readonly applicationName: string | null;
}

/** The settings of credentials that this adapter has read. */
export function postgresSettings(credentials: Credentials): PostgresSettings {
  return credentials.settings as PostgresSettings;
}
