/** A table whose rows cannot be counted is a gap in what is known of its node, and keeps nobody from knowing the rest. */
import { expect, it } from 'vitest';
import type { Database } from '../../../core/adapter/database.js';
import { failureError } from '../../../core/adapter/failure-error.js';
import { previewProject, runKept } from '../../support/execute/preview-run.js';
import { placed } from '../../support/execute/project-run.js';
import { modelNode } from '../../support/manifest.js';
import { forEachAdapter } from '../support.js';

/** The same database, which lets nobody count rows. */
function withoutCounting(database: Database): Database {
  return {
    ...database,
    session: async (options) => {
      const session = await database.session(options);
      const execute: typeof session.execute = async (sql, how) => {
        if (!sql.includes('select count(*)')) return session.execute(sql, how);
        throw failureError({ kind: 'permission', message: 'permission denied for table' });
      };
      return Object.assign(Object.create(session), { execute }) as typeof session;
    },
  };
}

forEachAdapter('a plan of tables that may not be read', (under) => {
  it('says of each that its rows could not be counted, and all else', async () => {
    const model = (name: string, sql: string) =>
      placed(under, modelNode(name, { rawCode: sql, config: { materialized: 'table' } }));
    await runKept(under, [model('closed', 'select 1 as id')], { command: 'run' });
    const nodes = [model('closed', 'select 2 as id'), model('fresh', 'select 3 as id')];
    const database = withoutCounting(under.database);
    const preview = await previewProject(under, nodes, { command: 'run', deps: { database: async () => database } });
    const said = preview.nodes.map(({ node, action, rows, unknown }) => [node.name, action, rows, unknown]);
    expect(said).toEqual([
      ['closed', 'replace', null, 'Its rows could not be counted: permission denied for table.'],
      ['fresh', 'create', null, null],
    ]);
  });
});
