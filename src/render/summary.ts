import { typeNamed } from '../catalog/index.ts';
import { overlaid } from '../plan/difference.ts';
import { titleOf } from '../plan/operations.ts';
import type { Operation, Plan } from '../plan/plan.ts';
import { counted, quoted } from './style.ts';

/** Counts of objects, as scripts and reviewers read them. */
export interface Summary {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
  readonly restore: number;
  readonly unchanged: number;
  readonly skipped: number;
}

/** Counts each object once, however many operations it takes. */
export function summaryOf(plan: Plan): Summary {
  const objects = objectsIn(plan);
  const count = (action: Operation['action']): number =>
    objects.filter((operation) => operation.action === action).length;
  return {
    create: count('create'),
    update: count('update'),
    delete: count('delete'),
    restore: count('restore'),
    unchanged: plan.unchanged.length,
    skipped: plan.skipped.length,
  };
}

/** Each object once, with what all its operations together make of it. */
export function objectsIn({ operations }: Plan): Operation[] {
  const byKey = new Map(operations.map((operation) => [operation.key, operation]));
  return operations
    .filter((operation) => !isPhase(operation))
    .map((operation) => {
      const { key, action, before, after } = operation;
      const [link, unlink] = [byKey.get(`${key}#link`), byKey.get(`${key}#unlink`)];
      return {
        ...operation,
        before: action === 'delete' ? overlaid(before, unlink?.before ?? {}) : { ...link?.before, ...before },
        after: overlaid(after, link?.after ?? {}),
      };
    });
}

/** Whether the operation is the second half of another one on the same object. */
export function isPhase(operation: Operation): boolean {
  return /#(link|unlink)$/.test(operation.key);
}

/** What updates take out of lists: what a reviewer must not miss. */
export function removals(plan: Plan): string[] {
  return plan.operations
    .filter(({ action }) => action === 'update')
    .flatMap((operation) => {
      const type = typeNamed(operation.type);
      const taken = Object.keys(operation.counts).flatMap((set) => {
        const gone = Object.entries(operation.after).filter(
          ([path, value]) =>
            value === null && path.startsWith(`${set}/`) && !path.slice(set.length + 1).includes('/'),
        );
        const to = type.references?.[`${set}/*`]?.type;
        const noun =
          type.parts?.[set.slice(1)]?.noun ??
          (to === undefined ? `entry of ${set.slice(1)}` : typeNamed(to).noun);
        return gone.length > 0 ? [counted(gone.length, noun)] : [];
      });
      return taken.length > 0 ? [`${taken.join(' and ')} of ${titleOf(operation, quoted)}`] : [];
    });
}
