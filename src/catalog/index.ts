import { architectUserPrompt } from './architect/architect-user-prompt.ts';
import { flow } from './architect/flow.ts';
import { authDivision } from './authorization/auth-division.ts';
import { group } from './directory/group.ts';
import { team } from './directory/team.ts';
import { user } from './directory/user.ts';
import { responsemanagementLibrary } from './responses/responsemanagement-library.ts';
import { routingQueue } from './routing/routing-queue.ts';
import { routingSkill } from './routing/routing-skill.ts';
import { routingSkillGroup } from './routing/routing-skill-group.ts';
import { routingWrapupcode } from './routing/routing-wrapupcode.ts';
import { script } from './scripts/script.ts';
import type { ResourceType } from './vocabulary.ts';

/** Every kind of object that the engine knows, by type name. */
export const catalog: ReadonlyMap<string, ResourceType> = new Map(
  [
    architectUserPrompt,
    authDivision,
    flow,
    group,
    responsemanagementLibrary,
    routingQueue,
    routingSkill,
    routingSkillGroup,
    routingWrapupcode,
    script,
    team,
    user,
  ].map((type: ResourceType) => [type.type, type]),
);

/**
 * The type of that name.
 * @throws Error for a name that is not in the catalog: names from files are checked before they come here
 */
export function typeNamed(name: string): ResourceType {
  const type = catalog.get(name);
  if (!type) throw new Error(`no type ${name} in the catalog`);
  return type;
}

/** Whether a changeset can say anything about objects of this type beyond their name. */
export function isConfigurable(type: ResourceType): boolean {
  return type.calls.create !== undefined || type.calls.update !== undefined || type.parts !== undefined;
}
