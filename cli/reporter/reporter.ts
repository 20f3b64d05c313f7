/**
 * Where all that an invocation has to say comes together and goes out: to the screen as text or JSON lines, to the log
 * file, and to the live lines. Commands and the executor talk to this alone.
 */
import type { Diagnostic, EventSink, NodeResult, RunPlan } from '../../core/index.js';
import type { ShowCommand } from '../invocation/show-command.js';
import type { Output, TextForm } from '../output.js';
import type { SourceReader } from './lines/diagnostic-lines.js';
import { createTranslator, diagnosticRecord } from './lines/event-records.js';
import { describeNode } from './lines/node-lines.js';
import { kindOf } from './lines/summary-lines.js';
import { problemRecord } from './lines/summary-records.js';
import { noProgress, type Progress } from './live/progress.js';
import type { LogFile } from './log-file.js';
import { gapRecord, type Level, type LogRecord, noteRecord, passes } from './log-record.js';
import { debugLine, jsonLine, type RecordFacts, type RecordFormat, textLines } from './record-formats.js';
import { printable } from './text/measure.js';
import { plainStyle, type Style } from './text/style.js';

export interface ReporterSettings {
  readonly format: RecordFormat;
  readonly level: Level | 'none';
  readonly fileFormat: RecordFormat;
  readonly fileLevel: Level | 'none';
  readonly style: Style;
  readonly fileStyle: Style;
  /** Width of the lines of nodes. */
  readonly nodeWidth: number;
  /** Width for tables and code frames. */
  readonly screenWidth: number;
  /** A person watches: no times in front of lines, live lines below. */
  readonly isLive: boolean;
  readonly macrosPrint: boolean;
  readonly isDataAnswer: boolean;
  readonly explains: boolean;
}

export interface ReporterRim {
  readonly output: Output;
  readonly logFile: LogFile;
  readonly progress: Progress;
  readonly invocationId: string;
  readonly processId: number;
  readonly now: () => Date;
  readonly readSource: SourceReader;
  readonly showCommand: ShowCommand;
  readonly targetName: () => string;
  /** The database as its credentials describe it. */
  readonly resultPlace: () => string;
}

export interface Reporter {
  /** How the screen is written to. */
  readonly screen: Pick<ReporterSettings, 'isLive' | 'style' | 'screenWidth'>;
  readonly sink: EventSink;
  readonly record: (record: LogRecord) => void;
  readonly diagnostics: (diagnostics: readonly Diagnostic[]) => void;
  /** A node that failed or warned, as the end of a run tells it. */
  readonly problem: (result: NodeResult) => void;
  readonly info: (message: string) => void;
  readonly debug: (message: string) => void;
  readonly gap: () => void;
  /** The answer of a command whose answer is data, without a line break at its end. */
  readonly data: (text: string, form?: TextForm) => void;
}

/** Connects the sinks by the settings. */
export function createReporter(settings: ReporterSettings, rim: ReporterRim): Reporter {
  const frame = { readSource: rim.readSource, width: settings.screenWidth, showCommand: rim.showCommand };
  const translate = createTranslator({
    width: settings.nodeWidth,
    most: settings.isLive ? settings.screenWidth : null,
    targetName: rim.targetName,
    resultPlace: rim.resultPlace,
    isDataAnswer: settings.isDataAnswer,
    explains: settings.explains,
    frame,
  });
  const progress = settings.isLive && settings.format === 'text' ? rim.progress : noProgress;
  const follow = progress === noProgress ? null : createFollower(progress);
  const record = (entry: LogRecord) => {
    writeToFile(entry, settings, rim);
    const text = screenText(entry, settings, rim);
    if (text !== null) progress.around(() => rim.output.report(text, formOf(settings.format)));
  };
  return {
    screen: settings,
    sink: (event) => {
      follow?.(event);
      for (const entry of translate(event)) record(entry);
    },
    record,
    diagnostics: (diagnostics) => {
      for (const diagnostic of diagnostics) record(diagnosticRecord(diagnostic, frame));
    },
    problem: (result) => record(problemRecord([result], frame)),
    info: (message) => record(noteRecord('info', message)),
    debug: (message) => record(noteRecord('debug', message)),
    gap: () => record(gapRecord()),
    data: (text, form) => progress.around(() => rim.output.data(`${text}\n`, form)),
  };
}

function screenText(entry: LogRecord, settings: ReporterSettings, rim: ReporterRim): string | null {
  if (entry.isPrint) return settings.macrosPrint ? printText(entry, settings, rim) : null;
  if (!passes(entry.level, settings.level)) return null;
  if (settings.format === 'json') return `${jsonLine(entry, factsOf(rim))}\n`;
  if (settings.format === 'debug') return `${debugLine(entry, settings.style, factsOf(rim))}\n`;
  if (settings.isLive && entry.name === 'LogStartLine') return null;
  const text = textLines(entry, settings.style, settings.isLive || settings.format === 'github' ? null : rim.now());
  // A finding with a code frame stands by itself.
  return entry.name === 'Diagnostic' && text.includes('\n') ? `${text}\n\n` : `${text}\n`;
}

/** What a macro prints goes into a file as it is; on a terminal it may not move the cursor. */
function printText(entry: LogRecord, settings: ReporterSettings, rim: ReporterRim): string {
  if (settings.format === 'json') return `${jsonLine(entry, factsOf(rim))}\n`;
  const text = entry.text(plainStyle);
  return `${settings.isLive ? printable(text) : text}\n`;
}

function writeToFile(entry: LogRecord, settings: ReporterSettings, rim: ReporterRim): void {
  if (!passes(entry.level, settings.fileLevel)) return;
  const facts = factsOf(rim);
  if (settings.fileFormat === 'json') rim.logFile.write(jsonLine(entry, facts), 'json');
  else if (settings.fileFormat === 'text') rim.logFile.write(textLines(entry, settings.fileStyle, facts.time));
  else rim.logFile.write(debugLine(entry, settings.fileStyle, facts));
}

function factsOf({ invocationId, processId, now }: ReporterRim): RecordFacts {
  return { invocationId, processId, time: now() };
}

function formOf(format: RecordFormat): TextForm {
  return format === 'json' ? 'json' : 'text';
}

/** Tells the live lines of a run; names are made when a node begins, not for thousands that wait. */
function createFollower(progress: Progress): EventSink {
  let plan: RunPlan | null = null;
  return (event) => {
    switch (event.kind) {
      case 'run-started':
        plan = event.plan;
        progress.begin(event.total);
        break;
      case 'node-started': {
        const node = plan?.nodes.get(event.id)?.node;
        progress.nodeStarted(event.id, node === undefined ? event.id : describeNode(node));
        break;
      }
      case 'scan-started':
        progress.nodeStarted(event.scan, `${event.tests} tests of ${event.relation}`);
        break;
      case 'scan-finished':
        progress.scanFinished(event.scan);
        break;
      case 'node-finished': {
        const kind = kindOf(event.result);
        progress.nodeFinished(event.id, kind === 'noop' ? 'pass' : kind);
        break;
      }
      case 'run-finished':
        progress.end();
    }
  };
}
