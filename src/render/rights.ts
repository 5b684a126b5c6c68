import type { Plan, Rights } from '../plan/plan.ts';
import { inDivision, objectsOf } from '../plan/rights.ts';
import { counted, type Style, visible } from './style.ts';

const MOST_NAMED = 3;

/** Whether the client may make the calls of a plan, in one line. */
export function rightsSummary({ held, refused, unknown }: Rights): string {
  const rest = unknown > 0 ? `not known for ${counted(unknown, 'call')}` : '';
  if (refused === 0)
    return [held > 0 ? `all held for ${counted(held, 'call')}` : '', rest].filter(Boolean).join(', ');
  const all = held + refused + unknown;
  return [`${refused} of ${counted(all, 'call')} would be refused, so apply will not start`, rest]
    .filter(Boolean)
    .join('; ');
}

/** Each missing right with the objects that it is needed for, and what to do; not yet safe for a page. */
export function missingLines({ missing }: Rights, plan: Plan): { what: string; remedy: string }[] {
  return missing.map((right) => ({
    what: `${right.permissions.join(' or ')}${inDivision(right.division)}: ${objectsOf(right, plan, MOST_NAMED)}`,
    remedy: right.remedy,
  }));
}

/** The same for a terminal. */
export function rightsLines(rights: Rights, plan: Plan, style: Style): string[] {
  const summary = rightsSummary(rights);
  const missing = missingLines(rights, plan).flatMap(({ what, remedy }) => [
    style.red(`! ${visible(what)}`),
    `  ${visible(remedy)}`,
  ]);
  return [rights.refused > 0 ? style.red(summary) : summary, ...missing];
}
