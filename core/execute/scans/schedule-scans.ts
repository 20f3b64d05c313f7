/** Puts the scans of a run into its schedule: each before the tests that it answers, after what these wait for. */
import type { UniqueId } from '../../resources/node.js';
import type { RunContext } from '../run-context.js';
import type { Job } from '../schedule/ready-queue.js';
import { withGrace } from '../schedule/with-grace.js';
import { collectScans, isWorthScanning } from './collect-scans.js';
import { chooseForScans } from './indexed-columns.js';
import { type RunScanOptions, runScan } from './run-scan.js';

export interface ScheduledScans {
  /** The jobs of the scans, then those of the nodes. */
  readonly jobs: readonly Job[];
  readonly has: (id: string) => boolean;
  /** Never throws, and never keeps a node from starting. */
  readonly run: (id: string, options: Omit<RunScanOptions, 'choose'>) => Promise<void>;
}

export function scheduleScans(context: RunContext, nodes: readonly Job[]): ScheduledScans {
  const planned = nodes.flatMap(({ id }) => context.plan.nodes.get(id) ?? []);
  const collected = collectScans(context, planned);
  const scans = new Map(collected.map((scan) => [scan.id, scan]));
  const choose = chooseForScans(context, collected);
  const scanOf = new Map<UniqueId, string>();
  for (const { id, tests } of scans.values()) for (const { node } of tests) scanOf.set(node.uniqueId, id);
  const after = (job: Job): Job => {
    const scan = scanOf.get(job.id);
    return scan === undefined ? job : { ...job, waitsFor: [...job.waitsFor, scan] };
  };
  const before = [...scans.values()].map(({ id, waitsFor, depth }) => ({ id, waitsFor, depth, isExclusive: false }));
  return {
    jobs: [...before, ...nodes.map(after)],
    has: (id) => scans.has(id),
    run: async (id, options) => {
      const scan = scans.get(id)!;
      const tests = scan.tests.filter(({ node }) => !isReused(context, node.uniqueId));
      if (!isWorthScanning(tests)) return;
      await withGrace(
        options.signal,
        () => runScan(context, { ...scan, tests }, { ...options, choose }),
        () => {},
      );
    },
  };
}

function isReused({ plan, reuse }: RunContext, id: UniqueId): boolean {
  const planned = plan.nodes.get(id);
  return planned !== undefined && reuse.begin(planned).isReused;
}
