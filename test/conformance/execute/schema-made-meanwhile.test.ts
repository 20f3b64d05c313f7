/** Two runs that need the same new schema: the one that comes second to create it goes on. */
import { expect, it } from 'vitest';
import { builtInEnvironment } from '../../support/execute/built-in-environment.js';
import { placed, runProject } from '../../support/execute/project-run.js';
import { modelNode } from '../../support/manifest.js';
import { forPostgres } from '../support.js';

// Without "if not exists", which does not help either when two do it at the same moment.
const createSchema = (sql: string) => `{% macro create_schema(relation) %}{% do run_query("${sql}") %}{% endmacro %}`;

forPostgres('a schema that is there when it is created', (under) => {
  const model = () =>
    placed(under, modelNode('orders', { config: { materialized: 'table' }, rawCode: 'select 1 as id' }));
  /** The schema was not there when the run looked first. */
  const lateAdapter = () => {
    let looks = 0;
    const schemas: typeof under.adapter.introspector.schemas = async (session) =>
      ++looks === 1 ? [] : under.adapter.introspector.schemas(session);
    return { ...under.adapter, introspector: { ...under.adapter.introspector, schemas } };
  };

  it('is no failure', async () => {
    const environment = await builtInEnvironment(under.adapter, createSchema('create schema public'));
    const { results } = await runProject(under, [model()], { deps: { environment, adapter: lateAdapter() } });
    expect(results.get('orders')?.message).toBe('SELECT 1');
  });

  it('is one when it is still not there', async () => {
    const environment = await builtInEnvironment(under.adapter, createSchema('create schema pg_mine'));
    const missing = { ...model(), schema: 'missing' };
    const { results } = await runProject(under, [missing], { deps: { environment } });
    expect(results.get('orders')).toMatchObject({
      status: 'error',
      message: expect.stringContaining('unacceptable schema name "pg_mine"'),
    });
  });
});
