import { describe, expect, it } from 'vitest';
import type { Adapter, Credentials } from '../../../core/adapter/adapter.js';
import { childrenOf } from '../../../core/graph/ids.js';
import { buildManifest } from '../../../core/manifest/build-manifest.js';
import type { ParsedExposure, ParsedNode, ParsedProject } from '../../../core/parse/parsed-project.js';
import type { ManifestNode, RefCall, SourceNode } from '../../../core/resources/node.js';
import type { RelationName } from '../../../core/resources/relation.js';
import { exposureNode, modelNode, otherNode, sourceNode } from '../../support/manifest.js';

const adapter = {
  type: 'postgres',
  relationName: (name: RelationName) => name,
  capabilities: { identifierBytes: 63 },
  dialect: { foldIdentifier: (name: string, isQuoted: boolean) => (isQuoted ? name : name.toLowerCase()) },
} as unknown as Adapter;

const ref = (name: string, parts: Partial<RefCall> = {}): RefCall => ({ package: null, name, version: null, ...parts });

/** A node as stage 3 leaves it. */
function parsed({ dependsOn, ...node }: ManifestNode, refs: readonly RefCall[] = [], parts: object = {}): ParsedNode {
  return { ...node, refs, macros: dependsOn.macros, ...parts } as ParsedNode;
}

const model = (name: string, refs: readonly RefCall[] = [], parts: object = {}) =>
  parsed(modelNode(name, { location: { file: `models/${name}.sql`, line: 1, column: 1 } }), refs, parts);
const inPackage = (packageName: string, name: string, refs: readonly RefCall[] = []) =>
  parsed(modelNode(name, { packageName, schema: packageName, relationName: `"${packageName}"."${name}"` }), refs);

function project(nodes: readonly ParsedNode[], more: { sources?: SourceNode[]; exposures?: ParsedExposure[] } = {}) {
  const files = [{ nodes, sources: more.sources ?? [], exposures: more.exposures ?? [] }];
  return {
    config: { name: 'shop' },
    adapter,
    target: { credentials: {} as Credentials },
    files,
    macros: new Map(),
    docs: new Map(),
    unbuilt: new Map([['customer_history', 'snapshot']]),
  } as unknown as ParsedProject;
}

const disabled = { config: { enabled: false } };

describe('buildManifest', () => {
  it('turns references into edges, sources before nodes', () => {
    const { value, diagnostics } = buildManifest(
      project([model('a'), model('b', [ref('a'), ref('a')], { sources: [{ source: 'crm', table: 'leads' }] })], {
        sources: [sourceNode('crm', 'leads')],
      }),
    );
    expect(diagnostics).toEqual([]);
    expect(value.nodes.get('model.shop.b')?.dependsOn.nodes).toEqual(['source.shop.crm.leads', 'model.shop.a']);
    expect(childrenOf(value.graph, 'model.shop.a')).toEqual(['model.shop.b']);
  });

  it('looks in the root project, then in the own package, then in any', () => {
    const { value } = buildManifest(
      project([
        model('shared'),
        inPackage('addon', 'shared'),
        inPackage('addon', 'own'),
        inPackage('other', 'own'),
        inPackage('addon', 'x', [ref('shared'), ref('own'), ref('shared', { package: 'addon' })]),
        model('y', [ref('own')]),
      ]),
    );
    expect(value.nodes.get('model.addon.x')?.dependsOn.nodes).toEqual([
      'model.shop.shared',
      'model.addon.own',
      'model.addon.shared',
    ]);
    expect(value.nodes.get('model.shop.y')?.dependsOn.nodes).toEqual(['model.addon.own']);
  });

  it('reports a missing reference at its place with what was nearly meant', () => {
    const location = { file: 'models/b.sql', line: 3, column: 8 };
    const { diagnostics } = buildManifest(project([model('customers'), model('b', [ref('custmers', { location })])]));
    expect(diagnostics).toEqual([
      {
        code: 'TSDBT_REF_MISSING',
        severity: 'error',
        message: "Model 'b' (models/b.sql) depends on a node named 'custmers', which was not found.",
        location,
        node: 'model.shop.b',
        hint: "Did you mean 'customers'?",
      },
    ]);
  });

  it('says that a missing node is of a kind that is not built', () => {
    const { diagnostics } = buildManifest(project([model('b', [ref('customer_history')])]));
    expect(diagnostics[0].hint).toBe('It is a snapshot, which tsdbt does not build yet.');
  });

  it('reports missing sources, packages and versions in words', () => {
    const b = model('b', [ref('a', { package: 'nope' }), ref('a', { version: 2 })], {
      sources: [{ source: 'crm', table: 'lead' }],
    });
    const { diagnostics } = buildManifest(project([model('a'), b], { sources: [sourceNode('crm', 'leads')] }));
    expect(diagnostics.map((one) => one.message)).toEqual([
      "Model 'b' (models/b.sql) depends on a source named 'crm.lead', which was not found.",
      "Model 'b' (models/b.sql) depends on a node named 'a' in the package 'nope', which was not found.",
      "Model 'b' (models/b.sql) depends on a node named 'a' with the version '2', which was not found.",
    ]);
    expect(diagnostics[0].hint).toBe("Did you mean 'crm.leads'?");
  });

  it('reports a reference to a disabled node, but takes an enabled one of another package', () => {
    const off = model('off', [], disabled);
    const { value, diagnostics } = buildManifest(project([off, model('b', [ref('off')])]));
    expect(diagnostics.map((one) => one.code)).toEqual(['TSDBT_REF_DISABLED']);
    expect(value.disabled.get('model.shop.off')).toHaveLength(1);
    const other = buildManifest(project([off, inPackage('addon', 'off'), model('b', [ref('off')])]));
    expect(other.diagnostics).toEqual([]);
    expect(other.value.nodes.get('model.shop.b')?.dependsOn.nodes).toEqual(['model.addon.off']);
  });

  it('puts a test aside when its node is missing (a warning) or disabled (in silence)', () => {
    const { value, diagnostics } = buildManifest(
      project([
        model('off', [], disabled),
        parsed(otherNode('test', 't1'), [ref('nope')]),
        parsed(otherNode('test', 't2'), [ref('off')]),
      ]),
    );
    expect(diagnostics.map((one) => [one.code, one.severity])).toEqual([['TSDBT_REF_MISSING', 'warning']]);
    expect(diagnostics[0].message).toContain('the test is not run');
    expect([...value.nodes.keys()]).toEqual([]);
    expect(value.disabled.get('test.shop.t1')?.[0].config.enabled).toBe(false);
    expect(value.disabled.has('test.shop.t2')).toBe(true);
  });

  it('attaches a generic test to the node that it is declared on', () => {
    const test = parsed(
      otherNode('test', 't', {
        testMetadata: { name: 'unique', namespace: null, kwargs: {} },
        fileKeyName: 'models.a',
      }),
      [ref('b'), ref('a')],
    );
    const { value } = buildManifest(project([model('a'), model('b'), test]));
    expect(value.nodes.get('test.shop.t')).toMatchObject({ attachedNode: 'model.shop.a' });
  });

  it('gives exposures their edges and fails on what they lack', () => {
    const { dependsOn, ...board } = exposureNode('board', { refs: [ref('a'), ref('gone')] });
    const exposure = { ...board, macros: dependsOn.macros };
    const { value, diagnostics } = buildManifest(project([model('a')], { exposures: [exposure] }));
    expect(value.exposures.get('exposure.shop.board')?.dependsOn.nodes).toEqual(['model.shop.a']);
    expect(diagnostics.map((one) => one.code)).toEqual(['TSDBT_REF_MISSING']);
  });

  it('names both files of two resources with one name', () => {
    const twice = (path: string) => parsed(modelNode('m', { originalFilePath: path }));
    const { diagnostics } = buildManifest(project([twice('models/a/m.sql'), twice('models/b/m.sql')]));
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({
      code: 'TSDBT_NAME_DUPLICATE',
      message: "Two models are named 'm': in models/a/m.sql and in models/b/m.sql.",
    });
  });

  it('refuses a model and a seed of one name, for a reference could mean either', () => {
    const { diagnostics } = buildManifest(project([model('m'), parsed(otherNode('seed', 'm', { identifier: 'm2' }))]));
    expect(diagnostics.map((one) => one.message)).toEqual([
      "ref('m') could mean the model in models/m.sql or the seed in seeds/m.csv.",
    ]);
  });

  it('refuses two nodes with one relation, folding names that are not quoted', () => {
    const quoting = { database: true, schema: true, identifier: false };
    const { diagnostics } = buildManifest(
      project([model('a', [], { identifier: 'X', quoting }), model('b', [], { identifier: 'x', quoting })]),
    );
    expect(diagnostics.map((one) => one.code)).toEqual(['TSDBT_RELATION_DUPLICATE']);
    expect(diagnostics[0].message).toContain("The model 'a' (models/a.sql) and the model 'b' (models/b.sql)");
  });

  it('lets nodes without a relation share a name', () => {
    const noRelation = { identifier: 'x', relationName: null };
    const { diagnostics } = buildManifest(project([model('a', [], noRelation), model('b', [], noRelation)]));
    expect(diagnostics).toEqual([]);
  });

  it('prints the path of a cycle', () => {
    const { diagnostics } = buildManifest(
      project([model('a', [ref('c')]), model('b', [ref('a')]), model('c', [ref('b')])]),
    );
    expect(diagnostics.map((one) => [one.code, one.message])).toEqual([
      ['TSDBT_GRAPH_CYCLE', 'These nodes depend on each other in a circle: a -> b -> c -> a.'],
    ]);
  });

  it('collects all mistakes of a project at once', () => {
    const { diagnostics } = buildManifest(
      project([model('a', [ref('x')]), model('a'), model('b', [ref('b')]), model('c', [ref('y')])]),
    );
    expect(diagnostics.map((one) => one.code).sort()).toEqual([
      'TSDBT_GRAPH_CYCLE',
      'TSDBT_NAME_DUPLICATE',
      'TSDBT_REF_MISSING',
      'TSDBT_REF_MISSING',
    ]);
  });

  it('answers references of running nodes by the same rules', () => {
    const { value } = buildManifest(
      project([model('a'), model('b'), model('off', [], disabled)], { sources: [sourceNode('crm', 'leads')] }),
    );
    expect(value.resolveRef('model.shop.b', null, 'a', null)).toMatchObject({ kind: 'found', node: { name: 'a' } });
    expect(value.resolveRef('model.shop.b', null, 'off', null)).toMatchObject({ kind: 'disabled' });
    expect(value.resolveRef('model.shop.b', null, 'aa', null)).toEqual({ kind: 'missing', suggestions: ['a'] });
    expect(value.resolveSource('model.shop.b', 'crm', 'leads')).toMatchObject({ kind: 'found' });
  });
});
