/** An embedded Genesys Cloud org: an HTTP server that behaves as the platform does and judges the requests it gets. */
export {
  addIndividuals,
  addMembers,
  addQueueCodes,
  addTeamMembers,
  addTo,
  addUserLanguage,
  addUserSkill,
  emptyOrg,
  idOf,
  orgWith,
  refTo,
  SANDBOX_CLIENT,
  SANDBOX_ORGANIZATION_ID,
} from './build.ts';
export { comparable, type Difference, differences } from './compare.ts';
export { contractMethods, operationIds } from './contract.ts';
export { type CopiedOrg, orgFromAnswers, type PlatformAnswer } from './copy.ts';
export type {
  AnswerFault,
  EditFault,
  Fault,
  FaultCondition,
  FaultPlan,
  FaultRule,
  Moment,
  Struck,
} from './faults.ts';
export type {
  Client,
  Collections,
  Document,
  Grant,
  OrgState,
  PassingRequest,
  RequestLog,
  SandboxOptions,
  Violation,
  ViolationKind,
} from './model.ts';
export * as paths from './paths.ts';
export { harbourBank } from './seed/harbour-bank.ts';
export { type Sandbox, type SandboxRequest, startSandbox } from './server.ts';
export { DEFAULT_SWITCHES, type Switches } from './switches.ts';
