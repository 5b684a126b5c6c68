/**
 * The library: what the command line calls. Every function throws `ChangesetError` for whatever files, orgs or the
 * platform have against it, with findings that say what to do; anything else that is thrown is a defect.
 */

export type { Changeset, Entry } from './changeset/changeset.ts';
export { readChangeset } from './changeset/read.ts';
export { type Applied, type ApplyOptions, apply } from './deploy/apply.ts';
export { type Check, type Examination, examine } from './deploy/doctor.ts';
export { getObjects, type LiveObjects } from './deploy/get.ts';
export { type LockWait, type Unlocked, unlock } from './deploy/lock.ts';
export {
  type Rehearsal,
  type RehearsalProblem,
  type RehearsedRun,
  type RehearseOptions,
  rehearse,
} from './deploy/rehearse.ts';
export { type Resumed, type ResumeOptions, resume } from './deploy/resume.ts';
export {
  findDeployment,
  RollbackConflict,
  type RollbackOptions,
  type RolledBack,
  rollback,
  simulateRollback,
} from './deploy/rollback.ts';
export type {
  AnnouncedIntent,
  OnEvent,
  PlannedEvent,
  RunEvent,
  VersionEvent,
  WaitingEvent,
} from './deploy/run-events.ts';
export type { Settled } from './deploy/settlement.ts';
export { type Simulation, simulate } from './deploy/simulate.ts';
export { ChangesetError, type Diagnostic } from './diagnostics.ts';
export type { Environment } from './environment/environment.ts';
export { readMapping } from './environment/read.ts';
export { type ExitCode, exitCodes } from './exit-codes.ts';
export type { SessionOptions, Wait } from './org/session.ts';
export type { Clock } from './org/throttle.ts';
export type { TypeAbilities } from './plan/abilities.ts';
export type { LiveEntry } from './plan/entry.ts';
export type { Operation, Plan, Step } from './plan/plan.ts';
export type { Conflict } from './plan/undo.ts';
export { type Project, storeFolder } from './project.ts';
export { renderEntries } from './render/entries.ts';
export { renderPlanMarkdown } from './render/plan-markdown.ts';
export type { Deployment, DeploymentEvent, OperationRecord } from './store/events.ts';
export { openFileStore } from './store/file-store.ts';
export type { Store } from './store/store.ts';
