import type { Diagnostic } from '../diagnostics.ts';
import type { Json } from '../json/json.ts';
import type { Operation, Plan, Rights } from '../plan/plan.ts';
import type { Conflict } from '../plan/undo.ts';
import type { Deployment } from '../store/events.ts';
import { summaryOf } from './summary.ts';
import { pathWithNames, withNames } from './values.ts';

/** The findings of a plan that do not stop it. */
export function warningsOf(plan: Plan): Diagnostic[] {
  return plan.warnings.map(({ code, message, at }) => ({
    severity: 'warning',
    code,
    message,
    ...(at ? { at: { ...at, column: 1, length: 1, source: '' } } : {}),
  }));
}

/** A plan for scripts: names in the place of IDs, unchanged objects as a number. */
export function planJson(plan: Plan): Json {
  return {
    id: plan.id,
    digest: plan.digest,
    artifact: plan.artifact,
    environment: plan.environment,
    organizationId: plan.organization.id,
    ...(plan.undoes === undefined ? {} : { undoes: plan.undoes }),
    changeset: { ...plan.changeset },
    createdAt: plan.createdAt,
    summary: { ...summaryOf(plan) },
    operations: plan.operations.map((operation) => operationJson(operation, plan)),
    skipped: plan.skipped.map(({ key, type, name, reason }) => ({ key, type, name, reason })),
    ...(plan.rights ? { rights: rightsJson(plan.rights) } : {}),
    calls: { ...plan.calls },
    estimatedSeconds: plan.estimatedSeconds,
  };
}

function rightsJson({ held, refused, unknown, missing }: Rights): Json {
  return {
    held,
    refused,
    unknown,
    missing: missing.map(({ permissions, division, operations, remedy }) => ({
      permissions: [...permissions],
      division: division ? { id: division.id ?? null, name: division.name ?? null } : null,
      operations: [...operations],
      remedy,
    })),
  };
}

function operationJson(operation: Operation, plan: Plan): Json {
  const { key, type, name, live, id, action, dependsOn, reversible, losses } = operation;
  return {
    key,
    type,
    name,
    ...(live === name ? {} : { live }),
    ...(id === undefined ? {} : { id }),
    action,
    changes: Object.entries(operation.after).map(([path, after]) => ({
      path: pathWithNames(path, plan.labels),
      before: withNames(operation.before[path] ?? null, plan.labels),
      after: withNames(after, plan.labels),
    })),
    dependsOn: [...dependsOn],
    reversible,
    losses: [...losses],
    ...(operation.means ? { means: { ...operation.means } } : {}),
    ...(operation.notes.length > 0 ? { notes: [...operation.notes] } : {}),
    ...(operation.why === undefined ? {} : { why: operation.why }),
  };
}

/** A deployment for scripts. */
export function deploymentJson(deployment: Deployment): Json {
  const { plan } = deployment;
  return {
    id: deployment.id === '' ? null : deployment.id,
    state: deployment.state,
    environment: plan.environment,
    organizationId: plan.organization.id,
    plan: plan.id,
    planDigest: plan.digest,
    artifact: plan.artifact,
    ...(plan.undoes === undefined ? {} : { undoes: plan.undoes }),
    changeset: { ...plan.changeset },
    startedAt: deployment.startedAt,
    endedAt: deployment.endedAt ?? null,
    who: {
      person: deployment.who.person ?? null,
      where: deployment.who.where,
      oauthClient: deployment.who.oauthClient ?? null,
    },
    tool: deployment.tool,
    gitCommit: deployment.gitCommit ?? null,
    operations: deployment.operations.map(({ operation, state, id, error }) => ({
      key: operation.key,
      action: operation.action,
      state,
      id: id ?? null,
      ...(error ? { error } : {}),
    })),
    calls: { ...deployment.calls },
  };
}

/** What stands in the place of a deployment when there was nothing to do. */
export function noDeploymentJson({ environment }: Plan): Json {
  return { id: null, state: 'succeeded', environment, operations: [], calls: { read: 0, write: 0 } };
}

/** What stands in the way of a rollback, for scripts. */
export function conflictJson(conflict: Conflict, plan: Plan): Json {
  const { key, type, name, path, reason, by } = conflict;
  return {
    key,
    type,
    name,
    path: pathWithNames(path, plan.labels),
    before: withNames(conflict.before, plan.labels),
    ours: withNames(conflict.ours, plan.labels),
    now: withNames(conflict.now, plan.labels),
    reason,
    ...(by === undefined ? {} : { by }),
  };
}
