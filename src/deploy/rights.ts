import { ChangesetError, type Diagnostic } from '../diagnostics.ts';
import { type Environment, liveName } from '../environment/environment.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Labels } from '../plan/labels.ts';
import type { Plan } from '../plan/plan.ts';
import { type DivisionNames, inDivision, objectsOf } from '../plan/rights.ts';

const MOST_NAMED = 5;

/** The names of divisions as this org has them: what an administrator looks for. */
export function divisionNames(labels: Labels, environment: Environment): DivisionNames {
  return (type, id) => {
    const label = labels.of(id);
    return label === undefined ? undefined : liveName(environment, type.type, label);
  };
}

/**
 * Stops before the first write when the client lacks a right that one of the calls needs.
 * @param again the command to run once the rights are there
 * @throws ChangesetError with exit code 4 and one finding for each missing right
 */
export function demandRights(plan: Plan, client: string | undefined, again: string): void {
  const missing = plan.rights?.missing ?? [];
  if (missing.length === 0) return;
  const who = client === undefined ? 'The OAuth client' : `The OAuth client "${client}"`;
  const findings = missing.map(
    (right, index): Diagnostic => ({
      severity: 'error',
      code: 'rights.missing',
      message: `${who} lacks ${right.permissions.join(' or ')}${inDivision(right.division)}, needed for ${objectsOf(right, plan, MOST_NAMED)}.`,
      hint:
        index < missing.length - 1
          ? right.remedy
          : `${right.remedy}\nNothing was written to ${plan.environment}. Then run  ${again}`,
    }),
  );
  throw new ChangesetError(exitCodes.noPermission, findings);
}
