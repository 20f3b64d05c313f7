import { describe, expect, it } from 'vitest';
import { judgingSink } from '../../../cli/execution/judging-sink.js';
import { flagDefaults } from '../../../cli/flags/flag-values.js';
import type { Diagnostic } from '../../../core/diagnostics/diagnostic.js';
import type { RunEvent } from '../../../core/execute/events.js';
import { createWarningPolicy } from '../../../core/index.js';
import type { NodeResult } from '../../../core/results/node-result.js';

const warning: Diagnostic = { code: 'TSDBT_FILE_ACCESS', severity: 'warning', message: 'a' };

function judge(warnErrorOptions: Record<string, string[]>, event: RunEvent) {
  const heard: RunEvent[] = [];
  const policy = createWarningPolicy({ ...flagDefaults, warnErrorOptions });
  const { sink, hasFailed } = judgingSink((each) => heard.push(each), policy);
  sink(event);
  return { heard, failed: hasFailed() };
}

describe('a warning that belongs to no node', () => {
  const event: RunEvent = { kind: 'diagnostic', diagnostic: warning };

  it('fails the run where it counts as an error', () => {
    const { heard, failed } = judge({ error: ['FILE_ACCESS'] }, event);
    expect(heard).toEqual([{ kind: 'diagnostic', diagnostic: { ...warning, severity: 'error' } }]);
    expect(failed).toBe(true);
  });

  it('is told as it is, or not at all, elsewhere', () => {
    expect(judge({}, event)).toEqual({ heard: [event], failed: false });
    expect(judge({ silence: ['FILE_ACCESS'] }, event)).toEqual({ heard: [], failed: false });
  });
});

it('the silenced warnings of a node are not told', () => {
  const result = { diagnostics: [warning] } as unknown as NodeResult;
  const event: RunEvent = { kind: 'node-finished', id: 'model.shop.a', index: 1, total: 1, result };
  expect(judge({}, event).heard).toEqual([event]);
  expect(judge({ silence: ['FILE_ACCESS'] }, event).heard).toEqual([{ ...event, result: { diagnostics: [] } }]);
});
