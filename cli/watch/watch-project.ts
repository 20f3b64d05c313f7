/** A watch from its start to its end: the project's files, the keyboard, the last line of the screen, the session between them. */
import type { CommandStart, ExitCode } from '../command-entry.js';
import type { Invocation } from '../invocation/invocation.js';
import { plural } from '../reporter/lines/summary-lines.js';
import type { Reporter } from '../reporter/reporter.js';
import { gitActivity } from './files/git-activity.js';
import { createIgnore } from './files/ignored-paths.js';
import { watchFiles } from './files/watch-files.js';
import { type KeyInput, openKeyInput } from './keys/key-input.js';
import { createStatusLine, noStatusLine, type StatusLine } from './lines/status-line.js';
import { createSession, type Session } from './session/session.js';
import { watchRecord } from './workshop/build-report.js';
import { openSite, outputsOf, placesOf, relevance, type Site } from './workshop/site.js';
import { type OpenWorkshop, openWorkshop } from './workshop/workshop.js';

/** As a shell says that a signal ended a program. */
const INTERRUPTED = 130;

/** Runs until a key or a signal ends it. */
export async function watchProject(first: Invocation, start: CommandStart): Promise<ExitCode> {
  const opened = await openSite(first, start);
  if (opened === null) return 2;
  const line = openStatusLine(opened, start);
  const site = (found: Site): Site => withLine(found, line);
  let place = site(opened);
  let rules = rulesOf(place);
  const say = (text: string) => place.invocation.reporter.record(watchRecord('info', () => text));
  const workshop = await openWorkshop({
    ...{ first, start, site: place },
    hasTests: first.flags.test,
    onProgress: (text) => line.show(text, true),
    reopened: (found) => {
      place = site(found);
      rules = rulesOf(place);
      files.add(placesOf(place));
      return place;
    },
  });
  const session = createSession({
    workshop,
    screen: { say, status: (text) => line.show(text) },
    now: () => performance.now(),
    isBusyElsewhere: gitActivity(opened.located.config.root),
    signal: first.signal,
    onInterrupt: () => interrupt(keys),
    onSuspend: () => keys?.suspend(),
  });
  const files = await openFiles(place, { session, say, rules: () => rules });
  const keys = line === noStatusLine ? null : openKeyInput(start.launch.rim.streams.stdin, process, session.key);
  let wasRefused = false;
  try {
    await session.run(async () => {
      const first = await begin(workshop, say, keys !== null);
      wasRefused = first === 'refused';
      return first;
    });
  } finally {
    keys?.close();
    line.close();
    await files.close();
    await workshop.close();
  }
  if (first.signal.aborted) return INTERRUPTED;
  return wasRefused ? 2 : 0;
}

async function begin(workshop: OpenWorkshop, say: (text: string) => void, isLive: boolean) {
  const missing = await workshop.begin();
  if (missing === 'refused') return missing;
  const count = workshop.everything(null).size;
  const how = isLive ? 'a builds all, h shows the keys, q quits' : 'Ctrl-C ends it';
  if (missing !== null) say(`Watching ${plural(count, 'node')}; ${how}.`);
  return missing;
}

interface FileRules {
  readonly isIgnored: (path: string) => boolean;
  readonly isRelevant: (path: string) => boolean;
}

function rulesOf(site: Site): FileRules {
  return { isIgnored: createIgnore({ places: placesOf(site), ...outputsOf(site) }), isRelevant: relevance(site) };
}

interface FileListener {
  readonly session: Session;
  readonly say: (text: string) => void;
  readonly rules: () => FileRules;
}

function openFiles(site: Site, { session, say, rules }: FileListener) {
  return watchFiles({
    paths: placesOf(site),
    isIgnored: (path) => rules().isIgnored(path),
    onChange: (path) => {
      if (rules().isRelevant(path)) session.fileChanged(path);
    },
    onProblem: (problem) => say(`Changes may be missed: ${problem}.`),
  });
}

function openStatusLine({ invocation }: Site, { launch }: CommandStart): StatusLine {
  const { reporter, output } = invocation;
  if (!reporter.screen.isLive) return noStatusLine;
  const { stderr } = launch.rim.streams;
  return createStatusLine({
    write: output.draw,
    columns: () => stderr.columns || reporter.screen.screenWidth,
    style: reporter.screen.style,
  });
}

/** Everything that is reported goes above the line. */
function withLine({ invocation, located }: Site, line: StatusLine): Site {
  const { reporter, output } = invocation;
  output.openLive({ around: line.around, end: line.close });
  const above =
    <A extends unknown[]>(write: (...args: A) => void) =>
    (...args: A) =>
      line.around(() => write(...args));
  const wrapped: Reporter = {
    screen: reporter.screen,
    sink: above(reporter.sink),
    record: above(reporter.record),
    diagnostics: above(reporter.diagnostics),
    problem: above(reporter.problem),
    info: above(reporter.info),
    debug: above(reporter.debug),
    gap: above(reporter.gap),
    data: above(reporter.data),
  };
  return { located, invocation: { ...invocation, reporter: wrapped } };
}

/** In raw mode Ctrl-C is a key. From here on it is the signal again, so that a second press ends the program at once. */
function interrupt(keys: KeyInput | null): void {
  keys?.close();
  process.kill(process.pid, 'SIGINT');
}
