/**
 * Ends a running statement of one of our own connections: by the protocol's cancel request, then by `pg_cancel_backend`
 * from a second connection, at last by closing the connection. Signals no process but the one it is given.
 */
import { connect } from 'node:net';
import type pg from 'pg';
import type { Connections } from './connections.js';

/** A connection's backend: where it was reached, and how the server named it at the start. */
interface Backend {
  readonly host: string;
  readonly port: number;
  readonly processID: number;
  readonly secretKey: number;
}

const CANCEL_REQUEST_CODE = 80_877_102;

/** How long each means is given, in milliseconds. */
const STEP = 1000;

/** Cancels until `finished` settles; true when the connection had to be closed. */
export async function cancelStatement(
  client: pg.Client,
  finished: Promise<unknown>,
  connections: Connections,
): Promise<boolean> {
  const backend = client as unknown as Backend;
  const isFinished = finished.then(
    () => true,
    () => true,
  );
  const finishesSoon = (): Promise<boolean> => Promise.race([isFinished, sleep(STEP).then(() => false)]);
  let isOver = false;
  const isNeeded = (): boolean => !isOver;
  for (const means of [sendCancelRequest(backend), callCancelBackend(connections, backend.processID, isNeeded)]) {
    const sent = means().catch(() => {});
    await Promise.race([sent, isFinished, sleep(STEP)]);
    if (await finishesSoon()) {
      // The server signals twice; once it has let go of the request, no second signal can end the next statement.
      await Promise.race([sent, sleep(STEP)]);
      isOver = true;
      return false;
    }
  }
  isOver = true;
  return true;
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}

function sendCancelRequest(backend: Backend): () => Promise<void> {
  return () =>
    new Promise((resolve, reject) => {
      const request = Buffer.alloc(16);
      request.writeInt32BE(16, 0);
      request.writeInt32BE(CANCEL_REQUEST_CODE, 4);
      request.writeInt32BE(backend.processID, 8);
      request.writeInt32BE(backend.secretKey, 12);
      const { host, port } = backend;
      const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
      socket.on('connect', () => socket.end(request));
      socket.on('error', reject);
      socket.on('close', () => resolve());
      socket.resume();
    });
}

/** A connection that comes late must not end what the backend does by then. */
function callCancelBackend(connections: Connections, processId: number, isNeeded: () => boolean): () => Promise<void> {
  return async () => {
    const client = await connections.connectAside('moment');
    try {
      if (isNeeded()) await client.query('select pg_cancel_backend($1)', [processId]);
    } finally {
      await connections.leaveAside(client);
    }
  };
}
