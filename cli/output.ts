/**
 * The only way to the screen. Everything passes the scrubber here; a reader that went away is no error. Which stream
 * carries the report depends on whether the answer of the command is data.
 */
import type { Writable } from 'node:stream';
import { type ConnectionSecrets, createScrubber, type Scrubber, scrubJson } from '../core/index.js';

/** What a text is: JSON stays JSON when something in it is hidden. */
export type TextForm = 'text' | 'json';

export interface Output {
  /** Lines of the report: stdout, or stderr when stdout carries data. */
  readonly report: (text: string, form?: TextForm) => void;
  /** The answer, when it is data: always stdout. */
  readonly data: (text: string, form?: TextForm) => void;
  /** Columns that an answer has room for; null where it goes into a file or a program, which get all of it. */
  readonly answerWidth: number | null;
  /** What concerns the person at the terminal, not the report: always stderr. */
  readonly notice: (text: string) => void;
  /** The live lines, which give way to notices; the last ones given count. */
  readonly openLive: (live: LiveLines) => void;
  /** Takes the live lines away for good: what comes then is not told by who drew them. */
  readonly endLive: () => void;
  /** Draws the live lines, on stderr. */
  readonly draw: (text: string) => void;
  /** Replaces secrets by value. */
  readonly scrub: Scrubber & ((text: string, form?: TextForm) => string);
  /** Values that are scrubbed from now on. */
  readonly addSecrets: (values: readonly string[]) => void;
  /** The same for the connection of the target, once that is known. */
  readonly setConnection: (connection: ConnectionSecrets) => void;
  /** Resolves when everything written has left the process. */
  readonly flush: () => Promise<void>;
}

interface LiveLines {
  /** Runs something that writes, with the lines out of the way. */
  readonly around: (write: () => void) => void;
  readonly end: () => void;
}

export interface OutputStreams {
  /** A terminal tells its columns. */
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable;
}

/** Opens the way to two streams; `answer` says what stdout is for. */
export function createOutput({ stdout, stderr }: OutputStreams, answer: 'report' | 'data'): Output {
  let secrets: readonly string[] = [];
  let connection: ConnectionSecrets = { secrets: [], publicValues: [] };
  let scrubber: Scrubber = createScrubber(secrets);
  const hide = (text: string, form: TextForm = 'text') =>
    form === 'json' ? scrubJson(text, scrubber) : scrubber(text);
  const scrub = Object.assign(hide, { isIdle: () => scrubber.isIdle?.() ?? false });
  let live: LiveLines = { around: (notice) => notice(), end: () => {} };
  const gone = new Set<Writable>();
  for (const stream of [stdout, stderr]) stream.on('error', () => gone.add(stream));
  const gathering = gatherWrites(stdout);
  const write = (stream: Writable, text: string, form?: TextForm) => {
    if (gone.has(stream) || text === '') return;
    if (stream === stdout) gathering.begin();
    else gathering.end();
    stream.write(scrub(text, form));
  };
  const report = answer === 'data' ? stderr : stdout;
  return {
    report: (text, form) => write(report, text, form),
    data: (text, form) => write(stdout, text, form),
    answerWidth: stdout.isTTY === true && stdout.columns ? stdout.columns : null,
    notice: (text) => live.around(() => write(stderr, text)),
    openLive: (lines) => {
      live = lines;
    },
    endLive: () => live.end(),
    draw: (text) => write(stderr, text),
    scrub,
    addSecrets: (values) => {
      secrets = [...secrets, ...values];
      scrubber = createScrubber(secrets, connection);
    },
    setConnection: (next) => {
      connection = next;
      scrubber = createScrubber(secrets, connection);
    },
    flush: async () => {
      gathering.end();
      await Promise.all([stdout, stderr].map((stream) => drained(stream, gone)));
    },
  };
}

/**
 * Lines of one moment leave as one: a run of thousands of nodes says two of each. A terminal shows each at once, in turn
 * with what is drawn there. Before anything goes to another stream `end` lets them leave, so that the order stays.
 */
function gatherWrites(stream: OutputStreams['stdout']): { readonly begin: () => void; readonly end: () => void } {
  let isGathering = false;
  const end = () => {
    if (!isGathering) return;
    isGathering = false;
    stream.uncork();
  };
  const begin = () => {
    if (isGathering || stream.isTTY === true) return;
    isGathering = true;
    stream.cork();
    setImmediate(end);
  };
  return { begin, end };
}

function drained(stream: Writable, gone: ReadonlySet<Writable>): Promise<void> {
  if (gone.has(stream) || stream.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    stream.once('error', () => resolve());
    stream.write('', () => resolve());
  });
}
