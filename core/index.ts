/** The programmatic API: what a program that uses tsdbt as a library may import, the command line included. */
export type { Adapter, AdapterTable, Credentials } from './adapter/adapter.js';
export type { Cell, ResultColumn } from './adapter/cell.js';
export { type DiagnosticCode, diagnosticCodes } from './diagnostics/codes.js';
export { type Diagnostic, hasErrors, type Location, type Note, type Outcome } from './diagnostics/diagnostic.js';
export { closestNames, didYouMean } from './diagnostics/did-you-mean.js';
export { TsdbtError } from './diagnostics/error.js';
export { createScrubber, type Scrubber } from './diagnostics/scrub.js';
export type { EventSink, RunEvent } from './execute/events.js';
export type { Manifest } from './manifest/manifest.js';
export type { RowSample } from './plan/node-plan.js';
export type { RunPlan } from './plan/run-plan.js';
export type { InvocationFacts } from './project/invocation.js';
export type { ProjectConfig, Target } from './project/project-config.js';
export type { Json, JsonObject } from './resources/json.js';
export type { GraphNode, ManifestNode, SourceNode, UniqueId } from './resources/node.js';
export type { NodeResult, NodeStatus, RunResult } from './results/node-result.js';
