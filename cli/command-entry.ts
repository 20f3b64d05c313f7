/** The shape of a command: what the table says of it, and the codes it ends with. */
import type { LocatedProject, Project } from '../core/index.js';
import type { FlagKey, RawValue } from './flags/flag-table.js';
import type { Invocation } from './invocation/invocation.js';
import type { Launch } from './invocation/launch.js';

/** 0: all succeeded. 1: a node or test failed. 2: usage, configuration, parsing or internal error. 130: a watch was ended by a signal. */
export type ExitCode = 0 | 1 | 2 | 130;

/** What the invocation was made from, for a command that makes it anew. */
export interface CommandStart {
  readonly launch: Launch;
  readonly raw: ReadonlyMap<FlagKey, RawValue>;
}

/** How far the project is read before the command runs, and the function that then runs. */
export type CommandLoader =
  | { readonly needs: 'nothing'; readonly load: () => Promise<(invocation: Invocation) => Promise<ExitCode>> }
  | {
      /** The command reads the configuration itself, and again when that changes. */
      readonly needs: 'start';
      readonly load: () => Promise<(invocation: Invocation, start: CommandStart) => Promise<ExitCode>>;
    }
  | {
      readonly needs: 'configuration';
      readonly load: () => Promise<(invocation: Invocation, located: LocatedProject) => Promise<ExitCode>>;
    }
  | {
      readonly needs: 'project';
      readonly load: () => Promise<(invocation: Invocation, project: Project) => Promise<ExitCode>>;
    };

/** What a command is for; the help lists commands by it. */
export type CommandGroup = 'build' | 'look' | 'project';

export interface CommandEntry {
  readonly summary: string;
  readonly group: CommandGroup;
  /** Two to four command lines, each with what it does. */
  readonly examples: readonly (readonly [line: string, meaning: string])[];
  /** Words after the command's name. */
  readonly positionals: readonly {
    readonly name: string;
    readonly isRequired: boolean;
    /** What it may be, when that is known before the project is read. */
    readonly choices?: readonly string[];
  }[];
  readonly flags: readonly FlagKey[];
  /** The answer is data: stdout carries it alone and the report goes to stderr. */
  readonly answer: 'report' | 'data';
}
