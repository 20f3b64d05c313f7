/** A TCP proxy before a server, which a test can cut, stop, or let refuse: the network between tsdbt and its database. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Proxy {
  readonly host: string;
  readonly port: number;
  /** Ends every connection at once, as the death of the client's process or of a router does. */
  readonly cut: () => void;
  /** Connections that stand pass nothing to the client any more; what it sends still arrives. */
  readonly loseAnswers: () => void;
  /** From now on nothing is passed on in either direction; connections stay open. */
  readonly swallow: () => void;
  /** How many connections have been made through it. */
  readonly connections: () => number;
  /** Refuses connections and ends those that stand, then is there again. */
  readonly restart: (milliseconds: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Starts a proxy on a free port of localhost; `onSent` hears what clients send before it is passed on. */
export async function startProxy(
  target: { readonly host: string; readonly port: number },
  onSent: (data: Buffer) => void = () => {},
): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const clients = new Set<Socket>();
  let count = 0;
  let swallows = false;
  const deaf = new Set<Socket>();
  const server = createServer((client) => {
    count++;
    clients.add(client);
    const upstream = connect(target.port, target.host);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('data', (data) => {
        if (from === client) onSent(data);
        if (!swallows && !deaf.has(to)) to.write(data);
      });
      from.on('end', () => {
        if (!swallows) to.end();
      });
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        if (!swallows) to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  const close = async () => {
    cut();
    if (server.listening) await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    cut,
    loseAnswers: () => {
      for (const client of clients) deaf.add(client);
    },
    swallow: () => {
      swallows = true;
    },
    connections: () => count,
    restart: async (milliseconds) => {
      const { port } = server.address() as AddressInfo;
      await close();
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    },
    close,
  };
}
