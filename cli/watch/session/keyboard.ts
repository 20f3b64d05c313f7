/** What each key does to a session, and the line that is typed after some of them. */
import type { UniqueId } from '../../../core/index.js';
import { plural } from '../../reporter/lines/summary-lines.js';
import { findKey, type KeyAction, keyHelp } from '../keys/key-table.js';
import { editLine } from '../keys/line-editor.js';
import { ask, type Prompt, type SessionCore, showIdle } from './state.js';
import type { Filter } from './workshop.js';

/** Takes one key. A build that runs is cancelled for the keys that say so. */
export function pressKey(core: SessionCore, name: string): void {
  const { state, parts } = core;
  if (name === 'ctrl-c') parts.onInterrupt();
  else if (name === 'ctrl-z') parts.onSuspend();
  else if (state.prompt !== null) typeInto(core, state.prompt, name);
  else {
    const entry = findKey(name);
    if (entry === null) return;
    if (entry.interrupts) state.running?.abort();
    actions[entry.action](core);
  }
}

const actions: Readonly<Record<KeyAction, (core: SessionCore) => void>> = {
  all: (core) => {
    core.state.filter = null;
    ask(core, { kind: 'build', title: 'All', ids: () => core.parts.workshop.everything(null) });
  },
  rerun: (core) => ask(core, { kind: 'build', title: 'Again', ids: () => lastAndPending(core) }),
  failed: (core) => ask(core, { kind: 'build', title: 'Failed', ids: () => new Set(core.state.failed) }),
  'filter-name': (core) => askForFilter(core, 'name', 'Name or path'),
  'filter-selector': (core) => askForFilter(core, 'selector', 'Tag or selector'),
  diff: ({ parts }) => parts.workshop.showDiff(),
  preview: (core) =>
    openPrompt(core, {
      label: 'Rows of which model',
      text: '',
      hint: (text) => (text === '' ? 'empty: the one that changed last' : ''),
      onDone: (name) => ask(core, { kind: 'preview', name }),
    }),
  pause: (core) => {
    const { state, parts, alarm } = core;
    state.isPaused = !state.isPaused;
    parts.screen.say(state.isPaused ? 'Paused: saved files wait; space goes on.' : 'Going on.');
    if (state.running === null) showIdle(core);
    alarm.ring();
  },
  cancel: () => {},
  help: ({ parts }) => parts.screen.say(keyHelp().join('\n')),
  quit: (core) => ask(core, { kind: 'quit' }),
};

function lastAndPending({ state, parts }: SessionCore): ReadonlySet<UniqueId> {
  return new Set([...state.last, ...parts.workshop.affected(state.pending, state.filter)]);
}

/** A filter stands until another one is given; with it, all that it matches is built. */
function askForFilter(core: SessionCore, kind: 'name' | 'selector', label: string): void {
  const { state, parts } = core;
  const count = (text: string): string => {
    return plural(parts.workshop.everything({ kind, text }).size, 'node');
  };
  openPrompt(core, {
    label,
    text: '',
    hint: (text) => (text.trim() === '' ? 'empty: no filter' : count(text.trim())),
    onDone: (text) => {
      const filter: Filter = text === '' ? null : { kind, text };
      if (!parts.workshop.acceptsFilter(filter)) return;
      state.filter = filter;
      const ids = () => (filter === null ? lastAndPending(core) : parts.workshop.everything(filter));
      ask(core, { kind: 'build', title: filter === null ? 'No filter' : `Filter ${text}`, ids });
    },
  });
}

function openPrompt(core: SessionCore, prompt: Prompt): void {
  core.state.prompt = prompt;
  showIdle(core);
}

function typeInto(core: SessionCore, prompt: Prompt, name: string): void {
  const edited = editLine(prompt.text, name);
  if (edited.kind === 'editing') prompt.text = edited.text;
  else {
    core.state.prompt = null;
    if (edited.kind === 'done') prompt.onDone(edited.text);
    core.alarm.ring();
  }
  if (core.state.running === null) showIdle(core);
}
