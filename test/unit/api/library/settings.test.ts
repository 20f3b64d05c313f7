import { describe, expect, it } from 'vitest';
import { callFacts, loadingFacts } from '../../../../core/api/library/facts.js';
import { policyOf, settle } from '../../../../core/api/library/settings.js';
import type { Project } from '../../../../core/api/load-project.js';
import type { JsonObject } from '../../../../core/resources/json.js';

/** As much of a project as settings look at. */
const project = (flags: JsonObject = {}) =>
  ({ config: { flags }, target: { credentials: { threads: 3 } } }) as unknown as Project;

const settings = (options: Parameters<typeof settle>[0], flags?: JsonObject) => settle(options, project(flags));

describe('settle', () => {
  it('gives what the command line does without flags', () => {
    expect(settings({})).toEqual({
      selection: {
        ...{ select: null, exclude: [], selector: null, indirectSelection: 'eager' },
        ...{ resourceTypes: null, excludeResourceTypes: [] },
      },
      plan: {
        ...{ threads: 3, fullRefresh: false, allowDropDependents: false, lockTimeoutMs: 300_000, failFast: false },
        ...{
          storeFailures: false,
          batchTests: true,
          warnError: false,
          failureRows: 5,
          showLimit: 5,
          loadSources: true,
          adopt: false,
          reuse: false,
        },
      },
      warnings: { warnError: false, warnErrorOptions: {} },
      writeArtifacts: true,
      lockTimeoutMs: 300_000,
    });
  });

  it('takes words apart at their spaces, in a text and in a list', () => {
    expect(settings({ select: ' +orders  tag:nightly ' }).selection.select).toEqual(['+orders', 'tag:nightly']);
    expect(settings({ select: ['a b', 'c'], exclude: 'd' }).selection).toMatchObject({
      exclude: ['d'],
      select: ['a', 'b', 'c'],
    });
    expect(settings({ select: [] }).selection.select).toEqual([]);
  });

  it('lets the flags of the project count where the caller says nothing', () => {
    const flags = {
      ...{ fail_fast: true, full_refresh: 'yes', store_failures: 'false', indirect_selection: 'cautious' },
      ...{ warn_error: true, write_json: false },
    };
    const { plan, selection, warnings, writeArtifacts } = settings({}, flags);
    expect([plan.failFast, plan.fullRefresh, plan.storeFailures, plan.warnError]).toEqual([true, true, false, true]);
    expect([selection.indirectSelection, warnings.warnError, writeArtifacts]).toEqual(['cautious', true, false]);
    const own = settings({ failFast: false, fullRefresh: false, warnError: false, indirectSelection: 'empty' }, flags);
    expect([own.plan.failFast, own.plan.fullRefresh, own.plan.warnError]).toEqual([false, false, false]);
    expect(own.selection.indirectSelection).toBe('empty');
  });

  it('judges warnings as the project says', () => {
    const judge = policyOf(
      settings({}, { warn_error_options: { error: ['NothingToDo'], silence: ['TSDBT_REF_MISSING'] } }),
    );
    const warnings = (['TSDBT_SELECTION_EMPTY', 'TSDBT_REF_MISSING', 'TSDBT_CONFIG_UNUSED'] as const).map((code) => ({
      ...{ code, severity: 'warning' as const, message: code },
    }));
    expect(judge(warnings).map(({ code, severity }) => [code, severity])).toEqual([
      ['TSDBT_SELECTION_EMPTY', 'error'],
      ['TSDBT_CONFIG_UNUSED', 'warning'],
    ]);
  });

  it('shows all rows where no limit is wanted', () => {
    expect(settings({ limit: null }).plan.showLimit).toBeNull();
    expect(settings({ limit: 0 }).plan.showLimit).toBe(0);
  });

  it.each([
    [{ threads: 0 }, '`threads` is 0; expected a number of at least 1.'],
    [{ threads: 1.5 }, '`threads` is 1.5'],
    [{ lockTimeout: -1 }, '`lockTimeout` is -1'],
    [{ lockTimeout: Number.NaN }, '`lockTimeout` is NaN'],
    [{ failureRows: -1 }, '`failureRows` is -1'],
    [{ limit: -1 }, '`limit` is -1'],
  ])('refuses %j', (options, message) => {
    expect(() => settings(options)).toThrow(message);
  });
});

describe('the facts of a call', () => {
  const loading = loadingFacts({ A: '1' }, { colour: 'red' });

  it('are its own: another id, its command and its flags, over the environment of loading', () => {
    const first = callFacts('run', settings({ fullRefresh: true, select: 'orders' }), loading);
    const second = callFacts('test', settings({}), loading);
    expect(first.id).not.toBe(second.id);
    expect([first.which, first.flags.WHICH, first.flags.FULL_REFRESH]).toEqual(['run', 'run', true]);
    expect([second.which, second.flags.FULL_REFRESH, second.flags.DEFER]).toEqual(['test', false, false]);
    expect(first.args).toEqual({
      ...{ vars: { colour: 'red' }, which: 'run', select: ['orders'], full_refresh: true },
      ...{ indirect_selection: 'eager', write_json: true },
    });
    expect([first.env, second.env]).toEqual([{ A: '1' }, { A: '1' }]);
  });
});
