/** What the process says to scripts when it ends. A promise: a number never changes its meaning. */
export const exitCodes = {
  done: 0,
  failure: 1,
  changesPresent: 2,
  driftFound: 3,
  noPermission: 4,
  invalidInput: 5,
  refused: 6,
  conflict: 7,
  partlyApplied: 8,
  locked: 9,
  usage: 64,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** One line each, as `changeset help exit-codes` prints them. */
export const exitCodeMeanings: ReadonlyMap<ExitCode, string> = new Map<ExitCode, string>([
  [exitCodes.done, 'done, or nothing to change'],
  [exitCodes.failure, 'unexpected failure'],
  [exitCodes.changesPresent, 'changes present (only with simulate --detailed-exitcode)'],
  [exitCodes.driftFound, 'drift found (only with drift --detailed-exitcode)'],
  [exitCodes.noPermission, 'authentication failed, or a permission is missing'],
  [exitCodes.invalidInput, 'invalid input, or a name that nobody has'],
  [exitCodes.refused, 'refused by a gate: wrong org, policy, approval'],
  [exitCodes.conflict, 'conflict, or the plan is stale'],
  [exitCodes.partlyApplied, 'partly applied; roll back, or apply again'],
  [exitCodes.locked, 'locked, or an unfinished deployment stands in the way'],
  [exitCodes.usage, 'wrong usage of the command line'],
  [exitCodes.interrupted, 'interrupted by Ctrl-C in good order'],
  [exitCodes.terminated, 'terminated in good order'],
]);
