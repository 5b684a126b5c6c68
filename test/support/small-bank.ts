import { harbourBank, type OrgState, paths } from '../../src/sandbox/index.ts';
import { Org } from '../../src/sandbox/org.ts';
import { OTHERS } from '../../src/sandbox/seed/people.ts';
import { DEFAULT_SWITCHES } from '../../src/sandbox/switches.ts';
import { dropBelow, dropReferences, referrers } from '../../src/sandbox/uses.ts';

const { QUEUES, USERS } = paths;

/** One of so many agents is left. */
const KEPT = 12;

/**
 * Harbour Bank with fewer agents, and without the queues that nobody refers to: for tests that run again and again in the
 * same org. Whatever the text names is still there. Frozen, so that sandboxes share it.
 */
export function smallBank(spokenOf: string): OrgState {
  const org = new Org(harbourBank(), { switches: DEFAULT_SWITCHES, now: Date.now, listDelayMs: 0 });
  const remove = (path: string, id: string): void => {
    org.remove(path, id);
    dropBelow(org, `${path}/${id}`);
    dropReferences(org, path, id);
  };
  const agents = OTHERS.filter((email, index) => index % KEPT !== 0 && !spokenOf.includes(email));
  const gone = new Set(agents);
  for (const { id, email } of org.all(USERS)) if (gone.has(String(email))) remove(USERS, id);
  for (const { id, name } of org.all(QUEUES)) {
    if (!spokenOf.includes(String(name)) && referrers(org, QUEUES, id).length === 0) remove(QUEUES, id);
  }
  return org.snapshot();
}
