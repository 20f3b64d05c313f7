import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { forPostgres } from './support.js';

/** What a client sends first when it wants SSL: its length and the code of the request. */
const SSL_REQUEST = '0000000804d2162f';

/** In front of the server: refuses SSL, the first time after a while, and passes plain connections on. */
async function slowRefusal(target: { readonly host: string; readonly port: number }): Promise<Server> {
  let isFirst = true;
  const server = createServer((client) => {
    client.on('error', () => {});
    client.once('data', (data) => {
      if (data.toString('hex') === SSL_REQUEST) {
        setTimeout(() => client.write('N'), isFirst ? 300 : 0);
        isFirst = false;
        return;
      }
      const upstream = connect(target.port, target.host);
      upstream.on('error', () => client.destroy());
      upstream.write(data);
      client.pipe(upstream).pipe(client);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return server;
}

forPostgres('a server without SSL', (under) => {
  it('is reached by connections that were begun before the first was refused', async () => {
    const server = await slowRefusal(under.output as { host: string; port: number });
    const { port } = server.address() as AddressInfo;
    const credentials = under.credentialsWith({ port, retries: 0, sslmode: 'prefer' });
    const database = await under.adapter.open(credentials, { threads: 2, applicationName: 'tsdbt' });
    const ask = async (): Promise<number> => {
      const session = await database.session({ purpose: 'read', label: 'test' });
      const { rows } = await session.execute('select 1');
      // Kept for a while, so that nobody gets a connection that another has given back.
      await new Promise((resolve) => setTimeout(resolve, 500));
      await session.release();
      return rows.length;
    };
    try {
      expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
    } finally {
      await database.close();
    }
  });
});
