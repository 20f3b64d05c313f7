/**
 * A run as JUnit XML, which the dashboards of CI services read: a suite for each kind of resource, a case for each node,
 * and one suite for what went wrong outside of nodes. Secrets are taken out of each text before it is escaped.
 */
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { Scrubber } from '../../diagnostics/scrub.js';
import type { NodeResult } from '../../results/node-result.js';
import { nodeCase, problemCase, seconds, type TestCase } from './test-case.js';
import { type XmlElement, xmlDocument } from './xml.js';

export interface JunitRun {
  readonly command: string;
  readonly results: readonly NodeResult[];
  /** Errors that belong to no result. */
  readonly problems: readonly Diagnostic[];
  /** ISO 8601. */
  readonly startedAt: string;
  /** Seconds. */
  readonly elapsed: number;
}

/** Names of suites, in the order in which they are written. */
const suiteNames: Readonly<Record<string, string>> = {
  source: 'sources',
  seed: 'seeds',
  model: 'models',
  snapshot: 'snapshots',
  test: 'data tests',
  analysis: 'analyses',
  operation: 'hooks',
};

/** The document. Exposures are no cases: there is nothing to run. */
export function toJunit(run: JunitRun, scrub: Scrubber): string {
  const cases = new Map<string, TestCase[]>();
  if (run.problems.length > 0)
    cases.set(
      'project',
      run.problems.map((problem) => problemCase(problem, scrub)),
    );
  const tested = run.results.filter(({ node }) => node.resourceType !== 'exposure');
  for (const type of new Set([...Object.keys(suiteNames), ...tested.map(({ node }) => node.resourceType)])) {
    const own = tested.filter(({ node }) => node.resourceType === type);
    if (own.length > 0)
      cases.set(
        suiteNames[type] ?? type,
        own.map((result) => nodeCase(result, scrub)),
      );
  }
  const timestamp = run.startedAt.slice(0, 19);
  const suites = [...cases].map(([name, own]): XmlElement => {
    const total = own.reduce((sum, { seconds: each }) => sum + each, 0);
    return {
      name: 'testsuite',
      attributes: { name, ...counts(own), time: seconds(total), timestamp },
      content: own.map(({ element }) => element),
    };
  });
  const attributes = {
    name: `tsdbt ${run.command}`,
    ...counts([...cases.values()].flat()),
    time: seconds(run.elapsed),
    timestamp,
  };
  return xmlDocument({ name: 'testsuites', attributes, content: suites });
}

function counts(cases: readonly TestCase[]) {
  const count = (outcome: TestCase['outcome']) => cases.filter((each) => each.outcome === outcome).length;
  return { tests: cases.length, failures: count('failed'), errors: count('broken'), skipped: count('skipped') };
}
