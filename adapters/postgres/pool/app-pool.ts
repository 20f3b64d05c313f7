/** The pool of an app, as far as tsdbt looks at it: a `Pool` of the package `pg` fits. Types only. */
export interface AppPool {
  /** Gives a connection, which has `release`. */
  readonly connect: () => Promise<object>;
  /** How it was set up. */
  readonly options?: {
    /** Most connections at once; 10 when it is left out. */
    readonly max?: number | undefined;
    readonly host?: string | undefined;
    readonly port?: number | undefined;
    readonly user?: string | undefined;
    readonly database?: string | undefined;
    readonly connectionString?: string | undefined;
  };
}

/** What a pool holds without being told. */
const USUAL_MAX = 10;

/** Most connections at once. */
export function maxOf({ options }: AppPool): number {
  return options?.max ?? USUAL_MAX;
}

/** The keys of a profile that the pool knows already. What it does not say, such as what it has from `PG...` variables, is left out. */
export function knownKeys({ options = {} }: AppPool): Readonly<Record<string, string | number>> {
  const { connectionString } = options;
  const url = connectionString !== undefined && URL.canParse(connectionString) ? new URL(connectionString) : null;
  const host = options.host ?? url?.hostname;
  const port = options.port ?? (url === null || url.port === '' ? undefined : Number(url.port));
  const user = options.user ?? (url === null ? undefined : decodeURIComponent(url.username));
  const dbname = options.database ?? (url === null ? undefined : decodeURIComponent(url.pathname.slice(1)));
  const keys = Object.entries({ host, port, user, dbname });
  return Object.fromEntries(
    keys.flatMap(([key, value]) => (value === undefined || value === '' ? [] : [[key, value]])),
  );
}
