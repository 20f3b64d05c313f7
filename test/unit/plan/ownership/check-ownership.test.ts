import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../../core/diagnostics/diagnostic.js';
import type { TsdbtError } from '../../../../core/diagnostics/error.js';
import { checkOwnership, type Place } from '../../../../core/plan/ownership/check-ownership.js';
import { type Ownership, unquestioned } from '../../../../core/plan/ownership/ownership.js';
import type { Holding, RelationType } from '../../../../core/resources/relation.js';
import { factsOf } from '../../../support/plan/play-steps.js';

const held: Holding = { owner: 'etl', mayReplace: true, isPartitioned: false };

function finding(type: RelationType, changes: Partial<Omit<Place, 'ownership'>> & { ownership?: Partial<Ownership> }) {
  const place: Place = {
    ...factsOf(),
    state: { presence: 'present', type, holding: held },
    wanted: 'table',
    isReplacing: true,
    ...changes,
    ownership: { ...unquestioned, ...changes.ownership },
  };
  try {
    checkOwnership(place);
    return null;
  } catch (error) {
    return (error as TsdbtError).diagnostics[0]!;
  }
}
const code = (found: Diagnostic | null) => found?.code ?? 'free';
const standing = (type: RelationType, changes: Partial<Holding>) =>
  ({ presence: 'present', type, holding: { ...held, ...changes } }) as const;

describe('checkOwnership', () => {
  it('lets a node replace its own kind, and take a place where nothing stands', () => {
    expect(finding('table', {})).toBeNull();
    expect(finding('view', { wanted: 'view' })).toBeNull();
    expect(finding('table', { state: { presence: 'absent' } })).toBeNull();
  });

  it.each(['ledger', 'state'] as const)('lets another kind go when the %s says that it is ours', (provenBy) => {
    expect(finding('view', { ownership: { provenBy } })).toBeNull();
    expect(finding('table', { wanted: 'view', ownership: { provenBy } })).toBeNull();
  });

  it('names what stands there, whose it is and what to do', () => {
    const found = finding('view', {});
    expect(found).toMatchObject({ code: 'TSDBT_RELATION_NOT_OURS', node: 'model.shop.orders' });
    expect(found!.message).toBe(
      's.orders is a view of the role etl and nothing says that tsdbt made it; model.shop.orders, a table, did not replace it.',
    );
    expect(found!.hint).toContain('--adopt');
  });

  it('says why the ledger could not be asked', () => {
    const found = finding('view', { ownership: { ledgerProblem: 'permission denied' } });
    expect(found!.message).toContain('the ledger cannot say who made it (permission denied)');
  });

  it.each([
    { type: 'view', adopting: 'free', proven: 'free' },
    { type: 'materialized_view', adopting: 'free', proven: 'TSDBT_RELATION_NOT_OURS' },
    { type: 'external', adopting: 'TSDBT_RELATION_WRONG_TYPE', proven: 'TSDBT_RELATION_WRONG_TYPE' },
  ] as const)('a $type is: adopting $adopting, proven $proven', ({ type, adopting, proven }) => {
    expect(code(finding(type, { ownership: { isAdopting: true } }))).toBe(adopting);
    expect(code(finding(type, { ownership: { provenBy: 'ledger' } }))).toBe(proven);
  });

  it('never replaces a partitioned table, but lets rows of it change', () => {
    const state = standing('table', { isPartitioned: true });
    expect(code(finding('table', { state, ownership: { isAdopting: true } }))).toBe('TSDBT_RELATION_WRONG_TYPE');
    expect(finding('table', { state, isReplacing: false })).toBeNull();
  });

  it('names the owner where the database would refuse', () => {
    const state = standing('table', { owner: 'somebody', mayReplace: false });
    const found = finding('table', { state, ownership: { isAdopting: true } });
    expect(found).toMatchObject({ code: 'TSDBT_RELATION_OWNER' });
    expect(found!.message).toContain('belongs to the role somebody');
    expect(finding('table', { state, isReplacing: false })).toBeNull();
  });

  it('gives the name of the ledger to nobody', () => {
    expect(code(finding('table', { ownership: { isLedger: true, isAdopting: true } }))).toBe(
      'TSDBT_RELATION_WRONG_TYPE',
    );
  });
});
