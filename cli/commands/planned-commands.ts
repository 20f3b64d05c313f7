/** The commands that `tsdbt plan` can be asked about; the first is meant when none is named. */
export const plannedCommands = ['build', 'run', 'seed', 'test', 'load'] as const;
