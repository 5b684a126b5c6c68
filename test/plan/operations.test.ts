import { describe, expect, test } from 'vitest';
import { planOver, type TestOrg } from './support.ts';

const queue = (name: string, set: string): string =>
  `  - { type: routing_queue, name: ${name}, set: { ${set} } }\n`;
const backup = (name: string): string => `directRouting: { backupQueueId: ${name} }`;

describe('order', () => {
  test('create before use, through several steps', () => {
    const { lines } = planOver(
      {},
      `${queue('Echo', 'division: Seasonal, wrapupCodes: { add: [Fraud] }')}  - { type: routing_wrapupcode, name: Fraud, set: { division: Seasonal } }\n  - { type: auth_division, name: Seasonal }`,
    );
    expect(lines).toEqual([
      'create auth_division/Seasonal',
      'create routing_wrapupcode/Fraud',
      'create routing_queue/Echo',
    ]);
  });

  test('delete after the last use', () => {
    const org: TestOrg = {
      objects: {
        auth_division: [
          { id: 'd', name: 'Seasonal' },
          { id: 'h', name: 'Home', homeDivision: true },
        ],
        routing_queue: [{ id: 'q', name: 'Echo', division: { id: 'd' } }],
        routing_skill: [{ id: 's', name: 'Maori', division: { id: 'd' } }],
      },
    };
    const { lines } = planOver(
      org,
      `  - { type: auth_division, name: Seasonal, action: delete }\n${queue('Echo', 'division: { home: true }')}  - { type: routing_skill, name: Maori, action: delete }`,
    );
    expect(lines).toEqual([
      'update routing_queue/Echo',
      'delete routing_skill/Maori',
      'delete auth_division/Seasonal',
    ]);
  });

  test('a name is released before it is taken', () => {
    const changes =
      '  - { type: routing_queue, name: Alpha, set: { description: new } }\n  - { type: routing_queue, name: Old one, was: Alpha }';
    const { lines, operations } = planOver(
      { objects: { routing_queue: [{ id: 'a', name: 'Alpha' }] } },
      changes,
    );
    expect(lines).toEqual(['update routing_queue/Old%20one', 'create routing_queue/Alpha']);
    expect(operations[1]?.dependsOn).toEqual(['routing_queue/Old%20one']);
    const done = {
      objects: {
        routing_queue: [
          { id: 'a', name: 'Old one' },
          { id: 'b', name: 'Alpha', description: 'new' },
        ],
      },
    };
    expect(planOver(done, changes)).toMatchObject({ lines: [], errors: [] });
  });

  test('renames may follow each other', () => {
    const changes =
      '  - { type: routing_queue, name: Bravo, was: Alpha }\n  - { type: routing_queue, name: Charlie, was: Bravo }';
    const { lines } = planOver(
      {
        objects: {
          routing_queue: [
            { id: 'a', name: 'Alpha' },
            { id: 'b', name: 'Bravo' },
          ],
        },
      },
      changes,
    );
    expect(lines).toEqual(['update routing_queue/Charlie', 'update routing_queue/Bravo']);
    const done = {
      objects: {
        routing_queue: [
          { id: 'a', name: 'Bravo' },
          { id: 'b', name: 'Charlie' },
        ],
      },
    };
    expect(planOver(done, changes)).toMatchObject({ lines: [], errors: [] });
  });

  test('renames in a circle are refused: nobody could tell afterwards whether they were done', () => {
    const org: TestOrg = {
      objects: {
        routing_queue: [
          { id: 'a', name: 'Alpha' },
          { id: 'b', name: 'Bravo' },
        ],
      },
    };
    const changes =
      '  - { type: routing_queue, name: Bravo, was: Alpha }\n  - { type: routing_queue, name: Alpha, was: Bravo }';
    expect(planOver(org, changes).errors).toEqual(['rename.circle', 'rename.circle']);
  });
});

describe('cycles', () => {
  test('a new object that names itself gets the reference by a second operation', () => {
    const rules =
      'conditionalGroupActivation: { pilotRule: { conditions: [{ operator: GreaterThan, value: 1, simpleMetric: { metric: EstimatedWaitTime, queue: Echo } }] } }';
    const { lines, operations } = planOver({}, queue('Echo', rules));
    expect(lines).toEqual(['create routing_queue/Echo', 'update routing_queue/Echo#link']);
    expect(operations[1]?.dependsOn).toEqual(['routing_queue/Echo']);
    expect(JSON.stringify(operations[0]?.steps)).not.toContain('$created');
  });

  test('two new objects that name each other are linked afterwards, once', () => {
    const { lines } = planOver({}, queue('Echo', backup('Foxtrot')) + queue('Foxtrot', backup('Echo')));
    expect(lines).toHaveLength(3);
    expect(lines.filter((line) => line.endsWith('#link'))).toHaveLength(1);
    expect(lines.at(-1)).toMatch(/^update .*#link$/);
  });

  test('an object in two cycles has one second operation with both references', () => {
    const echo = queue(
      'Echo',
      `${backup('Foxtrot')}, conditionalGroupRouting: { rules: { exactly: [{ waitSeconds: 1 }, { waitSeconds: 2, queue: Golf }] } }`,
    );
    const { lines, operations } = planOver(
      {},
      echo + queue('Foxtrot', backup('Echo')) + queue('Golf', backup('Echo')),
    );
    const links = operations.filter(({ key }) => key.endsWith('#link'));
    expect(lines.slice(0, 3).every((line) => line.startsWith('create'))).toBe(true);
    const linked = links.flatMap(({ after }) => Object.keys(after));
    expect(new Set(links.map(({ key }) => key)).size).toBe(links.length);
    expect(linked.length).toBeGreaterThanOrEqual(2);
  });

  test('objects that name each other are unlinked before they go', () => {
    const org: TestOrg = {
      objects: {
        routing_queue: [
          { id: 'a', name: 'Alpha', directRouting: { backupQueueId: 'b' } },
          { id: 'b', name: 'Bravo', directRouting: { backupQueueId: 'a' } },
        ],
      },
    };
    const { lines, operations } = planOver(
      org,
      '  - { type: routing_queue, names: [Alpha, Bravo], action: delete }',
    );
    expect(lines[0]).toMatch(/^update routing_queue\/\w+#unlink$/);
    expect(lines.slice(1).every((line) => line.startsWith('delete'))).toBe(true);
    expect(operations[0]?.after).toEqual({ '/directRouting/backupQueueId': null });
  });
});

describe('steps', () => {
  const members = (count: number): string =>
    `members: { add: [${Array.from({ length: count }, (_, i) => `u${i}@x.example`).join(', ')}] }`;
  const people: TestOrg = {
    objects: {
      user: Array.from({ length: 250 }, (_, i) => ({ id: `u${i}`, email: `u${i}@x.example` })),
      routing_queue: ['Echo'],
    },
  };

  test('members go by the hundred, ring numbers one by one', () => {
    const { operations } = planOver(people, queue('Echo', members(250)));
    expect(operations[0]?.steps.map(({ op, body }) => [op, (body as unknown[]).length])).toEqual([
      ['postRoutingQueueMembers', 100],
      ['postRoutingQueueMembers', 100],
      ['postRoutingQueueMembers', 50],
    ]);
    const ringed = planOver(
      people,
      queue('Echo', 'members: { add: { u1@x.example: { ringNumber: 2 }, u2@x.example: {} } }'),
    );
    expect(ringed.operations[0]?.steps.map(({ op, body }) => [op, body])).toEqual([
      ['postRoutingQueueMembers', [{ id: 'u1' }, { id: 'u2' }]],
      ['patchRoutingQueueMember', { id: 'u1', ringNumber: 2 }],
    ]);
  });

  test('a queue moves to another division by a call of its own', () => {
    const org: TestOrg = {
      objects: {
        auth_division: [{ id: 'd', name: 'Cards' }],
        routing_queue: [{ id: 'q', name: 'Echo', division: { id: 'h' } }],
      },
    };
    const { operations } = planOver(org, queue('Echo', 'division: Cards, description: x'));
    expect(operations[0]?.steps).toEqual([
      { op: 'putRoutingQueue', params: { queueId: 'q' }, does: 'update', asks: { '/description': 'x' } },
      {
        op: 'postAuthorizationDivisionObject',
        params: { divisionId: 'd', objectType: 'QUEUE' },
        body: ['q'],
        does: 'move',
        asks: { '/division': 'd' },
      },
    ]);
  });

  test('a new skill says its division where the create call wants it', () => {
    const org: TestOrg = { objects: { auth_division: [{ id: 'd', name: 'Cards' }] } };
    const { operations } = planOver(
      org,
      '  - { type: routing_skill, name: Maori, set: { division: Cards } }',
    );
    expect(operations[0]?.steps[0]?.body).toEqual({ name: 'Maori', divisionId: 'd' });
  });

  test('bullseye rings are emptied before they go', () => {
    const rings = [1, 2].map((n) => ({
      expansionCriteria: [],
      memberGroups: [{ id: `g${n}`, type: 'GROUP' }],
    }));
    const org: TestOrg = { objects: { routing_queue: [{ id: 'q', name: 'Echo', bullseye: { rings } }] } };
    const { operations } = planOver(org, queue('Echo', 'bullseye: null'));
    expect(operations[0]?.steps.map(({ asks }) => asks)).toEqual([
      { '/bullseye/rings': [1, 2].map(() => ({ expansionCriteria: [], memberGroups: {} })) },
      { '/bullseye': null },
    ]);
  });

  test('a timeout goes with the prompt that it belongs to, and comes back with it', () => {
    const org: TestOrg = {
      objects: {
        routing_queue: [
          { id: 'q', name: 'Echo', acwSettings: { wrapupPrompt: 'MANDATORY_TIMEOUT', timeoutMs: 30000 } },
        ],
      },
    };
    const { operations } = planOver(org, queue('Echo', 'acwSettings: { wrapupPrompt: OPTIONAL }'));
    expect(operations[0]?.before).toEqual({
      '/acwSettings/wrapupPrompt': 'MANDATORY_TIMEOUT',
      '/acwSettings/timeoutMs': 30000,
    });
    expect(operations[0]?.after).toEqual({
      '/acwSettings/wrapupPrompt': 'OPTIONAL',
      '/acwSettings/timeoutMs': null,
    });
    expect(
      planOver(org, queue('Echo', 'acwSettings: { wrapupPrompt: OPTIONAL, timeoutMs: 5 }')).errors,
    ).toEqual(['field.quirk']);
  });
});
