import { readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ManifestNode } from '../../../core/resources/node.js';
import { compileBench } from '../../support/compile.js';

const fixture = new URL('../../fixtures/coffee-shop/', import.meta.url);

function filesUnder(folder: string): Record<string, string> {
  const paths = readdirSync(new URL(folder, fixture), { recursive: true, encoding: 'utf8' });
  const files = paths
    .filter((path) => path !== 'profiles.yml')
    .filter(
      (path) => /\.(?:sql|ya?ml|md|csv)$/u.test(path) && !statSync(new URL(folder + path, fixture)).isDirectory(),
    );
  return Object.fromEntries(files.map((path) => [path, readFileSync(new URL(folder + path, fixture), 'utf8')]));
}

const project = filesUnder('project/');
const compiledByDbt = filesUnder('expected/compiled/');

/** The file that dbt writes a node's compiled SQL to. */
function compiledPath(node: ManifestNode): string {
  return node.resourceType === 'test' && node.testMetadata !== null
    ? `${node.originalFilePath}/${node.path}`
    : node.originalFilePath;
}

describe('the coffee shop compiles to the SQL that real dbt compiled', () => {
  const bench = compileBench(project);
  const nodes = [...bench.project.manifest.nodes.values()].filter(({ resourceType }) =>
    ['model', 'test', 'analysis'].includes(resourceType),
  );

  it('has a node for each file that dbt wrote', () => {
    const written = Object.keys(compiledByDbt).filter((path) => !path.startsWith('dbt_project.yml'));
    expect(nodes.map(compiledPath)).toEqual(expect.arrayContaining(written));
  });

  it.each(nodes.filter((node) => compiledByDbt[compiledPath(node)] !== undefined))('$name', async ({ name }) => {
    const { sql, node } = await bench.compile(name);
    const text = sql.text.replaceAll('"db"."main', '"postgres"."coffee');
    expect(text).toBe(compiledByDbt[compiledPath(node)]);
  });

  it('compiles the incremental model anew when its table stands', async () => {
    const second = compileBench(project, { state: () => ({ presence: 'present', type: 'table' }) });
    const { sql } = await second.compile('fct_orders');
    const text = sql.text.replaceAll('"db"."main', '"postgres"."coffee');
    expect(text).toBe(filesUnder('expected/compiled-second/')['fct_orders.sql']);
  });
});
