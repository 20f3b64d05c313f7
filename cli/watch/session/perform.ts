/** Does one thing: takes saved files over, builds, shows rows. A node stays pending until a build has come to an end with it. */
import type { UniqueId } from '../../../core/index.js';
import { plural } from '../../reporter/lines/summary-lines.js';
import type { SessionCore, Task } from './state.js';

/** Comes back when it is done or cancelled. */
export async function perform(core: SessionCore, task: Exclude<Task, { kind: 'quit' }>): Promise<void> {
  const { workshop, screen } = core.parts;
  await whileRunning(core, async (signal) => {
    if (task.kind === 'changes') return takeChanges(core, signal);
    if (task.kind === 'preview') return workshop.preview(task.name, signal);
    const ids = task.ids();
    screen.say(`${task.title}: ${ids.size === 0 ? 'nothing to build.' : `${ids.size} to build`}`);
    if (ids.size > 0) await build(core, ids, signal);
  });
}

/** From the first reading of a file to the last row: a key that interrupts cancels all of it, and so does the end of the session. */
export async function whileRunning(
  { state, parts }: SessionCore,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const running = new AbortController();
  state.running = running;
  // A listener, which goes again: a signal that lives as long as the session would remember each one made of it.
  const onEnd = (): void => running.abort();
  if (parts.signal.aborted) running.abort();
  parts.signal.addEventListener('abort', onEnd);
  try {
    await work(running.signal);
  } finally {
    parts.signal.removeEventListener('abort', onEnd);
    state.running = null;
  }
}

async function takeChanges(core: SessionCore, signal: AbortSignal): Promise<void> {
  const { state, parts, queue } = core;
  const changed = await parts.workshop.refresh(queue.take());
  state.isBroken = changed === null;
  if (changed === null) return;
  forgetWhatIsGone(core);
  for (const id of parts.workshop.affected(changed, null)) state.pending.add(id);
  const ids = parts.workshop.affected(state.pending, state.filter);
  if (ids.size > 0) await build(core, ids, signal);
  else if (changed.size > 0) parts.screen.say('Nothing that is selected is affected.');
}

/** No build will ever come to an end with a node that was deleted. */
function forgetWhatIsGone({ state, parts }: SessionCore): void {
  if (state.failed.size === 0) return;
  const standing = parts.workshop.everything(null);
  for (const id of state.failed) if (!standing.has(id)) state.failed.delete(id);
}

/** Builds nodes; what ended is pending no more. */
export async function build(core: SessionCore, ids: ReadonlySet<UniqueId>, signal: AbortSignal): Promise<void> {
  const { state, parts } = core;
  if (signal.aborted) return sayWhatWaits(core);
  state.last = ids;
  state.isSettled = false;
  const outcome = await parts.workshop.build(ids, signal);
  state.outcome = outcome;
  for (const id of outcome.finished) {
    state.pending.delete(id);
    state.failed.delete(id);
  }
  for (const id of outcome.failed) state.failed.add(id);
  if (outcome.wasCancelled) sayWhatWaits(core);
}

/** Nothing when something else comes next: a key's wish, a line that is typed, the end. */
function sayWhatWaits({ state, parts }: SessionCore): void {
  if (parts.signal.aborted || state.request !== null || state.prompt !== null) return;
  const { size } = state.pending;
  const waiting =
    size === 0 ? '' : ` ${plural(size, 'changed node')} ${size === 1 ? 'waits' : 'wait'} for the next build.`;
  parts.screen.say(`Cancelled.${waiting} Enter builds again.`);
}
