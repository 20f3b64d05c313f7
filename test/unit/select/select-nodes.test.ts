import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../../core/manifest/manifest.js';
import type { DataTestNode, ModelNode } from '../../../core/resources/node.js';
import { selectNodes } from '../../../core/select/select-nodes.js';
import type { IndirectSelection } from '../../../core/select/selection.js';
import { exposureNode, manifestOf, modelNode, otherNode, sourceNode } from '../../support/manifest.js';

/** The project that dbt 1.11 was asked about: two packages, a source, an exposure, generic and singular tests. */
function shop(): Manifest {
  const model = (folder: string, name: string, parents: string[], parts: Partial<ModelNode> = {}) =>
    modelNode(name, {
      originalFilePath: `models/${folder}/${name}.sql`,
      fqn: ['shop', ...folder.split('/'), name],
      dependsOn: { nodes: parents, macros: [] },
      ...parts,
    });
  const staging = { tags: ['stg', 'nightly'], config: { materialized: 'view', tags: ['stg', 'nightly'] } };
  const described = { patchPath: 'shop://models/schema.yml' };
  const generic = (name: string, test: string, parents: string[], parts: Partial<DataTestNode> = {}) =>
    otherNode('test', name, {
      originalFilePath: 'models/schema.yml',
      testMetadata: { name: test, namespace: null, kwargs: {} },
      config: { severity: 'ERROR', enabled: true },
      dependsOn: { nodes: parents, macros: [] },
      ...parts,
    });
  const addon = (name: string) =>
    modelNode(name, { packageName: 'addon', originalFilePath: `models/${name}.sql`, fqn: ['addon', name] });
  return manifestOf(
    [
      addon('addon_base'),
      addon('customers'),
      model('staging/erp', 'stg_customers', ['seed.shop.raw_customers'], { ...staging, ...described }),
      model('staging/erp', 'stg_orders', ['seed.shop.raw_orders'], { ...staging, ...described }),
      model('staging', 'stg_leads', ['source.shop.crm.leads'], staging),
      model('marts', 'fct_orders', ['model.shop.stg_orders', 'model.shop.stg_customers'], {
        ...described,
        tags: ['finance'],
        group: 'fin',
        access: 'public',
        config: { materialized: 'table', tags: ['finance'], meta: { owner: 'ann', teams: ['a', 'b'] } },
      }),
      model(
        'marts',
        'dim_customers',
        ['model.shop.stg_customers', 'model.shop.fct_orders', 'model.shop.stg_leads', 'model.addon.addon_base'],
        { ...described, group: 'fin', config: { materialized: 'incremental', unique_key: 'id' } },
      ),
      otherNode('seed', 'raw_customers', { config: { enabled: true, contract: { enforced: false } } }),
      otherNode('seed', 'raw_orders', { config: { enabled: true, contract: { enforced: false } } }),
      otherNode('analysis', 'report', { dependsOn: { nodes: ['model.shop.dim_customers'], macros: [] } }),
      otherNode('operation', 'shop-on-run-start-0'),
      generic('unique_stg_customers_id', 'unique', ['model.shop.stg_customers']),
      generic('not_null_stg_customers_id', 'not_null', ['model.shop.stg_customers']),
      generic('not_null_stg_orders_id', 'not_null', ['model.shop.stg_orders'], {
        tags: ['slow'],
        config: { severity: 'warn', enabled: true },
      }),
      generic('rel_stg_orders', 'relationships', ['model.shop.stg_customers', 'model.shop.stg_orders']),
      generic('unique_fct_orders_id', 'unique', ['model.shop.fct_orders']),
      generic('rel_fct_orders', 'relationships', ['model.shop.stg_orders', 'model.shop.fct_orders']),
      generic('unique_dim_customers_id', 'unique', ['model.shop.dim_customers']),
      generic('source_not_null_crm_leads_id', 'not_null', ['source.shop.crm.leads'], { tags: ['ext'] }),
      otherNode('test', 'orders_have_customers', {
        originalFilePath: 'tests/orders_have_customers.sql',
        config: { severity: 'ERROR', enabled: true },
        dependsOn: { nodes: ['model.shop.fct_orders', 'model.shop.stg_customers'], macros: [] },
      }),
      sourceNode('crm', 'leads', { tags: ['ext'] }),
      sourceNode('crm', 'accounts', { tags: ['ext'] }),
      exposureNode('board', { tags: ['nightly'], dependsOn: { nodes: ['model.shop.dim_customers'], macros: [] } }),
    ],
    [modelNode('gone')],
  );
}

const manifest = shop();

function ask(select: string | null, exclude = '', indirectSelection: IndirectSelection = 'eager') {
  const request = {
    select: select === null ? null : [select],
    exclude: exclude === '' ? [] : [exclude],
    indirectSelection,
  };
  const outcome = selectNodes(manifest, request);
  return { names: [...outcome.value.ids].map((id) => id.split('.').slice(2).join('.')).sort(), ...outcome };
}

/** dbt lists no analyses by default; its selection holds them, as `+report` shows. */
const namesOf = (text: string) => [...new Set(text.split(' '))].filter((word) => word !== '').sort();

const stagingTests = 'not_null_stg_customers_id not_null_stg_orders_id rel_stg_orders unique_stg_customers_id';
const ofCustomers =
  'stg_customers not_null_stg_customers_id unique_stg_customers_id rel_stg_orders orders_have_customers';
const ofOrders = 'stg_orders not_null_stg_orders_id rel_stg_orders rel_fct_orders';
const ofFct = 'fct_orders unique_fct_orders_id rel_fct_orders orders_have_customers';
const ofStaging = `stg_customers stg_orders stg_leads ${stagingTests} rel_fct_orders orders_have_customers`;
const ofLeads = 'crm.leads source_not_null_crm_leads_id';
const ofDim = 'dim_customers unique_dim_customers_id';
const above = `fct_orders stg_customers stg_orders raw_customers raw_orders ${stagingTests} rel_fct_orders unique_fct_orders_id orders_have_customers`;
const aboveDim = `${above} addon_base stg_leads ${ofLeads} ${ofDim}`;
const allTests = `${stagingTests} rel_fct_orders unique_fct_orders_id unique_dim_customers_id source_not_null_crm_leads_id`;

describe('selectNodes answers as dbt', () => {
  it.each([
    ['stg_orders', ofOrders],
    ['stg_customers', ofCustomers],
    ['+fct_orders', above],
    ['stg_orders+1', `${ofOrders} fct_orders unique_fct_orders_id orders_have_customers`],
    [
      '1+dim_customers',
      `addon_base ${ofDim} ${ofFct} stg_customers stg_leads not_null_stg_customers_id rel_stg_orders unique_stg_customers_id`,
    ],
    ['raw_orders+', `board report raw_orders ${ofOrders} ${ofFct.replace('rel_fct_orders ', '')} ${ofDim}`],
    ['@stg_leads', `${aboveDim} board report`],
    ['@+stg_orders', `${aboveDim} board report`],
    ['tag:nightly', `board ${ofStaging}`],
    ['tag:night*,config.materialized:view', ofStaging],
    ['config.materialized:incremental fct_orders', `${ofFct} ${ofDim}`],
    ['staging', ofStaging],
    ['shop.staging.erp', ofStaging.replace('stg_leads ', '')],
    ['staging.erp.*', ofStaging.replace('stg_leads ', '')],
    ['stg_*', ofStaging],
    ['shop.stag*', ofStaging],
    ['stg_[ol]*', `${ofOrders} stg_leads`],
    ['shop.staging.*.stg_orders', ofOrders],
    ['marts.fct_orders', ofFct],
    ['addon', 'addon_base customers'],
    ['addon.customers', 'customers'],
    ['path:models/staging/erp', ofStaging.replace('stg_leads ', '')],
    ['models/staging/*.sql', 'stg_leads'],
    ['models/staging/**/stg_o*.sql', ofOrders],
    ['./models/marts', `${ofFct} ${ofDim}`],
    ['models/marts/', `${ofFct} ${ofDim}`],
    ['path:models/stag?ng', ofStaging],
    ['path:models/schema.yml', `board ${ofDim} ${ofFct} ${ofCustomers} ${ofOrders} crm.accounts ${ofLeads}`],
    ['path:tests', 'orders_have_customers'],
    ['file:stg_orders', ofOrders],
    ['stg_orders.sql', ofOrders],
    ['raw_customers.csv', 'raw_customers'],
    ['source:crm', `crm.accounts ${ofLeads}`],
    ['source:crm.leads+', `board report ${ofLeads} stg_leads ${ofDim}`],
    ['source:*.*.leads', ofLeads],
    ['tag:ext', `crm.accounts ${ofLeads}`],
    ['exposure:board', 'board'],
    ['exposure:shop.*', 'board'],
    ['+exposure:*', `board ${aboveDim}`],
    ['1+exposure:board', `board ${ofDim}`],
    ['+report', `report ${aboveDim}`],
    ['package:ad*', 'addon_base customers'],
    ['package:this,resource_type:seed', 'raw_customers raw_orders'],
    ['test_name:not_null', 'not_null_stg_customers_id not_null_stg_orders_id source_not_null_crm_leads_id'],
    ['test_type:singular', 'orders_have_customers'],
    ['test_type:generic', allTests],
    ['test_type:data', `${allTests} orders_have_customers`],
    ['config.severity:WARN', 'not_null_stg_orders_id'],
    ['config.meta.owner:ann', ofFct],
    ['config.tags:finance', ofFct],
    ['config.unique_key:id', ofDim],
    ['config.contract.enforced:False,resource_type:seed', 'raw_customers raw_orders'],
    ['group:f*', `${ofFct} ${ofDim}`],
    ['access:public', ofFct],
    ['stg_orders,stg_customers', 'rel_stg_orders'],
    ['+stg_orders,fct_orders+', 'rel_fct_orders'],
    ['stg_orders+,+fct_orders', `${ofOrders} fct_orders unique_fct_orders_id orders_have_customers`],
    ['0+fct_orders', ofFct],
    ['unique_stg_customers_id', 'unique_stg_customers_id'],
  ])('%s', (select, names) => {
    expect(ask(select).names).toEqual(namesOf(names));
  });

  it('takes everything but hooks of the project when nothing is asked for', () => {
    const all = [...manifest.nodes.keys(), ...manifest.sources.keys(), ...manifest.exposures.keys()];
    const wanted = all.filter((id) => !id.startsWith('operation.'));
    expect([...ask(null).value.ids].sort()).toEqual(wanted.sort());
  });

  it.each([
    ['fct_orders stg_orders', 'stg_orders', 'fct_orders unique_fct_orders_id orders_have_customers'],
    ['fct_orders', 'test_name:unique', 'fct_orders rel_fct_orders orders_have_customers'],
    [
      'test_type:generic',
      'stg_orders+',
      'not_null_stg_customers_id unique_stg_customers_id source_not_null_crm_leads_id',
    ],
  ])('%s without %s', (select, exclude, names) => {
    expect(ask(select, exclude).names).toEqual(namesOf(names));
  });

  it.each<[IndirectSelection, string, string]>([
    ['cautious', 'stg_orders', 'stg_orders not_null_stg_orders_id'],
    ['cautious', 'stg_orders stg_customers', `stg_orders stg_customers ${stagingTests}`],
    ['cautious', 'fct_orders', 'fct_orders unique_fct_orders_id'],
    ['cautious', 'fct_orders,tag:finance', 'fct_orders unique_fct_orders_id'],
    ['buildable', 'fct_orders', ofFct],
    ['buildable', 'stg_orders', 'stg_orders not_null_stg_orders_id'],
    ['buildable', 'fct_orders raw_customers', `raw_customers ${ofFct}`],
    ['buildable', 'stg_customers dim_customers', `${ofDim} ${ofCustomers}`],
    ['empty', 'fct_orders stg_orders', 'fct_orders stg_orders'],
  ])('%s: %s', (mode, select, names) => {
    expect(ask(select, '', mode).names).toEqual(namesOf(names));
  });

  it('keeps a test with two chosen parents when one of them is excluded cautiously', () => {
    const wanted =
      'fct_orders stg_orders raw_customers raw_orders not_null_stg_orders_id rel_stg_orders rel_fct_orders';
    const names = `${wanted} unique_fct_orders_id orders_have_customers`;
    expect(ask('+fct_orders', 'stg_customers', 'cautious').names).toEqual(namesOf(names));
  });
});

describe('selectNodes explains itself', () => {
  it.each(['nothing_here', 'tag:NIGHTLY', 'FCT_orders ', 'stg_orders++', '+2+stg_orders', 'config.nope:1', 'a,,b'])(
    'warns that %s matches nothing',
    (select) => {
      const { value, diagnostics } = ask(select);
      expect(value.ids.size).toBe(0);
      expect(diagnostics.map((one) => [one.code, one.severity])).toEqual([['TSDBT_SELECTOR_NO_MATCH', 'warning']]);
    },
  );

  it('names what was nearly meant', () => {
    expect(ask('fct_order').diagnostics[0].hint).toBe("Did you mean 'fct_orders'?");
    expect(ask('tag:nightley').diagnostics[0].hint).toBe("Did you mean 'nightly'?");
    expect(ask('source:crm.lead').diagnostics[0].hint).toContain("'crm.leads'");
    expect(ask('config.materialised:table').diagnostics[0].hint).toBe("Did you mean 'config.materialized'?");
    expect(ask('config.materialized:tabel').diagnostics[0].hint).toBe("Did you mean 'table'?");
  });

  it('names the method that a word without one lacks', () => {
    expect(ask('nightly+').diagnostics[0].hint).toBe("Did you mean 'tag:nightly'?");
    expect(ask('crm.leads').diagnostics[0].hint).toBe("Did you mean 'source:crm.leads'?");
  });

  it('says that a node is disabled', () => {
    expect(ask('gone').diagnostics[0].hint).toBe("model 'gone' is disabled (models/gone.sql).");
  });

  it('warns of one criterion and still selects the others', () => {
    const { names, diagnostics } = ask('stg_orders nothing_here');
    expect(names).toEqual(namesOf(ofOrders));
    expect(diagnostics[0].message).toBe("The selection criterion 'nothing_here' does not match any enabled nodes.");
  });

  it('warns of an exclusion that matches nothing', () => {
    expect(ask('stg_orders', 'zzz').diagnostics.map((one) => one.code)).toEqual(['TSDBT_SELECTOR_NO_MATCH']);
  });

  it.each([
    ['@stg_leads+', 'TSDBT_SELECTOR_INVALID'],
    ['resource_type:bogus', 'TSDBT_SELECTOR_INVALID'],
    ['test_type:zzz', 'TSDBT_SELECTOR_INVALID'],
    ['state:modified', 'TSDBT_SELECTOR_NOT_BUILT'],
    ['result:error', 'TSDBT_SELECTOR_NOT_BUILT'],
  ])('reports %s as one error', (select, code) => {
    expect(ask(select).diagnostics.map((one) => [one.code, one.severity])).toEqual([[code, 'error']]);
  });

  it('proposes the method that was meant', () => {
    expect(ask('tagg:x').diagnostics[0]).toMatchObject({ code: 'TSDBT_SELECTOR_INVALID', hint: "Did you mean 'tag'?" });
    expect(ask('constructor:x').diagnostics[0].code).toBe('TSDBT_SELECTOR_INVALID');
  });
});

it('chooses by many names what it chooses by each of them', () => {
  const manifest = manifestOf([
    ...Array.from({ length: 12 }, (_, number) => modelNode(`m${number}`)),
    modelNode('dim', { uniqueId: 'model.shop.dim.v2', fqn: ['shop', 'marts', 'dim.v2'] }),
    modelNode('wide', { fqn: ['shop', 'marts', 'wide'] }),
    sourceNode('crm', 'm3'),
  ]);
  const one = Array.from({ length: 12 }, (_, number) => `m${11 - number}`);
  const ids = (...words: string[]) => {
    const request = { select: words, exclude: [], indirectSelection: 'eager' } as const;
    const { value, diagnostics } = selectNodes(manifest, request);
    return { ids: [...value.ids], missed: diagnostics.map(({ message }) => /'(.*?)'/.exec(message)?.[1]) };
  };
  const inOrder = one.map((name) => `model.shop.${name}`);
  expect(ids(...one, 'dim.v2', 'ghost')).toEqual({ ids: [...inOrder, 'model.shop.dim.v2'], missed: ['ghost'] });
  expect(ids(...one, 'shop.marts').ids.slice(12)).toEqual(['model.shop.dim.v2', 'model.shop.wide']);
  expect(ids(...one, 'marts.dim', 'marts.m3')).toEqual({
    ids: [...inOrder, 'model.shop.dim.v2'],
    missed: ['marts.m3'],
  });
  expect(ids(...one, 'v2').missed).toEqual(['v2']);
});
