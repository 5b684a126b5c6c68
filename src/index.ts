/**
 * The library: what the command line calls. Every function throws `ChangesetError` for whatever files, orgs or the
 * platform have against it, with findings that say what to do; anything else that is thrown is a defect.
 */

export type { Changeset, Entry } from './changeset/changeset.ts';
export { readChangeset } from './changeset/read.ts';
export { type Applied, type ApplyOptions, apply } from './deploy/apply.ts';
export { type Check, type Examination, examine } from './deploy/doctor.ts';
export {
  type Rehearsal,
  type RehearsalProblem,
  type RehearsedRun,
  type RehearseOptions,
  rehearse,
} from './deploy/rehearse.ts';
export {
  findDeployment,
  RollbackConflict,
  type RollbackOptions,
  type RolledBack,
  rollback,
  simulateRollback,
} from './deploy/rollback.ts';
export { type Simulation, simulate } from './deploy/simulate.ts';
export { ChangesetError, type Diagnostic } from './diagnostics.ts';
export type { Environment } from './environment/environment.ts';
export { readMapping } from './environment/read.ts';
export { type ExitCode, exitCodes } from './exit-codes.ts';
export type { Operation, Plan, Step } from './plan/plan.ts';
export type { Conflict } from './plan/undo.ts';
export { type Project, storeFolder } from './project.ts';
export { renderPlanMarkdown } from './render/plan-markdown.ts';
export type { Deployment, DeploymentEvent, OperationRecord } from './store/events.ts';
export { openFileStore } from './store/file-store.ts';
export type { Store } from './store/store.ts';
