import { describe, expect, test } from 'vitest';
import { factsOf, planOver, type TestOrg } from './support.ts';

const org: TestOrg = {
  objects: {
    auth_division: [
      { id: 'd1', name: 'Home', homeDivision: true },
      { id: 'd2', name: 'Cards', homeDivision: false },
    ],
    routing_skill: [
      { id: 's1', name: 'Spanish', state: 'active' },
      { id: 's0', name: 'Telex', state: 'deleted' },
    ],
    routing_wrapupcode: ['Misc', 'Sale'],
    flow: [
      { id: 'f1', name: 'Cards in-queue', type: 'INQUEUECALL' },
      { id: 'f2', name: 'Cards in-queue', type: 'INBOUNDCALL' },
      { id: 'f3', name: 'Main IVR', type: 'INBOUNDCALL' },
    ],
    user: [{ id: 'u1', email: 'ada@x.example', name: 'Ada' }],
    routing_queue: [
      {
        id: 'q1',
        name: 'Cards',
        description: 'Cards',
        acwSettings: { wrapupPrompt: 'MANDATORY_TIMEOUT', timeoutMs: 30000 },
      },
      { id: 'q2', name: 'Old billing' },
    ],
  },
};

describe('what an entry means', () => {
  test('ensure updates what is there and creates what is not', () => {
    const { lines } = planOver(
      org,
      '  - { type: routing_queue, names: [Cards, Lending], set: { description: x } }',
    );
    expect(lines).toEqual(['update routing_queue/Cards', 'create routing_queue/Lending']);
  });

  test('only what is written is compared and touched', () => {
    const { operations } = planOver(
      org,
      '  - { type: routing_queue, name: Cards, set: { acwSettings: { timeoutMs: 15000 } } }',
    );
    expect(operations[0]?.before).toEqual({ '/acwSettings/timeoutMs': 30000 });
    expect(operations[0]?.after).toEqual({ '/acwSettings/timeoutMs': 15000 });
    expect(operations[0]?.patch).toEqual([{ op: 'replace', path: '/acwSettings/timeoutMs', value: 15000 }]);
    expect(operations[0]?.inverse).toEqual([{ op: 'replace', path: '/acwSettings/timeoutMs', value: 30000 }]);
  });

  test('an entry that asks for what is there changes nothing, and is seen', () => {
    const { lines, unchanged, saw } = planOver(
      org,
      '  - { type: routing_queue, name: Cards, set: { description: Cards } }',
    );
    expect(lines).toEqual([]);
    expect(unchanged.map(({ key }) => key)).toEqual(['routing_queue/Cards']);
    expect(saw.objects).toEqual([{ type: 'routing_queue', id: 'q1', values: { '/description': 'Cards' } }]);
  });

  test('update needs the object, create needs that there is none, delete is content with none', () => {
    expect(planOver(org, '  - { type: routing_queue, name: Lending, action: update }').errors).toEqual([
      'identity.unknown',
    ]);
    expect(planOver(org, '  - { type: routing_queue, name: Cards, action: create }').errors).toEqual([
      'identity.exists',
    ]);
    const { lines, unchanged } = planOver(org, '  - { type: routing_queue, name: Lending, action: delete }');
    expect([lines, unchanged.length]).toEqual([[], 1]);
  });

  test('a soft-deleted namesake does not exist', () => {
    expect(planOver(org, '  - { type: routing_skill, name: Telex }').lines).toEqual([
      'create routing_skill/Telex',
    ]);
  });

  test('null clears a field, and clearing an empty one is nothing', () => {
    const { operations } = planOver(
      org,
      '  - { type: routing_queue, names: [Cards, Old billing], set: { description: null } }',
    );
    expect(operations.map(({ key, after }) => [key, after])).toEqual([
      ['routing_queue/Cards', { '/description': null }],
    ]);
  });

  test('the home division cannot be deleted', () => {
    expect(planOver(org, '  - { type: auth_division, name: Home, action: delete }').errors).toEqual([
      'delete.never',
    ]);
  });
});

describe('was', () => {
  const rename = '  - { type: routing_queue, name: Billing, was: Old billing }';

  test('the old name there: a rename', () => {
    const { operations } = planOver(org, rename);
    expect(operations[0]).toMatchObject({
      key: 'routing_queue/Billing',
      id: 'q2',
      identifiedBy: 'was',
      after: { '/name': 'Billing' },
    });
  });

  test('the new name there: nothing', () => {
    expect(planOver({ objects: { routing_queue: ['Billing'] } }, rename)).toMatchObject({
      lines: [],
      errors: [],
    });
  });

  test('both there: an error', () => {
    expect(planOver({ objects: { routing_queue: ['Billing', 'Old billing'] } }, rename).errors).toEqual([
      'identity.both',
    ]);
  });

  test('neither there: it is created', () => {
    expect(planOver({}, rename).lines).toEqual(['create routing_queue/Billing']);
  });

  test('a list of old names serves orgs at different stages', () => {
    const list = '  - { type: routing_queue, name: Billing, was: [Accounts, Old billing] }';
    expect(planOver(org, list).lines).toEqual(['update routing_queue/Billing']);
    expect(planOver({ objects: { routing_queue: ['Accounts', 'Old billing'] } }, list).errors).toEqual([
      'identity.both',
    ]);
  });

  test('the old name of something renamed cannot be used', () => {
    const { errors, diagnostics } = planOver(
      org,
      `${rename}\n  - { type: routing_queue, name: Cards, set: { directRouting: { backupQueueId: Old billing } } }`,
    );
    expect(errors).toEqual(['reference.renamed']);
    expect(diagnostics[0]?.hint).toBe('Write  Billing');
  });
});

describe('identity', () => {
  test('two of one name: the candidates with division and ID', () => {
    const twins = [
      { id: 'a', name: 'Cards', division: { id: 'd1', name: 'Home' } },
      { id: 'b', name: 'Cards', division: { id: 'd2', name: 'Cards' } },
    ];
    const { errors, diagnostics } = planOver(
      { objects: { routing_queue: twins } },
      '  - { type: routing_queue, name: Cards }',
    );
    expect(errors).toEqual(['identity.ambiguous']);
    expect(diagnostics[0]?.hint).toContain('a  in division Home\nb  in division Cards');
  });

  test("the mapping's ID settles it", () => {
    const twins = [
      { id: 'a', name: 'Cards' },
      { id: 'b', name: 'Cards' },
    ];
    const { operations } = planOver(
      { objects: { routing_queue: twins } },
      '  - { type: routing_queue, name: Cards, set: { description: x } }',
      { mapping: 'ids: { routing_queue: { Cards: b } }' },
    );
    expect(operations[0]).toMatchObject({ id: 'b', identifiedBy: 'ids' });
  });

  test("the mapping's names are looked for in the org, and ours are shown", () => {
    const { operations } = planOver(
      { objects: { routing_queue: ['DEV Cards'] } },
      '  - { type: routing_queue, name: Cards, set: { description: x } }',
      { mapping: 'names: { routing_queue: { "*": "DEV *" } }' },
    );
    expect(operations[0]).toMatchObject({
      key: 'routing_queue/Cards',
      name: 'Cards',
      live: 'DEV Cards',
      id: 'DEV Cards',
    });
  });

  test.each([
    ['Crads', 'two letters swapped'],
    ['cards', 'only the case differs'],
    ['Car ds', 'only white space or case differs'],
    ['Card', 'one letter differs'],
  ])('%s does not create beside Cards: %s', (name, how) => {
    const { errors, diagnostics } = planOver(org, `  - { type: routing_queue, name: ${name} }`);
    expect(errors).toEqual(['create.near']);
    expect(diagnostics[0]?.message).toContain(how);
    expect(planOver(org, `  - { type: routing_queue, name: ${name}, action: create }`).lines).toHaveLength(1);
  });

  test('a misspelt old name does not create, one that nothing is near says that nothing is renamed', () => {
    const renamed = (was: string, more = '') =>
      planOver(org, `  - { type: routing_queue, name: Lending, was: ${was}${more} }`);
    const near = renamed('Old biling');
    expect(near.errors).toEqual(['rename.near']);
    expect(near.diagnostics[0]?.message).toContain('but "Old billing" exists (one letter differs)');
    const { lines, operations } = renamed('Telegrams');
    expect(lines).toEqual(['create routing_queue/Lending']);
    expect(operations[0]?.notes).toEqual([
      'no queue is called "Telegrams" either: there is nothing to rename',
    ]);
    const { errors, diagnostics } = renamed('Old biling', ', action: update');
    expect(errors).toEqual(['identity.unknown']);
    expect(diagnostics[0]?.hint).toMatch(/^Nearest: "Old billing"\nno queue is called "Old biling" either/);
  });

  test('what a new object must say is named, with how it is written', () => {
    const { errors, diagnostics } = planOver(
      org,
      '  - { type: telephony_providers_edges_edge_group, name: Lab, set: { hybrid: false } }',
    );
    expect(errors).toEqual(['create.required']);
    expect(diagnostics[0]).toMatchObject({
      message: 'A new edge group must say its phoneTrunkBases.',
      hint: 'Add  set: { phoneTrunkBases: { add: [ … ] } }',
    });
  });

  test('digits do not count as a slip, nor do very short names', () => {
    const some = { objects: { routing_queue: ['Queue 1', 'EN'] } };
    expect(planOver(some, '  - { type: routing_queue, names: [Queue 2, ES] }').lines).toHaveLength(2);
  });

  test('what an earlier deployment knew under this name, and is called otherwise now, stops the run', () => {
    const ledger = new Map([['routing_queue/Lending', { id: 'q1', deployment: 'test-20261101-aaaa' }]]);
    const { errors, diagnostics } = planOver(org, '  - { type: routing_queue, name: Lending }', { ledger });
    expect(errors).toEqual(['identity.renamed']);
    expect(diagnostics[0]?.message).toContain('"Cards"');
    expect(diagnostics[0]?.hint).toContain('was: Cards');
    expect(diagnostics[0]?.hint).toContain('ids: { routing_queue: { Lending: q1 } }');
  });

  test('a rename is offered as the way back only where Genesys Cloud has one', () => {
    const hint = (type: string, id: string): string | undefined => {
      const ledger = new Map([[`${type}/Lending`, { id, deployment: 'test-20261101-aaaa' }]]);
      return planOver(org, `  - { type: ${type}, name: Lending }`, { ledger }).diagnostics[0]?.hint;
    };
    expect(hint('routing_queue', 'q1')).toContain('add  was: Cards');
    expect(hint('routing_skill', 's1')).toContain('write  name: Spanish');
    expect(hint('routing_skill', 's1')).not.toContain('was:');
  });

  test('what an earlier deployment made and lists do not show yet is found by its ID', () => {
    const facts = factsOf(org);
    facts.documents.set('routing_queue/q9', { id: 'q9', name: 'Lending' });
    const ledger = new Map([['routing_queue/Lending', { id: 'q9', deployment: 'test-20261101-aaaa' }]]);
    const { operations } = planOver(
      org,
      '  - { type: routing_queue, name: Lending, set: { description: x } }',
      { ledger, facts },
    );
    expect(operations[0]).toMatchObject({ action: 'update', id: 'q9', identifiedBy: 'record' });
  });

  test('a client that does not see all divisions is told so', () => {
    const facts = factsOf(org);
    facts.grants = [{ division: 'd1', policies: [{ domain: '*', entity: '*', actions: ['*'] }] }];
    const { diagnostics, lines } = planOver(org, '  - { type: routing_queue, name: Lending }', { facts });
    expect(lines).toEqual(['create routing_queue/Lending']);
    expect(diagnostics).toMatchObject([{ severity: 'warning', code: 'identity.hidden' }]);
  });
});

describe('references', () => {
  const refer = (set: string): string => `  - { type: routing_queue, name: Cards, set: { ${set} } }`;

  test('a flow of another type of the same name is not meant', () => {
    const { operations } = planOver(org, refer('queueFlow: Cards in-queue'));
    expect(operations[0]?.after).toEqual({ '/queueFlow': 'f1' });
  });

  test('a name that nobody has shows the nearest and where it was looked for', () => {
    const { errors, diagnostics } = planOver(org, refer('queueFlow: Cards inqueue'));
    expect(errors).toEqual(['reference.unknown']);
    expect(diagnostics[0]).toMatchObject({
      message: 'no in-queue call flow of this name in test (Test Org).',
    });
    expect(diagnostics[0]?.hint).toBe(
      'Nearest: "Cards in-queue"\nLooked in: this changeset, mappings/test.yaml, 1 in-queue call flows of the org. Nothing was written.',
    );
  });

  test('the home division has a word of its own', () => {
    expect(planOver(org, refer('division: { home: true }')).operations[0]?.after).toEqual({
      '/division': 'd1',
    });
  });

  test('what the same changeset creates stands for its ID until it has one', () => {
    const { operations, lines } = planOver(
      org,
      `${refer('wrapupCodes: { add: [Fraud] }')}\n  - { type: routing_wrapupcode, name: Fraud }`,
    );
    expect(lines).toEqual(['create routing_wrapupcode/Fraud', 'update routing_queue/Cards']);
    expect(operations[1]?.after).toEqual({ '/wrapupCodes/$created:routing_wrapupcode~1Fraud': {} });
    expect(operations[1]?.steps[0]?.body).toEqual([{ id: { $created: 'routing_wrapupcode/Fraud' } }]);
  });

  test('what the same changeset deletes cannot be used', () => {
    const { errors } = planOver(
      org,
      `${refer('wrapupCodes: { add: [Sale] }')}\n  - { type: routing_wrapupcode, name: Sale, action: delete }`,
    );
    expect(errors).toEqual(['reference.deleted']);
  });

  test('an element that is absent on purpose is left out and said', () => {
    const { lines } = planOver(org, refer('members: { add: [ada@x.example, sam@x.example] }'), {
      mapping: 'absent: { user: [sam@x.example] }',
    });
    expect(lines).toEqual(['update routing_queue/Cards']);
  });
});

describe('deletions', () => {
  const uses: TestOrg = {
    objects: {
      routing_queue: [
        { id: 'q1', name: 'Cards', directRouting: { backupQueueId: 'q2' } },
        { id: 'q2', name: 'Overflow' },
      ],
      routing_wrapupcode: ['Sale'],
      routing_skill: ['Spanish'],
      user: [{ id: 'u1', email: 'ada@x.example' }],
    },
    parts: {
      'routing_queue/q1/wrapupCodes': { Sale: {} },
      'user/u1/skills': { Spanish: { proficiency: 4 } },
    },
  };
  const remove = (type: string, name: string, more = ''): string =>
    `  - { type: ${type}, name: ${name}, action: delete${more} }`;

  test('what others use is not deleted', () => {
    for (const [type, name, user] of [
      ['routing_queue', 'Overflow', 'queue "Cards"'],
      ['routing_wrapupcode', 'Sale', 'queue "Cards"'],
      ['routing_skill', 'Spanish', 'user "ada@x.example"'],
    ] as const) {
      const { errors, diagnostics } = planOver(uses, remove(type, name));
      expect(errors).toEqual(['delete.referenced']);
      expect(diagnostics[0]?.message).toContain(`is in use: ${user}.`);
    }
  });

  test('with force it is, and what goes with it is listed', () => {
    const { operations } = planOver(uses, remove('routing_queue', 'Overflow', ', force: true'));
    expect(operations[0]).toMatchObject({
      action: 'delete',
      reversible: 'partial',
      losses: expect.arrayContaining(['it is taken out of queue "Cards"']),
      notes: ['it is taken out of queue "Cards"'],
    });
    expect(operations[0]?.steps).toMatchObject([{ op: 'deleteRoutingQueue', query: { forceDelete: true } }]);
  });

  test('the same changeset may take it out of its users first', () => {
    const { lines, operations } = planOver(
      uses,
      `${remove('routing_queue', 'Overflow')}\n  - { type: routing_queue, name: Cards, set: { directRouting: { backupQueueId: null } } }`,
    );
    expect(lines).toEqual(['update routing_queue/Cards', 'delete routing_queue/Overflow']);
    expect(operations[1]?.steps[0]?.query).toBeUndefined();
  });

  test('a deletion keeps the whole object with its parts', () => {
    const { operations } = planOver(uses, remove('routing_queue', 'Cards'));
    expect(operations[0]?.before['']).toMatchObject({
      name: 'Cards',
      directRouting: { backupQueueId: 'q2' },
      wrapupCodes: { Sale: {} },
      members: {},
    });
  });
});

describe('renames', () => {
  const rename = '  - { type: routing_queue, name: Billing, was: Old billing }';
  const users = (count: number): TestOrg => ({
    objects: {
      routing_queue: [
        { id: 'q0', name: 'Old billing', directRouting: { backupQueueId: 'q0' } },
        ...Array.from({ length: count }, (_, i) => ({
          id: `q${i + 1}`,
          name: `Queue ${i + 1}`,
          directRouting: { backupQueueId: 'q0' },
        })),
        { id: 'q99', name: 'Other' },
      ],
    },
  });
  const notes = (org: TestOrg, changes = rename, facts = factsOf(org)): readonly string[] | undefined =>
    planOver(org, changes, { facts }).operations.find(({ identifiedBy }) => identifiedBy === 'was')?.notes;

  test('what refers to the object is named, and where nobody looked', () => {
    expect(notes(users(2))).toEqual(['in use, and stays so: queue "Queue 1", queue "Queue 2"']);
    expect(notes(users(0))).toEqual([]);
  });

  test('five are named, the others counted', () => {
    expect(notes(users(7))?.[0]).toMatch(/: queue "Queue 1", .*queue "Queue 5" and 2 more$/);
  });

  test('what the same changeset takes away no longer refers to it', () => {
    const taken = `${rename}\n  - { type: routing_queue, name: Queue 1, set: { directRouting: { backupQueueId: Other } } }`;
    expect(notes(users(1), taken)).toEqual([]);
  });

  test('parts that take a call an object are not read for it, and it is said', () => {
    const code = '  - { type: routing_wrapupcode, name: Sold, was: Sale }';
    const org: TestOrg = {
      objects: { routing_wrapupcode: ['Sale'], routing_queue: ['Q1', 'Q2', 'Q3', 'Q4'] },
      parts: { 'routing_queue/Q4/wrapupCodes': { Sale: {} } },
    };
    const unread = factsOf(org);
    unread.parts.delete('routing_queue/Q1/wrapupCodes');
    expect(notes(org, code, unread)).toEqual([
      'the wrapupCodes of 4 queues may refer to it: they were not looked through',
    ]);
    expect(notes(org, code), 'what is known anyway is looked through').toEqual([
      'in use, and stays so: queue "Q4"',
    ]);
  });

  test('a listing that is too long is not asked for, unless a deletion needs it', () => {
    const facts = factsOf(users(1));
    facts.listed.delete('auth_role');
    facts.long.add('auth_role');
    expect(notes(users(1), rename, facts)?.[1]).toBe('roles may refer to it: they were not looked through');
    const deletion = `${rename}\n  - { type: routing_queue, name: Other, action: delete }`;
    expect(() => notes(users(1), deletion, facts)).toThrow('open questions: listed');
  });
});

describe('flows that use an object', () => {
  const cards = {
    id: 'f1',
    name: 'Cards IVR',
    kind: 'INBOUNDCALLFLOW',
    version: '3.0',
    isPublished: true,
  };
  const alerts = { id: 'f2', name: 'Alerts', kind: 'WORKFLOW', version: '8.0', isPublished: false };
  const used = (consumers: TestOrg['consumers'] = {}): TestOrg => ({
    objects: { routing_queue: [{ id: 'q1', name: 'Cards' }], architect_user_prompt: [] },
    consumers,
  });
  const by = (...flows: (typeof cards)[]) => ({ 'QUEUE/q1': { flows, isComplete: true } });
  const deletion = '  - { type: routing_queue, name: Cards, action: delete }';

  test('keep it from being deleted, unless by force', () => {
    const { errors, diagnostics } = planOver(used(by(cards, alerts)), deletion);
    expect(errors).toEqual(['delete.referenced']);
    expect(diagnostics[0]?.message).toBe(
      'the queue "Cards" is in use: inboundcall flow "Cards IVR" (version 3.0, published), workflow "Alerts" (version 8.0, checked in).',
    );
    const forced = planOver(used(by(cards)), deletion.replace('}', ', force: true }'));
    expect(forced.errors).toEqual([]);
    expect(forced.operations[0]?.losses).toContain(
      'it is taken out of inboundcall flow "Cards IVR" (version 3.0, published)',
    );
  });

  test('are named where it gets another name', () => {
    const { operations } = planOver(used(by(cards)), '  - { type: routing_queue, name: Card, was: Cards }');
    expect(operations[0]?.notes).toEqual([
      'in use, and stays so: inboundcall flow "Cards IVR" (version 3.0, published)',
    ]);
  });

  test('are not known where the index is not complete, or the client may not see it', () => {
    const unsure = { 'QUEUE/q1': { flows: [], isComplete: false } };
    expect(planOver(used(unsure), deletion).operations[0]?.notes).toEqual([
      'flows, of which the index of Genesys Cloud is not complete now, may refer to it: they were not looked through',
    ]);
    const facts = factsOf(used());
    facts.consumers.set('QUEUE/q1', 'hidden');
    expect(planOver(used(), deletion, { facts }).operations[0]?.notes).toEqual([
      'flows, whose uses the client has no right to see, may refer to it: they were not looked through',
    ]);
  });

  test('are not asked for where nothing is deleted, renamed or copied', () => {
    const facts = Object.assign(factsOf(used()), { consumers: new Map() });
    const change = '  - { type: routing_queue, name: Cards, set: { description: x } }';
    expect(planOver(used(), change, { facts }).operations).toHaveLength(1);
    expect(() => planOver(used(), deletion, { facts })).toThrow('open questions: consumers');
  });
});

describe('trust in lists', () => {
  test('one object is read by ID; when it has more than its list item, all are', () => {
    const facts = factsOf(org);
    facts.documents.clear();
    const changes = '  - { type: routing_queue, names: [Cards, Old billing], set: { description: x } }';
    expect(() => planOver(org, changes, { facts })).toThrow('open questions: document');
    facts.documents.set('routing_queue/q1', {
      id: 'q1',
      name: 'Cards',
      description: 'Cards',
      acwSettings: { wrapupPrompt: 'MANDATORY_TIMEOUT', timeoutMs: 30000 },
    });
    expect(planOver(org, changes, { facts }).lines).toHaveLength(2);
    facts.documents.set('routing_queue/q1', {
      id: 'q1',
      name: 'Cards',
      description: 'Cards',
      onlyByRead: true,
    });
    expect(() => planOver(org, changes, { facts })).toThrow('open questions: document');
  });
});
