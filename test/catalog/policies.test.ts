import { expect, test } from 'vitest';
import { expandedPolicies, misplacedPolicies } from '../../src/catalog/policies.ts';
import type { JsonObject } from '../../src/json/json.ts';

const permissions = (...actions: string[]): JsonObject[] => actions.map((action) => ({ action }));
const catalogue = [
  {
    domain: 'routing',
    permissionMap: { queue: permissions('add', 'edit', 'view'), skill: permissions('assign', 'view') },
  },
];
const queue = { domain: 'routing', entityName: 'queue', actionSet: { view: {} } };

function apply(policies: JsonObject[], before: JsonObject[] = []): ReturnType<typeof expandedPolicies.apply> {
  return expandedPolicies.apply(
    { permissionPolicies: policies },
    { permissionPolicies: before },
    () => catalogue,
  );
}

test.each([
  ['a policy that says all by name stays as it is', queue, [queue]],
  [
    'every action',
    { ...queue, actionSet: { '*': {} } },
    [{ ...queue, actionSet: { add: {}, edit: {}, view: {} } }],
  ],
  [
    'an action of every entity that has it',
    { ...queue, entityName: '*' },
    [queue, { ...queue, entityName: 'skill' }],
  ],
  [
    'entities without the action are left out',
    { ...queue, entityName: '*', actionSet: { add: {} } },
    [{ ...queue, actionSet: { add: {} } }],
  ],
])('%s', (_, policy, expected) => {
  expect(apply([policy])).toEqual({ document: { permissionPolicies: expected }, complaints: [] });
});

test('what is the same twice is kept once', () => {
  expect(apply([queue, { ...queue, entityName: '*' }]).document['permissionPolicies']).toHaveLength(2);
});

test.each([
  [{ ...queue, domain: 'ruoting' }, 'domain', 'This org knows no permission ruoting.', 'It knows routing.'],
  [
    { ...queue, entityName: 'queues' },
    'entityName',
    'This org knows no permission routing:queues.',
    'It knows queue, skill.',
  ],
  [
    { ...queue, actionSet: { view: {}, viw: {} } },
    'actionSet',
    'This org knows no permission routing:queue:viw.',
    'It knows add, edit, view.',
  ],
])('%o is refused', (policy, field, message, hint) => {
  const complaint = { path: `/permissionPolicies/0/${field}`, message, hint };
  expect(apply([policy])).toEqual({ document: { permissionPolicies: [policy] }, complaints: [complaint] });
});

test('what the role has had before is not judged', () => {
  const old = { domain: 'expired', entityName: 'thing', actionSet: { '*': {} } };
  expect(apply([old], [old])).toEqual({ document: { permissionPolicies: [old] }, complaints: [] });
});

test('a permission in three parts among the plain ones is told where it belongs', () => {
  const complaints = misplacedPolicies({ permissions: { group_creation: {}, 'routing:queue:view': {} } });
  expect(complaints).toMatchObject([
    {
      path: '/permissions',
      hint: 'Write  permissionPolicies: { add: [{ domain: routing, entityName: queue, actionSet: [view] }] }',
    },
  ]);
});
