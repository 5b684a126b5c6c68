/** What is special about divisions: how many objects they hold. */
import { idIn } from './json.ts';
import type { Document } from './model.ts';
import type { Org } from './org.ts';
import {
  FLOWS,
  LIBRARIES,
  PROMPTS,
  QUEUES,
  SCRIPTS,
  SKILL_GROUPS,
  SKILLS,
  TEAMS,
  USERS,
  WRAPUP_CODES,
} from './paths.ts';
import { lives } from './references.ts';

const COUNTED: Readonly<Record<string, string>> = {
  FLOW: FLOWS,
  LIBRARY: LIBRARIES,
  PROMPT: PROMPTS,
  QUEUE: QUEUES,
  SCRIPT: SCRIPTS,
  SKILL: SKILLS,
  SKILLGROUP: SKILL_GROUPS,
  TEAM: TEAMS,
  USER: USERS,
  WRAPUPCODE: WRAPUP_CODES,
};

/** Live objects of a division, by kind; kinds without any are left out. */
export function objectCounts(org: Org, divisionId: string): Record<string, number> {
  const belongs = (document: Document) => lives(document) && idIn(document.division) === divisionId;
  const counts = Object.entries(COUNTED).map(
    ([kind, path]) => [kind, org.all(path).filter(belongs).length] as const,
  );
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

/** The division, with its counts where these were asked for. */
export function renderDivision(division: Document, org: Org, expand: readonly string[]): Document {
  return expand.includes('objectCounts')
    ? { ...division, objectCounts: objectCounts(org, division.id) }
    : division;
}
