/** Opens the reporter that the flags, the environment and the terminal ask for. */
import type { Flags } from '../flags/flag-values.js';
import { chooseFormat } from './github/choose-format.js';
import { createProgress, noProgress } from './live/progress.js';
import type { Level } from './log-record.js';
import type { RecordFormat } from './record-formats.js';
import { createReporter, type Reporter, type ReporterRim, type ReporterSettings } from './reporter.js';
import { chooseStyle, colorStyle, plainStyle } from './text/style.js';

/** What is known of a stream that a person may watch. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

export interface ReporterPlace {
  readonly rim: Omit<ReporterRim, 'progress'>;
  /** The stream of the report. */
  readonly screen: Screen;
  readonly stderr: Screen;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isDataAnswer: boolean;
}

const NARROWEST = 40;
/** Of a terminal that does not say how high it is. */
const USUAL_ROWS = 24;

/** Settings from flags, live lines when a person watches. */
export function openReporter(flags: Flags, place: ReporterPlace): Reporter {
  const settings = readSettings(flags, place);
  const progress = settings.isLive
    ? createProgress({
        write: place.rim.output.draw,
        columns: () => place.stderr.columns || settings.screenWidth,
        rows: () => place.stderr.rows || USUAL_ROWS,
        now: () => place.rim.now().getTime(),
        style: settings.style,
      })
    : noProgress;
  place.rim.output.openLive(progress);
  return createReporter(settings, { ...place.rim, progress });
}

function readSettings(
  { values, origin }: Flags,
  { screen, stderr, env, isDataAnswer }: ReporterPlace,
): ReporterSettings {
  const isWatched = screen.isTTY === true;
  // A terminal that does not know its width says 0.
  const columns = Math.max(NARROWEST, screen.columns || (values.printerWidth ?? 80));
  const format = chooseFormat({ values, origin }, env);
  const level: Level | 'none' = values.quiet ? 'error' : values.debug ? 'debug' : values.logLevel;
  const wishes = { flag: origin('useColors') === 'default' ? null : values.useColors, env, isTerminal: isWatched };
  const isLive = isWatched && stderr.isTTY === true && env.TERM !== 'dumb' && (env.CI ?? '') === '';
  return {
    format,
    level,
    fileFormat: values.logFormatFile === 'default' ? 'debug' : readFormat(values.logFormatFile),
    fileLevel: values.logLevelFile,
    style: chooseStyle(wishes),
    fileStyle: values.useColorsFile ? colorStyle : plainStyle,
    nodeWidth: origin('printerWidth') === 'default' && isWatched ? nodeWidth(columns) : (values.printerWidth ?? 80),
    screenWidth: isWatched ? columns : Math.max(columns, 100),
    isLive: isLive && format === 'text' && !isDataAnswer && level !== 'error' && level !== 'none',
    macrosPrint: values.print,
    isDataAnswer,
    explains: values.explain,
  };
}

/** Room for `[SELECT 12345 in 10.00s]` behind the dots. */
function nodeWidth(columns: number): number {
  return Math.min(100, Math.max(NARROWEST, columns - 26));
}

function readFormat(word: 'text' | 'debug' | 'json' | 'default'): RecordFormat {
  return word === 'default' ? 'text' : word;
}
