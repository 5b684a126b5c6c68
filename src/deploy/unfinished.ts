import type { Diagnostic } from '../diagnostics.ts';
import type { Deployment } from '../store/events.ts';

/** The deployments that were interrupted and wait for somebody to go on or back. */
export function unfinishedAmong(all: readonly Deployment[]): readonly Deployment[] {
  return all.filter((deployment) => isOpen(deployment, all));
}

/** Whether a deployment is not done, and none that came after it went back or did the same. */
function isOpen({ id, state, startedAt, plan }: Deployment, all: readonly Deployment[]): boolean {
  if (state !== 'interrupted') return false;
  return !all.some(
    (later) =>
      later.state === 'succeeded' &&
      later.startedAt >= startedAt &&
      (later.plan.undoes === id ||
        (later.plan.artifact === plan.artifact && later.plan.undoes === plan.undoes)),
  );
}

/** What a person is told of one. */
export function unfinishedFinding({ id, endedAt }: Deployment): Diagnostic {
  const what =
    endedAt === undefined
      ? 'was interrupted: nobody can say yet what of it was done'
      : 'was interrupted before it was done';
  return {
    severity: 'error',
    code: 'deployment.unfinished',
    message: `The deployment ${id} ${what}.`,
    hint: [
      `changeset show ${id}      says how far it came`,
      `changeset resume ${id}    finds out, and goes on`,
      `changeset rollback ${id}  goes back to how it was before`,
    ].join('\n'),
  };
}
