/** The roles of Harbour Bank and who holds them where. */
import { addTo, idOf, refTo } from '../build.ts';
import { grantOf, grantsPath, type Pair } from '../grants.ts';
import type { JsonObject } from '../json.ts';
import type { OrgState } from '../model.ts';
import { DIVISIONS, GROUPS, QUEUES, ROLES, USERS } from '../paths.ts';
import { KNOWN, some } from './people.ts';

const GRANTED = Date.parse('2025-06-01T08:00:00.000Z');

function policy(domain: string, entityName: string, actionSet: string[], more: JsonObject = {}): JsonObject {
  return { domain, entityName, actionSet, allowConditions: false, ...more };
}

/** The one policy with a condition: on the queue Cards only. */
function cardsOnly(): JsonObject {
  const operands = [{ type: 'QUEUE', queue: refTo(QUEUES, 'Cards') }];
  const term = { variableName: 'Conversation.queues', operator: 'EQ', operands };
  return { allowConditions: true, resourceConditionNode: { conjunction: 'AND', terms: [term] } };
}

function roleRows(): readonly (readonly [string, string, JsonObject[]])[] {
  return [
    [
      'Queue administrator',
      'Keeps queues and wrap-up codes',
      [
        policy('routing', 'queue', ['add', 'delete', 'edit', 'view']),
        policy('routing', 'wrapupCode', ['add', 'delete', 'edit', 'view']),
      ],
    ],
    [
      'Team lead',
      'Moves people between queues',
      [policy('routing', 'queue', ['view']), policy('routing', 'queueMember', ['manage'])],
    ],
    [
      'Cards listener',
      'Listens to calls of the queue Cards',
      [policy('quality', 'evaluation', ['add', 'view'], cardsOnly())],
    ],
    ['Skills desk', 'Gives skills to people', [policy('routing', 'skill', ['assign', 'manage'])]],
  ];
}

/** Adds roles, and grants of them to users and groups. */
export function addAuthorization(state: OrgState): void {
  for (const [name, description, permissionPolicies] of roleRows())
    addTo(state, ROLES, { name, description, permissionPolicies });
  for (const email of KNOWN.slice(0, 3)) grant(state, idOf(USERS, email), 'Queue administrator', 'Home');
  grant(state, idOf(USERS, KNOWN[3] ?? ''), 'Queue administrator', 'Cards');
  for (const email of KNOWN) grant(state, idOf(USERS, email), 'employee', 'Home');
  for (const email of some(0, 6)) grant(state, idOf(USERS, email), 'Engage User', 'Cards');
  grant(state, idOf(GROUPS, 'Cards team leads'), 'Team lead', 'Cards');
  grant(state, idOf(GROUPS, 'Cards team leads'), 'Cards listener', 'Cards');
  grant(state, idOf(GROUPS, 'Service desk'), 'Skills desk', '*');
}

function grant(state: OrgState, subjectId: string, role: string, division: string): void {
  const divisionId = division === '*' ? division : idOf(DIVISIONS, division);
  const pair: Pair = { roleId: idOf(ROLES, role), divisionId };
  addTo(state, grantsPath(subjectId), grantOf(pair, GRANTED));
}
