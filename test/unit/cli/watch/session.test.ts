import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSession } from '../../../../cli/watch/session/session.js';
import type { BuildOutcome, Filter, Workshop } from '../../../../cli/watch/session/workshop.js';

/** A workshop whose nodes are named after the files; a build lasts until the test ends it, or until it is cancelled. */
class FakeWorkshop implements Workshop {
  readonly builds: { readonly ids: readonly string[]; readonly end: (outcome?: Partial<BuildOutcome>) => void }[] = [];
  readonly refreshed: (readonly string[])[] = [];
  readonly events: string[] = [];
  isBroken = false;
  isInstant = true;
  failing = new Set<string>();
  deleted = new Set<string>();
  /** What a reading waits for. */
  reading: Promise<void> = Promise.resolve();

  refresh = async (paths: readonly string[]) => {
    this.refreshed.push(paths);
    await this.reading;
    return this.isBroken ? null : new Set(paths.filter((path) => path !== 'same'));
  };
  affected = (changed: Iterable<string>, filter: Filter) =>
    new Set([...changed].filter((id) => filter === null || id.includes(filter.text)));
  everything = (filter: Filter) =>
    this.affected(
      ['a', 'b', 'stg_c'].filter((id) => !this.deleted.has(id)),
      filter,
    );
  build = (wanted: ReadonlySet<string>, signal: AbortSignal) => {
    const ids = [...wanted].sort();
    const failed = new Set(ids.filter((id) => this.failing.has(id)));
    return new Promise<BuildOutcome>((resolve) => {
      const end = (changes: Partial<BuildOutcome> = {}) =>
        resolve({ finished: wanted, failed, wasCancelled: false, summary: `${ids.length} built`, ...changes });
      signal.addEventListener('abort', () => end({ finished: new Set(), wasCancelled: true }));
      this.builds.push({ ids, end });
      if (this.isInstant) end();
    });
  };
  acceptsFilter = (filter: Filter) => filter?.text !== 'nonsense';
  settle = async () => void this.events.push('settled');
  showDiff = () => void this.events.push('diff');
  preview = async (name: string, signal: AbortSignal) => {
    this.events.push(`preview ${name}`);
    if (!this.isInstant) await new Promise((resolve) => signal.addEventListener('abort', resolve));
  };
}

/** Something that is waited for, and how it is let go. */
function gate(): { readonly closed: Promise<void>; readonly open: () => void } {
  let open = (): void => {};
  const closed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { closed, open };
}

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of open.splice(0)) await stop();
});

interface Start {
  readonly isBusyElsewhere?: () => boolean;
  readonly first?: () => Promise<ReadonlySet<string> | null>;
}

function start(workshop = new FakeWorkshop(), { first = async () => new Set(), ...options }: Start = {}) {
  const ending = new AbortController();
  const said: string[] = [];
  let status = () => '';
  const session = createSession({
    workshop,
    screen: {
      say: (text) => said.push(text),
      status: (text) => {
        status = text;
      },
    },
    now: () => performance.now(),
    isBusyElsewhere: () => false,
    signal: ending.signal,
    onInterrupt: () => ending.abort(),
    onSuspend: () => said.push('suspended'),
    ...options,
  });
  const running = session.run(first);
  open.push(async () => {
    ending.abort();
    await running;
  });
  const built = () => workshop.builds.map(({ ids }) => ids);
  const buildsAre = (expected: readonly (readonly string[])[]) =>
    vi.waitFor(() => expect(built()).toEqual(expected), { timeout: 2000, interval: 5 });
  const type = (text: string) => {
    for (const key of text) session.key(key);
  };
  return { session, workshop, said, status: () => status(), running, built, buildsAre, type };
}

const moment = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('a watch session', () => {
  it('builds what was saved, several files at once', async () => {
    const { session, buildsAre } = start();
    session.fileChanged('a');
    session.fileChanged('b');
    await buildsAre([['a', 'b']]);
  });

  it('builds a file that is saved during a build next, and loses none', async () => {
    const { session, workshop, buildsAre } = start();
    workshop.isInstant = false;
    session.fileChanged('a');
    await buildsAre([['a']]);
    session.fileChanged('a');
    session.fileChanged('b');
    await moment(60);
    expect(workshop.builds).toHaveLength(1);
    workshop.builds[0].end();
    await buildsAre([['a'], ['a', 'b']]);
  });

  it('builds nothing for a file that has not changed', async () => {
    const { session, workshop, built } = start();
    session.fileChanged('same');
    await vi.waitFor(() => expect(workshop.refreshed).toHaveLength(1));
    await moment(20);
    expect(built()).toEqual([]);
  });

  it('goes on after mistakes', async () => {
    const { session, workshop, buildsAre, status } = start();
    workshop.isBroken = true;
    session.fileChanged('a');
    await vi.waitFor(() => expect(status()).toContain('waiting for the mistakes to be mended'));
    workshop.isBroken = false;
    session.fileChanged('a');
    await buildsAre([['a']]);
  });

  it('keeps what a cancelled build has not built for the next one', async () => {
    const { session, workshop, buildsAre, said } = start();
    workshop.isInstant = false;
    session.fileChanged('a');
    await buildsAre([['a']]);
    session.key('c');
    await vi.waitFor(() => expect(said.join()).toContain('Cancelled'));
    session.fileChanged('b');
    await buildsAre([['a'], ['a', 'b']]);
  });

  it('forgets a failure when its node is deleted', async () => {
    const { session, workshop, buildsAre, status } = start();
    workshop.failing.add('b');
    session.key('a');
    await buildsAre([['a', 'b', 'stg_c']]);
    await vi.waitFor(() => expect(status()).toMatch(/^FAIL/));
    workshop.deleted.add('b');
    session.fileChanged('same');
    await vi.waitFor(() => expect(status()).toMatch(/^PASS/));
  });

  it('waits while git is at work, and takes all of its files as one batch', async () => {
    let isBusy = true;
    const { session, workshop, buildsAre } = start(new FakeWorkshop(), { isBusyElsewhere: () => isBusy });
    session.fileChanged('a');
    await moment(120);
    expect(workshop.refreshed).toEqual([]);
    session.fileChanged('b');
    isBusy = false;
    await buildsAre([['a', 'b']]);
  });

  it('does what was put off once nothing happens, and when it ends', async () => {
    const { session, workshop, buildsAre, running } = start();
    session.fileChanged('a');
    await buildsAre([['a']]);
    expect(workshop.events).toEqual([]);
    await vi.waitFor(() => expect(workshop.events).toEqual(['settled']), { timeout: 2000 });
    session.key('q');
    await running;
    expect(workshop.events).toEqual(['settled', 'settled']);
  });
});

describe('keys of a watch session', () => {
  it('a builds all, r builds the last again, Enter too', async () => {
    const { session, buildsAre } = start();
    session.key('a');
    await buildsAre([['a', 'b', 'stg_c']]);
    session.fileChanged('b');
    await buildsAre([['a', 'b', 'stg_c'], ['b']]);
    session.key('r');
    await buildsAre([['a', 'b', 'stg_c'], ['b'], ['b']]);
    session.key('enter');
    await buildsAre([['a', 'b', 'stg_c'], ['b'], ['b'], ['b']]);
  });

  it('f builds only what failed', async () => {
    const { session, workshop, buildsAre, said } = start();
    workshop.failing.add('b');
    session.key('a');
    await buildsAre([['a', 'b', 'stg_c']]);
    workshop.failing.clear();
    session.key('f');
    await buildsAre([['a', 'b', 'stg_c'], ['b']]);
    session.key('f');
    await vi.waitFor(() => expect(said.at(-1)).toBe('Failed: nothing to build.'));
  });

  it('a key interrupts a running build and is then done', async () => {
    const { session, workshop, buildsAre } = start();
    workshop.isInstant = false;
    session.fileChanged('a');
    await buildsAre([['a']]);
    session.key('a');
    await buildsAre([['a'], ['a', 'b', 'stg_c']]);
  });

  it('p filters by name: what does not match waits until the filter is taken off', async () => {
    const { session, buildsAre, type, status } = start();
    session.key('p');
    type('stg');
    expect(status()).toContain('Name or path: stg_ (1 node)');
    session.key('enter');
    await buildsAre([['stg_c']]);
    session.fileChanged('a');
    session.fileChanged('stg_d');
    await buildsAre([['stg_c'], ['stg_d']]);
    await vi.waitFor(() => expect(status()).toContain('filter stg'));
    session.key('p');
    session.key('enter');
    await buildsAre([['stg_c'], ['stg_d'], ['a', 'stg_d']]);
  });

  it('a filter that means nothing is not taken', async () => {
    const { session, buildsAre, type, status, built } = start();
    session.key('t');
    type('stg');
    session.key('enter');
    await buildsAre([['stg_c']]);
    session.key('t');
    type('nonsense');
    session.key('enter');
    await moment(30);
    expect(built()).toEqual([['stg_c']]);
    expect(status()).toContain('filter stg');
  });

  it('Escape leaves a filter as it was', async () => {
    const { session, type, built, status } = start();
    session.key('t');
    type('nightly');
    session.key('escape');
    await moment(30);
    expect(built()).toEqual([]);
    expect(status()).not.toContain('filter');
  });

  it('space pauses: saved files wait and are built when it goes on', async () => {
    const { session, buildsAre, built, status } = start();
    session.key('space');
    session.fileChanged('a');
    await moment(60);
    expect(built()).toEqual([]);
    expect(status()).toContain('paused, 1 file saved');
    session.key('space');
    await buildsAre([['a']]);
  });

  it('d, v and h show something and build nothing', async () => {
    const { session, workshop, said, built, type } = start();
    session.key('d');
    session.key('h');
    session.key('v');
    type('stg_c');
    session.key('enter');
    await vi.waitFor(() => expect(workshop.events).toEqual(['diff', 'preview stg_c']));
    expect(said[0]).toContain('press q or ctrl-d to quit');
    expect(built()).toEqual([]);
  });

  it('Ctrl-C ends the session, and says so when something has to be cancelled for it', async () => {
    const { session, workshop, said, buildsAre, running } = start();
    workshop.isInstant = false;
    session.fileChanged('a');
    await buildsAre([['a']]);
    session.key('ctrl-c');
    await running;
    expect(said).toEqual(['Stopping: what runs is being cancelled. Ctrl-C once more ends tsdbt at once.']);
  });

  it('q ends the session, also during a build', async () => {
    const { session, workshop, buildsAre, running } = start();
    workshop.isInstant = false;
    session.fileChanged('a');
    await buildsAre([['a']]);
    session.key('q');
    await running;
  });

  it('q ends the session, also while files are read: nothing is built after it', async () => {
    const workshop = new FakeWorkshop();
    const { closed, open: read } = gate();
    workshop.reading = closed;
    const { session, built, running } = start(workshop);
    session.fileChanged('a');
    await vi.waitFor(() => expect(workshop.refreshed).toHaveLength(1));
    session.key('q');
    read();
    await running;
    expect(built()).toEqual([]);
  });

  it('a key during the first reading is done in place of the first build', async () => {
    const { closed, open: read } = gate();
    const first = async () => {
      await closed;
      return new Set(['a']);
    };
    const { session, built, running } = start(new FakeWorkshop(), { first });
    session.key('q');
    read();
    await running;
    expect(built()).toEqual([]);
  });

  it('what was read while a key cancelled it waits for the next build', async () => {
    const workshop = new FakeWorkshop();
    const { closed, open: read } = gate();
    workshop.reading = closed;
    const { session, said, built, buildsAre } = start(workshop);
    session.fileChanged('a');
    await vi.waitFor(() => expect(workshop.refreshed).toHaveLength(1));
    session.key('c');
    read();
    await vi.waitFor(() =>
      expect(said).toEqual(['Cancelled. 1 changed node waits for the next build. Enter builds again.']),
    );
    expect(built()).toEqual([]);
    session.key('enter');
    await buildsAre([['a']]);
  });

  it('a key ends rows that take long to come', async () => {
    const { session, workshop, running } = start();
    workshop.isInstant = false;
    session.key('v');
    session.key('enter');
    await vi.waitFor(() => expect(workshop.events).toEqual(['preview ']));
    session.key('q');
    await running;
  });
});
