import { describe, expect, it } from 'vitest';
import { createJunitRecorder } from '../../../../../cli/reporter/junit/junit-recorder.js';
import type { Reporter } from '../../../../../cli/reporter/reporter.js';
import { plainStyle } from '../../../../../cli/reporter/text/style.js';
import type { Diagnostic } from '../../../../../core/diagnostics/diagnostic.js';
import type { RunEvent } from '../../../../../core/execute/events.js';
import { modelNode, nodeResult } from '../../../../support/node-results.js';

function recorded() {
  const passed: unknown[] = [];
  const quiet = () => {};
  const reporter: Reporter = {
    sink: (event) => passed.push(event),
    diagnostics: (diagnostics) => passed.push(...diagnostics),
    screen: { isLive: false, style: plainStyle, screenWidth: 80 },
    ...{ problem: quiet, record: quiet, info: quiet, debug: quiet, gap: quiet, data: quiet },
  };
  let now = 1000;
  const recorder = createJunitRecorder(() => now);
  const wait = (ms: number) => {
    now += ms;
  };
  return { recorder, reporter, passed, wait };
}

const finished = (name: string, changes = {}): RunEvent => ({
  kind: 'node-finished',
  id: `model.shop.${name}`,
  index: 1,
  total: 2,
  result: nodeResult(modelNode(name), changes),
});
const problem: Diagnostic = { code: 'TSDBT_REF_MISSING', severity: 'error', message: 'gone' };

describe('the recorder of --junit', () => {
  it('hears nothing that is asked for when there is no file', () => {
    const { recorder, reporter } = recorded();
    recorder.listen(reporter, null);
    expect(recorder.heard()).toBeNull();
  });

  it('keeps results as they come, so that a run that breaks off has them too', () => {
    const { recorder, reporter, passed, wait } = recorded();
    const { sink, diagnostics } = recorder.listen(reporter, '/x/junit.xml');
    sink(finished('a'));
    sink(finished('b', { status: 'cancelled' }));
    diagnostics([problem, { ...problem, severity: 'warning' }]);
    wait(1500);
    const heard = recorder.heard();
    expect(heard?.file).toBe('/x/junit.xml');
    expect(heard?.run.results.map(({ status }) => status)).toEqual(['success', 'cancelled']);
    expect(heard?.run.problems).toEqual([problem]);
    expect(heard?.run.elapsed).toBe(1.5);
    expect(passed).toHaveLength(4);
  });

  it('adds the hooks of the project at the end, and no node twice', () => {
    const { recorder, reporter } = recorded();
    const { sink } = recorder.listen(reporter, '/x/junit.xml');
    sink(finished('a', { message: 'as judged' }));
    const results = [nodeResult(modelNode('a')), nodeResult(modelNode('hook'))];
    sink({ kind: 'run-finished', result: { results, elapsed: 1, wasCancelled: false } });
    const names = recorder.heard()?.run.results.map(({ node, message }) => `${node.name} ${message}`);
    expect(names).toEqual(['a as judged', 'hook OK']);
  });
});
