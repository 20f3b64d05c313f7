/** When a node is left as it is. Each case takes one thing away from a node that may be. */
import { describe, expect, it } from 'vitest';
import { type DataStore, dataVersion, forgetVersion } from '../../../../core/execute/reuse/data-versions.js';
import { decide, type NodeFacts } from '../../../../core/execute/reuse/decide.js';
import { type ReuseRow, readRow, rowText } from '../../../../core/execute/reuse/reuse-row.js';

const row = (parts: Partial<ReuseRow> = {}): ReuseRow => ({
  ...{ kind: 'table', recipe: 'r', common: 'c', version: 'v', inputs: {}, why: null, mark: 'm' },
  ...parts,
});
const store = (rows: Readonly<Record<string, ReuseRow>>, parts: Partial<DataStore> = {}): DataStore => ({
  rows: new Map(Object.entries(rows)),
  marks: new Map(Object.keys(rows).map((key) => [key, 'm'])),
  built: new Set(),
  sources: new Map(),
  known: new Map(),
  readers: new Map(),
  ...parts,
});

const own = row({ inputs: { p: 'p1' } });
const facts: NodeFacts = {
  type: 'model',
  recipe: { hash: 'r', common: 'c' },
  reads: [{ key: 'p', name: 'parent' }],
  relation: 'n',
  row: own,
  forced: null,
};
const parent = row({ version: 'p1' });
const good = store({ n: own, p: parent });

describe('a node', () => {
  it('is reused when nothing has changed', () => {
    expect(decide(facts, good)).toEqual({ isReused: true, reason: 'nothing has changed' });
  });

  it.each<[string, Partial<NodeFacts>, DataStore]>([
    ['it is forced', { forced: 'it is forced' }, good],
    ['it uses x', { recipe: { hash: null, reason: 'it uses x' } }, good],
    ['no earlier success is recorded', { row: undefined }, good],
    ['its relation does not stand', {}, store({ n: own, p: parent }, { marks: new Map([['p', 'm']]) })],
    [
      'its relation is not as tsdbt left it',
      {},
      store(
        { n: own, p: parent },
        {
          marks: new Map([
            ['n', 'x'],
            ['p', 'm'],
          ]),
        },
      ),
    ],
    ['its relation is not as tsdbt left it', {}, store({ n: row({ mark: null }), p: parent })],
    ['its last build left nothing to compare with', { row: { ...own, recipe: null } }, good],
    ['it calls random()', { row: { ...own, why: 'calls random()' } }, good],
    ['its code, config, macros or vars have changed', { recipe: { hash: 's', common: 'c' } }, good],
    ['its file, config or vars have changed', { type: 'seed', recipe: { hash: 's', common: 'c' } }, good],
    [
      'another user, role or search path, another version of tsdbt, or other flags of the project made it',
      { recipe: { hash: 's', common: 'd' } },
      good,
    ],
    [
      'its code, config, macros or vars have changed',
      { row: { ...own, common: null }, recipe: { hash: 's', common: 'd' } },
      good,
    ],
    ['parent: it has changed', {}, store({ n: own, p: row({ version: 'p2' }) })],
    ['parent: no build of it is recorded', {}, store({ n: own })],
    ['parent: it was not read before', { row: row() }, good],
    ['parent: what it held at the last build is not known', { row: row({ inputs: { p: null } }) }, good],
    [
      'parent: it is not as tsdbt left it',
      {},
      store(
        { n: own, p: parent },
        {
          marks: new Map([
            ['n', 'm'],
            ['p', 'x'],
          ]),
        },
      ),
    ],
  ])('is built: %s', (reason, parts, known) => {
    expect(decide({ ...facts, ...parts }, known)).toEqual({ isReused: false, reason });
  });
});

describe('the data version', () => {
  const view = row({ kind: 'view', version: 'w', inputs: { p: 'p1' } });

  it('of a view is another one when it is made anew, and when what it reads is', () => {
    const versionOf = (rows: Readonly<Record<string, ReuseRow>>) => dataVersion('w', store(rows)).version;
    const before = versionOf({ w: view, p: parent });
    expect(before).not.toBeNull();
    expect(versionOf({ w: view, p: parent })).toBe(before);
    expect(versionOf({ w: view, p: row({ version: 'p2' }) })).not.toBe(before);
    expect(versionOf({ w: { ...view, version: 'w2' }, p: parent })).not.toBe(before);
    // Through another view.
    const deep = { p: row({ kind: 'view', version: 'p1', inputs: { q: 'q1' } }) };
    const [one, other] = ['q1', 'q2'].map((version) => versionOf({ ...deep, w: view, q: row({ version }) }));
    expect(one).not.toBe(other);
  });

  it('of a view is unknown when what it reads is, when it may change by itself, and when it reads itself', () => {
    const reasonOf = (rows: Readonly<Record<string, ReuseRow>>) => dataVersion('w', store(rows));
    expect(reasonOf({ w: view })).toEqual({
      version: null,
      reason: 'it reads p, and no build of it is recorded',
    });
    expect(reasonOf({ w: { ...view, why: 'reads current_date' }, p: parent }).version).toBeNull();
    expect(reasonOf({ w: { ...view, inputs: { w: 'w' } } }).version).toBeNull();
  });

  it('of what the run has built needs no mark', () => {
    const fresh = store({ p: row({ mark: null, version: 'p3' }) }, { built: new Set(['p']), marks: new Map() });
    expect(dataVersion('p', fresh)).toEqual({ version: 'p3' });
  });
});

describe('a row of the ledger', () => {
  it('comes back as it was written, with the mark that the database has put behind it', () => {
    const written = row({ inputs: { '["main","p"]': 'p1', q: null }, why: 'calls x()', mark: null });
    expect(readRow('table', `${rowText(written)}mark`)).toEqual({ ...written, mark: 'mark' });
    expect(readRow('table', rowText(written))).toEqual(written);
  });

  it.each(['{}', '', '{}\nm', 'x\nm', '{"version":"v"}\nm', '[]\nm'])('that says nothing is none: %j', (details) => {
    expect(readRow('table', details)).toBeNull();
  });
});

describe('a version that was worked out', () => {
  const view = (...inputs: string[]) =>
    row({ kind: 'view', inputs: Object.fromEntries(inputs.map((key) => [key, null])) });
  const versionsOf = (given: DataStore) =>
    Object.fromEntries([...given.rows.keys()].map((key) => [key, dataVersion(key, given).version]));

  it('is the one that is worked out anew, whichever relation is built', () => {
    const rows = { t: parent, u: parent, a: view('t'), b: view('a', 'u'), c: view('b'), d: view('u'), e: view('x') };
    for (const built of ['t', 'u', 'a', 'b', 'x']) {
      const kept = store(rows);
      versionsOf(kept);
      const changed = row({ version: 'another', kind: built === 'a' || built === 'b' ? 'view' : 'table' });
      (kept.rows as Map<string, ReuseRow>).set(built, changed);
      (kept.marks as Map<string, string>).set(built, 'm');
      forgetVersion(built, kept);
      expect(versionsOf(kept)).toEqual(versionsOf(store({ ...rows, [built]: changed })));
    }
  });

  it('is kept when nothing that it was made of is built', () => {
    const kept = store({ t: parent, u: parent, a: view('t'), b: view('a'), d: view('u') });
    versionsOf(kept);
    forgetVersion('t', kept);
    expect([...kept.known.keys()]).toEqual(['d']);
  });

  it('ends for views that read each other', () => {
    const kept = store({ a: view('b'), b: view('a') });
    versionsOf(kept);
    forgetVersion('a', kept);
    expect(kept.known.size).toBe(0);
  });
});
