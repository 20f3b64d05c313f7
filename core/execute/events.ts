/** What execution tells while it goes on; reporters and log files listen. Plain data, no text for people. */
import type { LockHolder } from '../adapter/run-locks.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { RunPlan } from '../plan/run-plan.js';
import type { UniqueId } from '../resources/node.js';
import type { NodeResult, RunResult } from '../results/node-result.js';

export type RunEvent =
  | { readonly kind: 'run-started'; readonly plan: RunPlan; readonly total: number }
  | { readonly kind: 'node-started'; readonly id: UniqueId; readonly index: number; readonly total: number }
  | {
      readonly kind: 'node-finished';
      readonly id: UniqueId;
      readonly index: number;
      readonly total: number;
      readonly result: NodeResult;
    }
  /** One query begins to answer tests of a relation; each of them starts after it. */
  | { readonly kind: 'scan-started'; readonly scan: string; readonly relation: string; readonly tests: number }
  | { readonly kind: 'scan-finished'; readonly scan: string }
  | {
      readonly kind: 'hook-finished';
      readonly name: string;
      readonly index: number;
      readonly total: number;
      readonly seconds: number;
      readonly status: 'success' | 'error' | 'skipped';
      readonly message: string;
    }
  | {
      /** Before the run starts: another run writes the same relations. */
      readonly kind: 'lock-waiting';
      readonly holder: LockHolder;
      readonly waitedMs: number;
      readonly timeoutMs: number;
    }
  | {
      readonly kind: 'statement';
      readonly id: UniqueId | null;
      readonly sql: string;
      readonly seconds: number;
      readonly message: string;
    }
  | { readonly kind: 'diagnostic'; readonly diagnostic: Diagnostic }
  | {
      readonly kind: 'log';
      readonly level: 'debug' | 'info' | 'warn' | 'error';
      readonly message: string;
      readonly id: UniqueId | null;
    }
  | { readonly kind: 'print'; readonly message: string }
  | { readonly kind: 'run-finished'; readonly result: RunResult };

export type EventSink = (event: RunEvent) => void;
