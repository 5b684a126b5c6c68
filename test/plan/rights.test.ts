import { describe, expect, test } from 'vitest';
import { Facts, type Grant, Inquiry } from '../../src/plan/facts.ts';
import { needsOf, rightsOf, verdictOn } from '../../src/plan/rights.ts';
import { factsOf, planOver, type TestOrg } from './support.ts';

/** A role with these permissions, written `domain:entity:action`, in one division. */
function grant(division: string, ...permissions: string[]): Grant {
  const policies = permissions.map((permission) => {
    const [domain = '', entity = '', action = ''] = permission.split(':');
    return { domain, entity, actions: [action] };
  });
  return { division, role: `Role in ${division}`, policies };
}

const org: TestOrg = {
  objects: {
    auth_division: [{ name: 'Home', homeDivision: true }, { name: 'Cards' }],
    routing_queue: [
      { name: 'A', division: { id: 'Cards', name: 'Cards' } },
      { name: 'B', division: { id: 'Home' } },
    ],
    routing_wrapupcode: [{ name: 'Sale', division: { id: '*' } }],
    user: [{ email: 'ada@x.example', division: { id: 'Cards' } }],
    routing_skill: ['Spanish'],
  },
};

function judge(grants: readonly Grant[], changes: string, facts: Facts = factsOf(org)) {
  const plan = planOver(org, changes);
  facts.grants = grants;
  const rights = rightsOf(plan.changes, plan.operations, new Inquiry(facts), () => undefined);
  const missing = rights?.missing.map(
    ({ permissions, division, operations }) =>
      `${permissions.join('|')} ${division?.id ?? division?.name ?? '-'}: ${operations.join(' ')}`,
  );
  return { ...rights, missing };
}

const TWO = `
  - { type: routing_queue, name: A, set: { description: x } }
  - { type: routing_queue, name: B, set: { description: x } }
`;

describe('a permission is held', () => {
  const cards = { kind: 'division', id: 'Cards' } as const;
  const need = ['routing:queue:edit'];
  test.each([
    ['in its division', grant('Cards', 'routing:queue:edit'), 'held'],
    ['in all divisions', grant('*', 'routing:queue:edit'), 'held'],
    ['by a wildcard for the action', grant('Cards', 'routing:queue:*'), 'held'],
    ['by a wildcard for the entity', grant('Cards', 'routing:*:edit'), 'held'],
    ['by a wildcard for the domain', grant('Cards', '*:*:*'), 'held'],
    ['not by another action', grant('Cards', 'routing:queue:view'), 'refused'],
    ['not by another entity', grant('Cards', 'routing:queueMember:edit'), 'refused'],
    ['not in another division', grant('Home', 'routing:queue:edit'), 'refused'],
  ] as const)('%s', (_, given, verdict) => {
    expect(verdictOn(need, cards, [given])).toBe(verdict);
  });

  test('anywhere, where divisions play no part', () => {
    expect(verdictOn(need, { kind: 'none' }, [grant('Home', 'routing:queue:edit')])).toBe('held');
  });

  test('perhaps, where the division is not known and it is held in some', () => {
    const unknown = { kind: 'unknown' } as const;
    expect(verdictOn(need, unknown, [grant('Home', 'routing:queue:edit')])).toBe('unknown');
    expect(verdictOn(need, unknown, [grant('*', 'routing:queue:edit')])).toBe('held');
    expect(verdictOn(need, unknown, [grant('*', 'routing:queue:view')])).toBe('refused');
  });

  test('by one of several, where any will do', () => {
    const any = ['routing:skill:manage', 'routing:skill:create'];
    expect(verdictOn(any, cards, [grant('Cards', 'routing:skill:create')])).toBe('held');
  });
});

test('the contract says all, any, or nothing', () => {
  expect(needsOf('postAuthorizationDivisions')).toEqual([
    ['authorization:division:add'],
    ['authorization:grant:add'],
  ]);
  expect(needsOf('postRoutingSkills')).toEqual([['routing:skill:manage', 'routing:skill:create']]);
  expect(needsOf('postAuthorizationDivisionObject')).toEqual([]);
  expect(needsOf('noSuchOperation')).toEqual([]);
});

describe('the calls of a plan', () => {
  test('are judged in the division of the object that they write', () => {
    expect(judge([grant('Cards', 'routing:queue:edit')], TWO)).toEqual({
      held: 1,
      refused: 1,
      unknown: 0,
      missing: ['routing:queue:edit Home: routing_queue/B'],
    });
  });

  test('that lack the same right in the same place are told together', () => {
    const changes = '\n  - { type: routing_queue, names: [New, Newer], set: { division: Cards } }\n';
    const missing = ['routing:queue:add Cards: routing_queue/New routing_queue/Newer'];
    expect(judge([], changes)).toMatchObject({ refused: 2, missing });
  });

  test('of a new object without a division are judged in the home division', () => {
    const changes = '\n  - { type: routing_queue, name: New }\n';
    expect(judge([grant('Cards', 'routing:queue:add')], changes).missing).toEqual([
      'routing:queue:add Home: routing_queue/New',
    ]);
    expect(judge([grant('Home', 'routing:queue:add')], changes).missing).toEqual([]);
  });

  test('in a division that the plan creates cannot be judged where a right depends on the division', () => {
    const changes =
      '\n  - { type: auth_division, name: Peak }\n  - { type: routing_queue, name: New, set: { division: Peak } }\n';
    const admin = grant('*', 'authorization:*:*');
    expect(judge([admin, grant('Home', 'routing:queue:add')], changes)).toMatchObject({
      held: 1,
      unknown: 1,
    });
    expect(judge([admin, grant('*', 'routing:queue:add')], changes)).toMatchObject({ held: 2 });
    expect(judge([admin], changes).missing).toEqual(['routing:queue:add Peak: routing_queue/New']);
  });

  test('on what belongs to all divisions need a grant in all', () => {
    const changes = '\n  - { type: routing_wrapupcode, name: Sale, set: { description: x } }\n';
    const both = ['Home', 'Cards'].map((division) => grant(division, 'routing:wrapupCode:edit'));
    expect(judge(both, changes).missing).toEqual(['routing:wrapupCode:edit *: routing_wrapupcode/Sale']);
    expect(judge([grant('*', 'routing:wrapupCode:edit')], changes).missing).toEqual([]);
  });

  test('that move an object are judged in both divisions, those after it in the new one', () => {
    const changes = '\n  - { type: routing_wrapupcode, name: Sale, set: { division: Cards } }\n';
    expect(judge([grant('Cards', 'routing:wrapupCode:edit')], changes).missing).toEqual([
      'routing:wrapupCode:edit *: routing_wrapupcode/Sale',
    ]);
    const moved =
      '\n  - { type: routing_queue, name: A, set: { division: Home, members: { add: [ada@x.example] } } }\n';
    expect(judge([grant('Cards', 'routing:queue:edit')], moved)).toEqual({
      held: 0,
      refused: 1,
      unknown: 1,
      missing: ['routing:queue:edit|routing:queueMember:manage Home: routing_queue/A'],
    });
  });

  test('on parts follow the division of the object that has them', () => {
    const changes =
      '\n  - { type: user, name: ada@x.example, set: { skills: { add: { Spanish: { proficiency: 3 } } } } }\n';
    expect(judge([grant('Home', 'routing:skill:assign')], changes).missing).toEqual([
      'routing:skill:assign Cards: user/ada%40x.example',
    ]);
    expect(judge([grant('Cards', 'routing:skill:assign')], changes).missing).toEqual([]);
  });

  test('on objects that are in no division count a grant anywhere', () => {
    const changes = '\n  - { type: auth_division, name: Cards, set: { description: x } }\n';
    expect(judge([grant('Home', 'authorization:division:edit')], changes)).toMatchObject({ held: 1 });
    expect(judge([], changes).missing).toEqual(['authorization:division:edit -: auth_division/Cards']);
  });

  test('each missing one of several permissions is told', () => {
    const changes = '\n  - { type: auth_division, name: Peak }\n';
    expect(judge([], changes)).toMatchObject({
      refused: 1,
      missing: [
        'authorization:division:add -: auth_division/Peak',
        'authorization:grant:add -: auth_division/Peak',
      ],
    });
  });
});

describe('what is asked', () => {
  test('the grants, and nothing else where they hold in all divisions', () => {
    const plan = planOver(org, '\n  - { type: routing_queue, name: New }\n');
    const facts = new Facts();
    const first = new Inquiry(facts);
    expect(rightsOf(plan.changes, plan.operations, first, () => undefined)).toBeUndefined();
    expect(first.questions.map(({ ask }) => ask)).toEqual(['grants']);
    facts.grants = [grant('*', 'routing:queue:add')];
    const second = new Inquiry(facts);
    expect(rightsOf(plan.changes, plan.operations, second, () => undefined)?.held).toBe(1);
    expect(second.questions).toEqual([]);
  });

  test('which division is home, where that decides', () => {
    const plan = planOver(org, '\n  - { type: routing_queue, name: New }\n');
    const facts = new Facts();
    facts.grants = [grant('Cards', 'routing:queue:add')];
    const inquiry = new Inquiry(facts);
    rightsOf(plan.changes, plan.operations, inquiry, () => undefined);
    expect(inquiry.questions).toMatchObject([{ ask: 'listed', type: { type: 'auth_division' } }]);
  });

  test('nothing, where nothing is written', () => {
    const inquiry = new Inquiry(new Facts());
    expect(rightsOf([], [], inquiry, () => undefined)).toBeUndefined();
    expect(inquiry.questions).toEqual([]);
  });
});

test.each([
  [
    'a role that has it elsewhere',
    [grant('Cards', 'routing:queue:edit')],
    'Grant the client the role "Role in Cards", which has it, in division "Home" too.',
  ],
  [
    'a role that is granted there',
    [grant('Home', 'routing:queue:view')],
    'Add routing:queue:edit to its role "Role in Home", or grant it a role that has it in division "Home".',
  ],
  ['no role at all', [], 'Grant the client a role that has routing:queue:edit in division "Home".'],
])('what to do is told from the grants: %s', (_, grants, remedy) => {
  const plan = planOver(org, '\n  - { type: routing_queue, name: B, set: { description: x } }\n');
  const facts = factsOf(org);
  facts.grants = grants;
  const name = () => 'Home';
  const rights = rightsOf(plan.changes, plan.operations, new Inquiry(facts), name);
  expect(rights?.missing[0]?.remedy).toBe(remedy);
});
