import type { Plan } from '../plan/plan.ts';
import type { Deployment, DeploymentEvent } from './events.ts';

/** Where plans and deployments are kept. */
export interface Store {
  savePlan(plan: Plan): Promise<void>;
  plan(id: string): Promise<Plan | undefined>;
  /** The plan that was saved last, of one environment or of all. */
  lastPlan(environment?: string): Promise<Plan | undefined>;
  /** The environments for which a plan was saved since then: milliseconds since the epoch. */
  plannedSince(time: number): Promise<readonly string[]>;
  /** Begins a deployment: its folder holds the plan and, by these relative paths, what it was made from. */
  begin(id: string, plan: Plan, files: ReadonlyMap<string, Uint8Array>): Promise<Journal>;
  /** The journal of a deployment that had stopped, to go on with it. A torn last line is taken off. */
  reopen(id: string): Promise<Journal>;
  /** The bytes of a file that any deployment kept, by their digest: `sha256:<hex>`. */
  content(digest: string): Promise<Uint8Array | undefined>;
  deployment(id: string): Promise<Deployment | undefined>;
  /** Every deployment, the oldest first. */
  deployments(environment?: string): Promise<readonly Deployment[]>;
  has(id: string): Promise<boolean>;
}

/** Where a deployment's folder keeps a file that its changeset names: by its digest, `sha256:<hex>`. */
export function contentPath(digest: string): string {
  return `files/${digest.replace(/^sha256:/, '')}`;
}

/** The events of a running deployment. */
export interface Journal {
  /** Returns when the event is on the disk. */
  append(event: DeploymentEvent): Promise<void>;
  /** Keeps a file with the deployment. Returns its digest when it is on the disk. */
  keep(bytes: Uint8Array): Promise<string>;
  close(): Promise<void>;
}
