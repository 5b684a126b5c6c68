import { expect, test } from 'vitest';
import { type Grant, idOf, paths, type Sandbox } from '../../src/sandbox/index.ts';
import { uat } from '../support/uat.ts';

const FOUR = `name: four
changes:
  - { type: routing_skill, name: Card disputes }
  - { type: routing_queue, name: Cards, action: update, set: { description: New } }
  - { type: routing_queue, name: General Overflow, action: update, set: { description: New } }
  - { type: routing_queue, name: Legacy Chat, action: delete }
`;

const CARDS = idOf(paths.DIVISIONS, 'Cards');

const reader: Grant = { role: 'Reader', permissions: ['*:*:view'], divisions: ['*'] };
const narrow: Grant[] = [
  reader,
  { role: 'Cards editor', permissions: ['routing:queue:*'], divisions: [CARDS] },
];

function writesOf(sandbox: Sandbox): string[] {
  return sandbox.requests
    .filter(({ method, path }) => method !== 'GET' && path !== '/oauth/token')
    .map(({ method, path }) => `${method} ${path}`);
}

function grantsRead(sandbox: Sandbox): number {
  return sandbox.requests.filter(({ path }) => path === '/api/v2/authorization/subjects/me').length;
}

/** What a text says of rights, to the line that comes after. */
function rightsIn(text: string): string {
  return /^Rights.*?(?=^Undo)/ms.exec(text)?.[0].trimEnd() ?? '';
}

test('simulate says that all rights are held, for one call that reads the grants', async () => {
  const { sandbox, made } = await uat({ 'changesets/four.yaml': FOUR });
  const { code, stdout } = await made.run('simulate', 'uat', 'four.yaml');
  expect(code).toBe(0);
  expect(rightsIn(stdout)).toBe('Rights    all held for 4 calls');
  expect(grantsRead(sandbox)).toBe(1);
  const reads = sandbox.requests.filter(({ method }) => method === 'GET').length;
  expect(stdout).toContain(`Calls     ${reads} reads done`);
});

test('simulate says which rights are missing, where, for what, and what to do, and is fine all the same', async () => {
  const { sandbox, made } = await uat({ 'changesets/four.yaml': FOUR }, narrow);
  const { code, stdout, stderr } = await made.run('simulate', 'uat', 'four.yaml');
  expect([code, stderr]).toEqual([0, '']);
  expect(rightsIn(stdout)).toBe(
    [
      'Rights    3 of 4 calls would be refused, so apply will not start',
      '          ! routing:skill:manage or routing:skill:create in division "Home": skill "Card disputes"',
      '            Add routing:skill:manage or routing:skill:create to its role "Reader", or grant it a role that has it in division "Home".',
      '          ! routing:queue:edit in division "Home": queue "General Overflow"',
      '            Grant the client the role "Cards editor", which has it, in division "Home" too.',
      '          ! routing:queue:delete in division "Home": queue "Legacy Chat"',
      '            Grant the client the role "Cards editor", which has it, in division "Home" too.',
    ].join('\n'),
  );
  expect(stdout).toContain('once the rights are there');
  expect(grantsRead(sandbox)).toBe(1);
});

test('scripts and tickets are told the same, and the digest is that of a client who may do everything', async () => {
  const { sandbox, made } = await uat({ 'changesets/four.yaml': FOUR }, narrow);
  const { result } = await made.json('simulate', 'uat', 'four.yaml');
  expect(result.plan.rights).toEqual({
    held: 1,
    refused: 3,
    unknown: 0,
    missing: [
      {
        permissions: ['routing:skill:manage', 'routing:skill:create'],
        division: { id: idOf(paths.DIVISIONS, 'Home'), name: 'Home' },
        operations: ['routing_skill/Card%20disputes'],
        remedy: expect.stringContaining('role "Reader"'),
      },
      expect.objectContaining({ operations: ['routing_queue/General%20Overflow'] }),
      expect.objectContaining({ operations: ['routing_queue/Legacy%20Chat'] }),
    ],
  });
  const { stdout } = await made.run('show', result.plan.id, '--markdown');
  expect(stdout).toContain('- **Missing right:** routing:queue:edit in division "Home"');

  made.env['UAT_CLIENT_ID'] = sandbox.client.id;
  made.env['UAT_CLIENT_SECRET'] = sandbox.client.secret;
  const all = await made.json('simulate', 'uat', 'four.yaml');
  expect(all.result.plan.digest).toBe(result.plan.digest);
});

test('apply stops before the first write, without a record, and goes on once the right is there', async () => {
  const { sandbox, made } = await uat({ 'changesets/four.yaml': FOUR }, narrow);
  await made.run('simulate', 'uat', 'four.yaml');
  const { code, stdout, stderr } = await made.run('apply', '--yes');
  expect([code, stdout]).toEqual([4, '']);
  expect(stderr).toContain(
    'error  rights.missing  The OAuth client "narrow" lacks routing:queue:edit in division "Home", needed for queue "General Overflow".',
  );
  expect(stderr).toContain('Grant the client the role "Cards editor", which has it, in division "Home" too.');
  expect(stderr).toMatch(/Nothing was written to uat\. Then run {2}changeset apply P-/);
  expect(writesOf(sandbox)).toEqual([]);
  expect((await made.json('deployments')).result.deployments).toEqual([]);

  grant(sandbox, [reader, { permissions: ['routing:*:*'], divisions: ['*'] }]);
  expect((await made.run('apply', '--yes')).code).toBe(0);
});

test('a rollback stops before the first write, too', async () => {
  const { sandbox, made } = await uat({ 'changesets/four.yaml': FOUR }, [
    { role: 'Deployment', permissions: ['*:*:*'], divisions: ['*'] },
  ]);
  const { id } = (await made.json('apply', 'uat', 'four.yaml', '--yes')).result.deployment;
  grant(sandbox, [
    reader,
    { role: 'Deployment', permissions: ['routing:queue:edit', 'routing:skill:manage'], divisions: ['*'] },
  ]);
  const before = writesOf(sandbox);
  const shown = await made.run('rollback', id, '--simulate');
  expect(shown.code).toBe(0);
  expect(rightsIn(shown.stdout)).toContain('! routing:queue:add in division "Home": queue "Legacy Chat"');
  const { code, stderr } = await made.run('rollback', id, '--yes');
  expect(code).toBe(4);
  expect(stderr).toContain('lacks routing:queue:add in division "Home", needed for queue "Legacy Chat".');
  expect(stderr).toContain(`Then run  changeset rollback ${id}`);
  expect(writesOf(sandbox)).toEqual(before);
  expect((await made.json('deployments')).result.deployments).toHaveLength(1);
});

test('what the contract does not say stops nothing', async () => {
  const move =
    'name: move\nchanges:\n  - { type: routing_queue, name: Cards, set: { division: Private Clients } }\n';
  const { made } = await uat({ 'changesets/move.yaml': move });
  const { stdout } = await made.run('simulate', 'uat', 'move.yaml');
  expect(rightsIn(stdout)).toBe('Rights    not known for 1 call');
  expect((await made.run('apply', '--yes')).code).toBe(0);
});

test('nothing to change: nothing is asked about rights', async () => {
  const same = 'name: same\nchanges:\n  - { type: routing_skill, name: Spanish, action: update }\n';
  const { sandbox, made } = await uat({ 'changesets/same.yaml': same }, narrow);
  const { result } = await made.json('simulate', 'uat', 'same.yaml');
  expect(result.plan).not.toHaveProperty('rights');
  expect(grantsRead(sandbox)).toBe(0);
});

/** Gives the client that is not the sandbox's own these grants instead of those that it had. */
function grant(sandbox: Sandbox, grants: readonly Grant[]): void {
  sandbox.edit((org) => {
    org.clients = org.clients.map((client) => (client.name === 'narrow' ? { ...client, grants } : client));
  });
}
