/** Does one thing: takes saved files over, builds, shows rows. A node stays pending until a build has come to an end with it. */
import type { UniqueId } from '../../../core/index.js';
import type { SessionCore, Task } from './state.js';

/** Comes back when it is done or cancelled. */
export async function perform(core: SessionCore, task: Exclude<Task, { kind: 'quit' }>): Promise<void> {
  const { workshop, screen, signal } = core.parts;
  if (task.kind === 'changes') return takeChanges(core);
  if (task.kind === 'preview') return workshop.preview(task.name, signal);
  const ids = task.ids();
  screen.say(`${task.title}: ${ids.size === 0 ? 'nothing to build.' : `${ids.size} to build`}`);
  if (ids.size > 0) await build(core, ids);
}

async function takeChanges(core: SessionCore): Promise<void> {
  const { state, parts, queue } = core;
  const changed = await parts.workshop.refresh(queue.take());
  state.isBroken = changed === null;
  if (changed === null) return;
  for (const id of parts.workshop.affected(changed, null)) state.pending.add(id);
  const ids = parts.workshop.affected(state.pending, state.filter);
  if (ids.size > 0) await build(core, ids);
  else if (changed.size > 0) parts.screen.say('Nothing that is selected is affected.');
}

/** Builds nodes; what ended is pending no more. */
export async function build({ state, parts }: SessionCore, ids: ReadonlySet<UniqueId>): Promise<void> {
  const running = new AbortController();
  state.running = running;
  state.last = ids;
  state.isSettled = false;
  // A listener, which goes again: a signal that lives as long as the session would remember each one made of it.
  const onEnd = (): void => running.abort();
  if (parts.signal.aborted) running.abort();
  parts.signal.addEventListener('abort', onEnd);
  const outcome = await parts.workshop.build(ids, running.signal);
  parts.signal.removeEventListener('abort', onEnd);
  state.running = null;
  state.outcome = outcome;
  for (const id of outcome.finished) {
    state.pending.delete(id);
    state.failed.delete(id);
  }
  for (const id of outcome.failed) state.failed.add(id);
  if (outcome.wasCancelled && !parts.signal.aborted && state.request === null && state.prompt === null) {
    const { size } = state.pending;
    const waiting =
      size === 0 ? '' : ` ${size} changed ${size === 1 ? 'node waits' : 'nodes wait'} for the next build.`;
    parts.screen.say(`Cancelled.${waiting} Enter builds again.`);
  }
}
