/** What `locateProject` is asked for, from the flags of an invocation. */
import { contextSink, type LocateOptions } from '../../core/index.js';
import type { Invocation } from './invocation.js';

/** Flags, facts and adapters as one request. */
export function locateRequest({ flags, cwd, facts, adapters, reporter }: Invocation): LocateOptions {
  return {
    cwd,
    projectDir: flags.projectDir,
    profilesDir: flags.profilesDir,
    profile: flags.profile,
    target: flags.target,
    targetPath: flags.targetPath,
    logPath: flags.logPath,
    cliVars: flags.vars,
    versionCheck: flags.versionCheck,
    invocation: facts,
    adapters,
    sink: contextSink(reporter.sink),
  };
}
