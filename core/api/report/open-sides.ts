/** Opens the databases of a change and of its base for reading, or says why that cannot be. */
import type { Adapter, Credentials } from '../../adapter/adapter.js';
import type { Database } from '../../adapter/database.js';
import type { RunRecord } from '../../artifacts/run-record/run-record.js';
import { isFile } from '../../io/locate/find-project-dir.js';
import type { JsonObject } from '../../resources/json.js';
import type { Side } from './compare-node.js';

export interface SidesRequest {
  readonly adapter: Adapter;
  /** The login of the profile, which may read both databases. */
  readonly credentials: Credentials;
  readonly change: RunRecord;
  readonly base: RunRecord;
  readonly signal: AbortSignal;
}

export interface OpenSides {
  readonly sides: { readonly before: Side; readonly after: Side };
  readonly close: () => Promise<void>;
}

/** Sessions that the database lets change nothing. Never throws. */
export async function openSides(request: SidesRequest): Promise<OpenSides | { readonly problem: string }> {
  const { adapter, base, change } = request;
  const before = await placeOf(base, request, 'base');
  const after = await placeOf(change, request, 'change');
  if ('problem' in before) return before;
  if ('problem' in after) return after;
  if (before.describe === after.describe && before.schema === after.schema) {
    return { problem: `Rows were not compared: both runs wrote to ${after.describe}, so what the base made is gone.` };
  }
  const databases: Database[] = [];
  const close = async () => void (await Promise.all(databases.map((database) => database.close())));
  const open = async (credentials: Credentials): Promise<Side> => {
    const database = await adapter.open(credentials, { threads: 1, applicationName: 'tsdbt' });
    databases.push(database);
    const session = await database.session({ purpose: 'preview', label: 'report', signal: request.signal });
    return { adapter, credentials, session };
  };
  try {
    return { sides: { before: await open(before), after: await open(after) }, close };
  } catch (error) {
    await close();
    return { problem: `Rows were not compared: ${adapter.classifyError(error).message}` };
  }
}

/** Secrets are meant for the server of the profile: a record that names another one is not followed. */
async function placeOf(
  { target }: RunRecord,
  { adapter, credentials }: SidesRequest,
  which: string,
): Promise<Credentials | { readonly problem: string }> {
  const place = target.type === adapter.type ? adapter.credentialsAt(credentials, target.fields as JsonObject) : null;
  if (place === null) {
    const own = `${adapter.type}, ${credentials.describe}`;
    return {
      problem: `Rows were not compared: the ${which} was built in ${target.type}, ${target.describe}, which the target (${own}) does not reach.`,
    };
  }
  for (const file of place.files) {
    if (!(await isFile(file)))
      return { problem: `Rows were not compared: the database of the ${which}, ${file}, is not there.` };
  }
  return place;
}
