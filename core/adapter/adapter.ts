/**
 * The adapter port: all that tsdbt asks of a database, as a value of small parts. Interfaces only.
 * An adapter that passes test/conformance works; nothing else defines it.
 */
import type { Location, Outcome } from '../diagnostics/diagnostic.js';
import type { JsonObject } from '../resources/json.js';
import type { RelationName } from '../resources/relation.js';
import type { Capabilities } from './capabilities.js';
import type { Database } from './database.js';
import type { Dialect } from './dialect.js';
import type { DatabaseFailure } from './failure.js';
import type { Introspector } from './introspector.js';
import type { ColumnTypes } from './values/column-types.js';
import type { ValueForms } from './values/value-forms.js';

/** A validated output of profiles.yml. Never printed whole: `secrets` are scrubbed from everything that leaves the process. */
export interface Credentials {
  readonly type: string;
  /** The database that unqualified relations live in (dbt's `target.database`). */
  readonly database: string;
  /** The default schema (`target.schema`). */
  readonly schema: string;
  readonly threads: number;
  /** How often a node is run again after the database has undone all of it: a deadlock, a lost connection. */
  readonly retries: number;
  /** What templates see as `target.*`, secrets left out. */
  readonly publicFields: JsonObject;
  /** Values to scrub: passwords, passphrases. */
  readonly secrets: readonly string[];
  /** One line for messages: `localhost:5432/analytics as etl`. */
  readonly describe: string;
  /** Absolute paths of database files, which `clean` refuses to delete. */
  readonly files: readonly string[];
  /** The adapter's own validated settings. */
  readonly settings: JsonObject;
}

/** Where relative paths of a profile start, and what its defaults are named after. */
export interface CredentialsContext {
  readonly projectDir: string;
  readonly projectName: string;
  /** Where a key of the output stands in profiles.yml: `['port']`. */
  readonly locate: (keyPath: readonly string[]) => Location;
}

export interface OpenOptions {
  readonly threads: number;
  /** Shown in the server's activity view, as `tsdbt`. */
  readonly applicationName: string;
  /** Told what the user should know of the database that is no failure. */
  readonly onWarning?: (warning: DatabaseWarning) => void;
  /** Told, with the reason, when a connection or process ended by itself; the next session that needs one makes it anew. */
  readonly onLost?: (reason: string) => void;
}

export interface DatabaseWarning {
  readonly message: string;
  readonly hint: string;
}

export interface Adapter {
  /** `postgres`, `sqlite`: profile key `type` and `target.type`. */
  readonly type: string;
  /** Dispatch prefixes, nearest first: `['postgres', 'default']`. */
  readonly macroPrefixes: readonly string[];
  /** Folder of the adapter's own SQL macros (overrides of `adapters/common/macros`). */
  readonly macroFolder: URL;
  readonly capabilities: Capabilities;
  readonly dialect: Dialect;
  readonly columnTypes: ColumnTypes;
  readonly valueForms: ValueForms;
  /**
   * The name under which a relation of the project stands in the database. The one function that turns a node or source into its
   * relation calls it; parts that the profile's database lacks become null and are left out when rendered. SQLite in one-file mode
   * keeps a schema only when it is an attached file.
   */
  readonly relationName: (name: RelationName, credentials: Credentials) => RelationName;
  /** SQL functions that the driver adds to the database, lower case. A view that calls one opens in no other tool. */
  readonly registeredFunctions: readonly string[];
  readonly introspector: Introspector;
  /** Validates one output of profiles.yml; reports every mistake at once. */
  readonly readCredentials: (output: JsonObject, context: CredentialsContext) => Outcome<Credentials | null>;
  /**
   * The same login for the place that the `publicFields` of an earlier run name: another database or file. Null when they name
   * another server, for which the secrets are not meant, or nothing that can be opened.
   */
  readonly credentialsAt: (credentials: Credentials, publicFields: JsonObject) => Credentials | null;
  /** Gives a database to talk to; loads its driver, connects on first use only. */
  readonly open: (credentials: Credentials, options: OpenOptions) => Promise<Database>;
  /** Turns whatever the driver threw into data. */
  readonly classifyError: (error: unknown) => DatabaseFailure;
}

/** An entry of the adapter table: imported only when a profile asks for the type. */
export interface AdapterEntry {
  readonly type: string;
  readonly load: () => Promise<Adapter>;
}

/** Adapter tables are passed in by the rim; `core` imports no adapter. */
export type AdapterTable = Readonly<Record<string, AdapterEntry>>;
