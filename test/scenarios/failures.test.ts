import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Grant, idOf, paths } from '../../src/sandbox/index.ts';
import { TestProject } from '../support/cli.ts';
import { uat } from '../support/uat.ts';

const THREE = `name: three
changes:
  - { type: routing_wrapupcode, name: Escalated }
  - type: routing_queue
    name: Cards
    action: update
    set: { description: New, wrapupCodes: { add: [Escalated] } }
  - type: routing_queue
    name: General Overflow
    action: update
    set: { directRouting: { backupQueueId: Cards } }
`;

/** The contract does not say what a move needs: that the client may not move queues is found out on the way. */
const MOVES = `name: moves
changes:
  - { type: auth_division, name: Peak }
  - { type: routing_queue, name: Cards, action: update, set: { division: Peak } }
  - { type: routing_queue, name: General Overflow, action: update, set: { division: Peak } }
`;

const noQueueEdit: Grant[] = [
  {
    permissions: ['*:*:view', 'routing:wrapupCode:*', 'routing:skill:*', 'authorization:*:*'],
    divisions: ['*'],
  },
];

describe('a deployment that fails in the middle', () => {
  test('stops, finishes what runs, and says what was done, what was not, why, and what to run next', async () => {
    const { sandbox, made } = await uat({ 'changesets/moves.yaml': MOVES }, noQueueEdit);
    const divisions = () =>
      Object.values(sandbox.snapshot().collections[paths.DIVISIONS] ?? {}).map(({ name }) => name);
    await made.run('simulate', 'uat', 'moves.yaml');
    const { code, stdout, stderr } = await made.run('apply', '--yes');
    expect(code).toBe(8);
    expect(stdout).toBe('');
    expect(stderr).toContain('moves was applied in part: 1 of 3 operations');
    expect(stderr).toMatch(/✗ failed +update queue "(Cards|General Overflow)": .*\[routing:queue:edit/);
    expect(stderr).toMatch(
      /Next: {2}changeset resume uat-\d{8}-[a-z0-9]{4} +to go on\n +changeset rollback uat-\d{8}-[a-z0-9]{4} +to go back/,
    );
    expect(stderr).toContain('changeset simulate uat changesets/moves.yaml');
    expect(stderr).toContain('platform.permission');
    expect(stderr).not.toMatch(/\n\s+at /);

    const { result } = await made.json('deployments');
    const id = result.deployments[0]?.id ?? '';
    expect(result.deployments).toMatchObject([{ id, state: 'partial' }]);
    const states = Object.fromEntries(
      (result.deployments[0]?.operations ?? []).map((operation) => [operation.key, operation.state]),
    );
    expect(states['auth_division/Peak']).toBe('done');
    expect(Object.values(states)).toContain('failed');
    expect(divisions()).toContain('Peak');

    expect((await made.run('rollback', id, '--yes')).code).toBe(0);
    expect(divisions()).not.toContain('Peak');
    expect(sandbox.violations).toEqual([]);
  });

  test('with --on-failure rollback it is undone at once', async () => {
    const { sandbox, made } = await uat({ 'changesets/moves.yaml': MOVES }, noQueueEdit);
    const before = sandbox.snapshot().collections[paths.DIVISIONS];
    const words = ['apply', 'uat', 'moves.yaml', '--yes', '--on-failure', 'rollback'];
    const { code, stderr } = await made.run(...words);
    expect(code).toBe(8);
    expect(stderr).toMatch(/rollback of uat-\S+ succeeded: 1 of 1 operations/);
    expect(Object.keys(sandbox.snapshot().collections[paths.DIVISIONS] ?? {})).toEqual(
      Object.keys(before ?? {}),
    );
    expect(await readdir(join(made.folder, '.genesys-changeset/locks/uat'))).toEqual(['1.json']); // one lock for both
  });

  test('what cannot be undone at once is still partly applied, and both reasons are told', async () => {
    const noDelete: Grant[] = [
      {
        permissions: ['*:*:view', 'authorization:division:add', 'authorization:grant:add'],
        divisions: ['*'],
      },
    ];
    const { made } = await uat({ 'changesets/moves.yaml': MOVES }, noDelete);
    const words = ['apply', 'uat', 'moves.yaml', '--yes', '--on-failure', 'rollback'];
    const { exitCode, result, diagnostics } = await made.json(...words);
    expect(exitCode).toBe(8);
    expect(result.deployment.state).toBe('partial');
    expect(diagnostics.map(({ code }) => code)).toEqual(['platform.permission', 'rights.missing']);
    expect(diagnostics[1]?.message).toContain('lacks authorization:division:delete');
  });

  test('when nothing was written the reason is the exit code', async () => {
    const only =
      'name: only\nchanges:\n  - { type: routing_queue, name: Cards, set: { division: Private Clients } }\n';
    const { made } = await uat({ 'changesets/only.yaml': only }, noQueueEdit);
    const { exitCode, result } = await made.json('apply', 'uat', 'only.yaml', '--yes');
    expect(exitCode).toBe(4);
    expect(result.deployment).toMatchObject({ state: 'failed', operations: [{ state: 'failed' }] });
  });

  test('a name that another one has in a division out of sight is a conflict that says so', async () => {
    const narrow: Grant[] = [{ permissions: ['*:*:*'], divisions: [idOf(paths.DIVISIONS, 'Home')] }];
    const hidden = 'name: hidden\nchanges:\n  - { type: routing_queue, name: Cards, action: create }\n';
    const { made } = await uat({ 'changesets/hidden.yaml': hidden }, narrow);
    const simulated = await made.run('simulate', 'uat', 'hidden.yaml');
    expect(simulated.stdout).toContain('The client does not see all divisions');
    const { code, stderr } = await made.run('apply', '--yes');
    expect(code).toBe(7);
    expect(stderr).toContain('Something that this client does not see is in the way of a queue "Cards": ');
  });
});

describe('an org that changed', () => {
  test('since simulate: the plan is stale, and the differences are shown', async () => {
    const { sandbox, made } = await uat({ 'changesets/three.yaml': THREE });
    await made.run('simulate', 'uat', 'three.yaml');
    sandbox.edit((org) => {
      const cards = org.collections[paths.QUEUES]?.[idOf(paths.QUEUES, 'Cards')];
      if (cards) cards['description'] = 'by somebody else';
    });
    const before = sandbox.snapshot();
    const { code, stderr } = await made.run('apply', '--yes');
    expect(code).toBe(7);
    expect(stderr).toContain('The org changed since the plan');
    expect(stderr).toContain('routing_queue "Cards".description: was "Cards", is "by somebody else"');
    expect(sandbox.snapshot().collections).toEqual(before.collections);
  });

  test('in a place that the plan does not touch: it is carried over', async () => {
    const { sandbox, made } = await uat({ 'changesets/three.yaml': THREE });
    await made.run('simulate', 'uat', 'three.yaml');
    sandbox.edit((org) => {
      const cards = org.collections[paths.QUEUES]?.[idOf(paths.QUEUES, 'Cards')];
      if (cards) cards['callingPartyName'] = 'by somebody else';
    });
    expect((await made.run('apply', '--yes')).code).toBe(0);
    expect(sandbox.snapshot().collections[paths.QUEUES]?.[idOf(paths.QUEUES, 'Cards')]).toMatchObject({
      callingPartyName: 'by somebody else',
      description: 'New',
    });
  });

  test('after apply: rollback shows before, ours and now, and writes nothing until it is told what to do', async () => {
    const { sandbox, made } = await uat({ 'changesets/three.yaml': THREE });
    await made.run('simulate', 'uat', 'three.yaml');
    const { result } = await made.json('apply', '--yes');
    const { id } = result.deployment;
    const change = `name: later\nchanges:\n  - { type: routing_queue, name: Cards, set: { description: Later } }\n`;
    await made.write('changesets/later.yaml', change);
    const later = (await made.json('apply', 'uat', 'later.yaml', '--yes')).result.deployment.id;

    const before = sandbox.snapshot();
    const stopped = await made.run('rollback', id, '--yes');
    expect(stopped.code).toBe(7);
    expect(stopped.stderr).toContain(`✗ queue "Cards"  description: somebody changed it since (by ${later})`);
    expect(stopped.stderr).toMatch(/before +"Cards"\n +ours +"New"\n +now +"Later"/);
    expect(stopped.stderr).toContain('--on-conflict keep');
    expect(sandbox.snapshot().collections).toEqual(before.collections);
    expect((await made.json('rollback', id, '--yes')).result.conflicts).toMatchObject([
      {
        key: 'routing_queue/Cards',
        path: '/description',
        before: 'Cards',
        ours: 'New',
        now: 'Later',
        by: later,
      },
    ]);

    const kept = await made.run('rollback', id, '--on-conflict', 'keep', '--yes');
    expect(kept.code).toBe(0);
    const cards = (): unknown =>
      sandbox.snapshot().collections[paths.QUEUES]?.[idOf(paths.QUEUES, 'Cards')]?.['description'];
    expect(cards()).toBe('Later');
    expect((await made.run('rollback', id, '--on-conflict', 'force', '--yes')).code).toBe(0);
    expect(cards()).toBe('Cards');
    expect(sandbox.violations).toEqual([]);
  });

  test('what was created and is in use since is not deleted by a rollback', async () => {
    const created = 'name: made\nchanges:\n  - { type: routing_queue, name: Brand new }\n';
    const { sandbox, made } = await uat({ 'changesets/made.yaml': created });
    const { id } = (await made.json('apply', 'uat', 'made.yaml', '--yes')).result.deployment;
    sandbox.edit((org) => {
      const all = org.collections[paths.QUEUES] ?? {};
      const target = Object.values(all).find(({ name }) => name === 'Brand new')?.id ?? '';
      const user = all[idOf(paths.QUEUES, 'General Overflow')];
      if (user) user['directRouting'] = { backupQueueId: target };
    });
    const { code, stderr } = await made.run('rollback', id, '--yes');
    expect(code).toBe(7);
    expect(stderr).toContain('it is in use by queue "General Overflow"');
  });

  test('what somebody deleted since is gone for a rollback, too: fine for a creation, a conflict for a change', async () => {
    const text =
      'name: made\nchanges:\n  - { type: routing_queue, name: Brand new }\n  - { type: routing_queue, name: Cards, set: { members: { add: [grace.hopper@harbour.example] } } }\n';
    const { sandbox, made } = await uat({ 'changesets/made.yaml': text });
    const { id } = (await made.json('apply', 'uat', 'made.yaml', '--yes')).result.deployment;
    const remove = (name: string): void =>
      sandbox.edit((org) => {
        const all = org.collections[paths.QUEUES] ?? {};
        for (const [queueId, queue] of Object.entries(all)) if (queue['name'] === name) delete all[queueId];
      });
    remove('Brand new');
    const { result } = await made.json('rollback', id, '--simulate');
    expect(result.conflicts).toEqual([]);
    remove('Cards');
    const { code, stderr } = await made.run('rollback', id, '--yes');
    expect(code).toBe(7);
    expect(stderr).toContain('it was deleted since');
  });
});

describe('the wrong org', () => {
  test('is refused with exit code 6 after one call', async () => {
    const { sandbox, made } = await uat({ 'changesets/three.yaml': THREE });
    const mapping = `environment: uat\norganizationId: 5d1fa0b7-77c4-4f2e-8a44-0b6b1c9d2e10\napiUrl: ${sandbox.url}\nloginUrl: ${sandbox.url}\ncredentials: { env: UAT }\n`;
    await made.write('mappings/uat.yaml', mapping);
    const { code, stderr } = await made.run('simulate', 'uat', 'three.yaml');
    expect(code).toBe(6);
    expect(stderr).toContain('These credentials are of another org: Harbour Bank');
    expect(sandbox.requests.map(({ path }) => path)).toEqual(['/oauth/token', '/api/v2/organizations/me']);
  });

  test('a mapping without organizationId is told the one to paste', async () => {
    const { sandbox, made } = await uat({ 'changesets/three.yaml': THREE });
    await made.write(
      'mappings/uat.yaml',
      `environment: uat\napiUrl: ${sandbox.url}\nloginUrl: ${sandbox.url}\ncredentials: { env: UAT }\n`,
    );
    const { code, stderr } = await made.run('simulate', 'uat', 'three.yaml');
    expect(code).toBe(5);
    expect(stderr).toContain(`organizationId: ${sandbox.organizationId}`);
  });

  test('wrong credentials are exit code 4, and no secret is printed', async () => {
    const { sandbox, made } = await uat({ 'changesets/three.yaml': THREE });
    const wrong = new TestProject(made.folder, {
      UAT_CLIENT_ID: sandbox.client.id,
      UAT_CLIENT_SECRET: 'not-the-secret',
    });
    const { code, stdout, stderr } = await wrong.run('simulate', 'uat', 'three.yaml');
    expect(code).toBe(4);
    expect(stdout + stderr).not.toContain('not-the-secret');
  });
});
