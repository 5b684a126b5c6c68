import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { project, ROOT, run, runHere, SANDBOX_MAPPING, type TestProject } from '../support/cli.ts';

const FIRST = `name: first
description: A first change
ticket: CHG-1
changes:
  - type: routing_queue
    name: Cards
    action: update
    why: Faster
    set: { acwSettings: { timeoutMs: 15000 }, members: { remove: [eve.harris@harbour.example] } }
  - type: routing_skill
    names: [Spanish, Card disputes]
  - type: routing_queue
    name: Legacy Chat
    action: delete
`;

async function applied(): Promise<{ made: TestProject; id: string }> {
  const made = await project({ 'changesets/first.yaml': FIRST });
  await made.run('simulate', 'sandbox', 'first.yaml');
  const { result } = await made.json('apply', '--yes');
  return { made, id: result.deployment.id };
}

test('simulate, apply, simulate, rollback, simulate: as a newcomer does it', async () => {
  const made = await project({ 'changesets/first.yaml': FIRST });
  const simulated = await made.run('simulate', 'sandbox', 'first.yaml');
  expect(simulated.code).toBe(0);
  expect(simulated.stderr).toBe('');
  expect(simulated.stdout).toContain('first · A first change · CHG-1');
  expect(simulated.stdout).toMatch(/- delete {3}1 {3}queue "Legacy Chat"/);
  expect(simulated.stdout).toMatch(/! removed from lists: {2}1 member of queue "Cards"/);
  expect(simulated.stdout).toMatch(/acwSettings\.timeoutMs +30000 → 15000 +30 s → 15 s/);
  expect(simulated.stdout).toContain('first.yaml:6');
  expect(simulated.stdout).toMatch(/Next: {2}changeset apply P-\d{8}-[a-z0-9]{4}/);

  const done = await made.spawn('apply', '--yes');
  expect(done.code).toBe(0);
  expect(done.stdout).toMatch(/first succeeded: 3 of 3 operations, \d+ write calls\./);
  const id = /changeset rollback (sandbox-\d{8}-[a-z0-9]{4})/.exec(done.stdout)?.[1] ?? '';
  expect(done.stderr).toContain('✓ update queue "Cards"');

  const again = await made.run('simulate', 'sandbox', 'first.yaml');
  expect(again.stdout).toContain('Nothing to change.');

  const undone = await made.run('rollback', id, '--yes');
  expect(undone.code).toBe(0);
  expect(undone.stdout).toContain(`rollback of ${id} succeeded: 3 of 3 operations`);

  const plan = (text: string): string[] =>
    text.split('\n').filter((line) => !/^(Plan|Next|Calls| {7}changeset)/.test(line));
  const last = await made.run('simulate', 'sandbox', 'first.yaml');
  expect(plan(last.stdout)).toEqual(plan(simulated.stdout));
});

describe('--json', () => {
  test('simulate prints the plan as scripts rely on it', async () => {
    const made = await project({ 'changesets/first.yaml': FIRST });
    const { result, ...envelope } = await made.json('simulate', 'sandbox', 'first.yaml');
    expect(envelope).toEqual({
      schemaVersion: 1,
      command: 'simulate',
      ok: true,
      exitCode: 0,
      diagnostics: [],
    });
    expect(result.plan).toMatchObject({
      id: expect.stringMatching(/^P-\d{8}-[a-z0-9]{4}$/),
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      artifact: expect.stringMatching(/^sha256:/),
      environment: 'sandbox',
      organizationId: '7c1d3f52-9b0e-4a6d-8f21-3e5a9c40b7d6',
      changeset: { name: 'first' },
      summary: { create: 1, update: 1, delete: 1, unchanged: 1, skipped: 0 },
      calls: { read: expect.any(Number), write: 4 },
      estimatedSeconds: expect.any(Number),
    });
    expect(result.plan.operations.map(({ key }) => key)).toEqual([
      'routing_queue/Cards',
      'routing_skill/Card%20disputes',
      'routing_queue/Legacy%20Chat',
    ]);
    expect(result.plan.operations[0]).toMatchObject({
      type: 'routing_queue',
      name: 'Cards',
      id: expect.any(String),
      action: 'update',
      dependsOn: [],
      reversible: 'full',
      losses: [],
      changes: [
        { path: '/acwSettings/timeoutMs', before: 30000, after: 15000 },
        { path: '/members/eve.harris@harbour.example', before: { ringNumber: 1 }, after: null },
      ],
    });
    expect(result.plan.operations[2]).toMatchObject({ action: 'delete', reversible: 'newId' });
  });

  test('apply and rollback print the deployment', async () => {
    const { made, id } = await applied();
    const { result } = await made.json('rollback', id, '--yes');
    expect(result.deployment).toMatchObject({
      state: 'succeeded',
      environment: 'sandbox',
      undoes: id,
      operations: expect.arrayContaining([
        { key: 'routing_queue/Cards', action: 'update', state: 'done', id: expect.any(String) },
      ]),
      calls: { read: expect.any(Number), write: expect.any(Number) },
    });
  });

  test('every failure is one document on stdout, too', async () => {
    const made = await project({
      'changesets/bad.yaml': 'name: bad\nchanges:\n  - { type: routing_queue, name: 5 }\n',
    });
    expect(await made.json('validate', 'bad.yaml')).toMatchObject({
      ok: false,
      exitCode: 5,
      diagnostics: [
        { severity: 'error', code: 'text.number', file: 'changesets/bad.yaml', line: 3, column: 34 },
      ],
      result: null,
    });
    expect(await made.json('simulate', 'nowhere', 'bad.yaml')).toMatchObject({
      ok: false,
      exitCode: 5,
      command: 'simulate',
    });
    expect(await made.json('simulate', 'sandbox')).toMatchObject({
      ok: false,
      exitCode: 64,
      command: 'simulate',
    });
    expect(await made.json('frobnicate')).toMatchObject({ ok: false, exitCode: 64, command: 'frobnicate' });
    expect(await made.json('apply', '--yes')).toMatchObject({ ok: false, exitCode: 7, command: 'apply' });
    expect(await made.json('rollback', 'sandbox-20260101-aaaa', '--yes')).toMatchObject({
      ok: false,
      exitCode: 5,
    });
  });

  test('validate, types, schema, deployments, show and help have results, too', async () => {
    const { made, id } = await applied();
    expect(await made.json('validate')).toMatchObject({ ok: true, result: { files: 2, entries: 4 } });
    expect((await made.json('types')).result.types.length).toBeGreaterThan(10);
    expect((await made.json('types', 'routing_queue')).result).toMatchObject({
      type: 'routing_queue',
      identity: '/name',
    });
    expect((await made.json('schema', 'routing_skill')).result).toMatchObject({ title: 'routing_skill' });
    expect((await made.json('schema', 'plan')).result).toMatchObject({ title: 'Plan' });
    expect((await made.json('deployments')).result.deployments).toMatchObject([{ id, state: 'succeeded' }]);
    expect((await made.json('show', id)).result).toMatchObject({
      deployment: { id },
      plan: { environment: 'sandbox' },
    });
    expect((await made.json('help', 'exit-codes')).result.exitCodes['7']).toContain('stale');
  });
});

describe('apply means the plan that was read', () => {
  test('without a plan there is nothing to apply', async () => {
    const made = await project();
    const { code, stderr } = await made.run('apply', '--yes');
    expect(code).toBe(7);
    expect(stderr).toContain('Nothing was simulated yet');
  });

  test('nobody to ask and no --yes is an error that names the flag, at once', async () => {
    const made = await project({ 'changesets/first.yaml': FIRST });
    await made.run('simulate', 'sandbox', 'first.yaml');
    const { code, stderr } = await made.spawn('apply');
    expect(code).toBe(64);
    expect(stderr).toContain('--yes');
    expect((await made.json('simulate', 'sandbox', 'first.yaml')).result.plan.summary.update).toBe(1);
  });

  test('a changed file makes the plan void', async () => {
    const made = await project({ 'changesets/first.yaml': FIRST });
    await made.run('simulate', 'sandbox', 'first.yaml');
    await made.write('changesets/first.yaml', FIRST.replace('15000', '16000'));
    const { code, stderr } = await made.run('apply', '--yes');
    expect(code).toBe(7);
    expect(stderr).toContain('changesets/first.yaml changed since the plan');
  });

  test('so does a changed mapping', async () => {
    const made = await project({ 'changesets/first.yaml': FIRST });
    await made.run('simulate', 'sandbox', 'first.yaml');
    await made.write(
      'mappings/sandbox.yaml',
      `${await readFile(join(made.folder, 'mappings/sandbox.yaml'), 'utf8')}\n# a remark\n`,
    );
    expect((await made.run('apply', '--yes')).code).toBe(7);
  });

  test('a plan older than an hour is not applied', async () => {
    const made = await project({ 'changesets/first.yaml': FIRST });
    const { result } = await made.json('simulate', 'sandbox', 'first.yaml');
    const path = `.genesys-changeset/plans/${result.plan.id}.json`;
    const text = await readFile(join(made.folder, path), 'utf8');
    const old = new Date(Date.now() - 61 * 60_000).toISOString();
    await made.write(path, text.replace(/"createdAt": "[^"]+"/, `"createdAt": "${old}"`));
    const { code, stderr } = await made.run('apply', '--yes');
    expect(code).toBe(7);
    expect(stderr).toContain('61 minutes ago');
  });

  test('a plan is applied once', async () => {
    const made = await project({ 'changesets/first.yaml': FIRST });
    const { result } = await made.json('simulate', 'sandbox', 'first.yaml');
    expect((await made.run('apply', 'sandbox', '--plan', result.plan.id, '--yes')).code).toBe(0);
    const { code, stderr } = await made.run('apply', result.plan.id, '--yes');
    expect(code).toBe(7);
    expect(stderr).toContain('was carried out already');
  });

  test('the environment and a file simulate and apply in one go', async () => {
    const made = await project({ 'changesets/first.yaml': FIRST });
    const ran = await made.run('apply', 'sandbox', 'first.yaml', '--yes');
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain('UPDATE');
    expect(ran.stdout).toMatch(/^first succeeded/);
  });

  test('applying a plan without changes does nothing', async () => {
    const { made } = await applied();
    await made.run('simulate', 'sandbox', 'first.yaml');
    const { result } = await made.json('apply', '--yes');
    expect(result.deployment).toMatchObject({ id: null, state: 'succeeded', operations: [] });
    expect((await made.json('deployments')).result.deployments).toHaveLength(1);
  });
});

describe('records', () => {
  test('a deployment keeps what it was made from and every step with its undo', async () => {
    const { made, id } = await applied();
    const folder = join(made.folder, '.genesys-changeset', 'deployments', id);
    expect((await readdir(folder)).sort()).toEqual(['changeset', 'events.jsonl', 'mapping', 'plan.json']);
    expect(await readFile(join(folder, 'changeset', 'first.yaml'), 'utf8')).toBe(FIRST);
    const events = (await readFile(join(folder, 'events.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events[0]).toMatchObject({
      event: 'started',
      format: 1,
      deployment: id,
      tool: expect.any(String),
      who: { oauthClient: 'cc-deployer' },
    });
    expect(events.at(-1)).toMatchObject({ event: 'ended', state: 'succeeded' });
    const intents = events.filter(({ event }) => event === 'intent');
    expect(intents.length).toBe(4);
    for (const { key, step } of intents) {
      const at = (kind: string): number =>
        events.findIndex((event) => event.event === kind && event.key === key && event.step === step);
      expect(at('intent')).toBeLessThan(at('outcome'));
    }
    const updates = intents.filter(
      ({ key, op }) => key === 'routing_queue/Cards' && op === 'putRoutingQueue',
    );
    expect(updates).toMatchObject([
      {
        undo: {
          before: { '/acwSettings/timeoutMs': 30000 },
          inverse: expect.arrayContaining([{ op: 'replace', path: '/acwSettings/timeoutMs', value: 30000 }]),
        },
      },
    ]);
  });

  test('show and deployments tell it to people', async () => {
    const { made, id } = await applied();
    const shown = await made.run('show', id);
    expect(shown.stdout).toContain(`${id}  succeeded`);
    expect(shown.stdout).toMatch(/who +\S+/);
    expect(shown.stdout).toMatch(/✓ done +update queue "Cards"/);
    await made.run('rollback', id, '--yes');
    const list = await made.run('deployments', 'sandbox');
    expect(list.stdout).toMatch(new RegExp(`rollback of ${id}`));
    expect(list.stdout).toMatch(new RegExp(`${id} .*rolled back by sandbox-`));
  });

  test('the Markdown of a deployment does not say that nothing was written', async () => {
    const { made, id } = await applied();
    const { stdout } = await made.run('show', id, '--markdown');
    expect(stdout).toContain('## first → sandbox');
    expect(stdout).toMatch(new RegExp(`Deployment \`${id}\`, \\S+Z, succeeded\\.`));
    expect(stdout).not.toContain('Nothing has been written');
  });

  test('the store that a mapping names is found by every command that it is meant for', async () => {
    const made = await project({
      'changesets/first.yaml': FIRST,
      'mappings/sandbox.yaml': `${SANDBOX_MAPPING}store: elsewhere\n`,
      'mappings/prod.yaml': 'environment: prod\nregion: eu-west-1\nstore: "${env.NOWHERE}"\n',
    });
    const { result } = await made.json('simulate', 'sandbox', 'first.yaml');
    expect(await readdir(made.folder)).not.toContain('.genesys-changeset');
    expect((await made.run('show', result.plan.id)).code).toBe(0);
    const id = (await made.json('apply', '--yes')).result.deployment.id;
    expect((await made.run('apply', result.plan.id, '--yes')).stderr).toContain('was carried out already');
    expect((await made.json('deployments')).result.deployments).toMatchObject([{ id }]);
    expect((await made.run('rollback', id, '--yes')).code).toBe(0);
    expect((await made.run('apply', '--yes')).stderr).toContain('is of a rollback');
    expect((await made.run('show', 'P-20260101-aaaa')).stderr).toMatch(
      /no plan P-20260101-aaaa in \/.*genesys-changeset or \/.*elsewhere/,
    );
    await made.run('sandbox', 'reset');
    expect(await readdir(join(made.folder, 'elsewhere'))).not.toContain('sandbox');
  });

  test('a plan is shown as Markdown for a ticket', async () => {
    const made = await project({ 'changesets/first.yaml': FIRST });
    const { result } = await made.json('simulate', 'sandbox', 'first.yaml');
    const { stdout } = await made.run('show', result.plan.id, '--markdown');
    expect(stdout).toContain('## first → sandbox');
    expect(stdout).toContain('| delete | update | create | same | skipped |');
    expect(stdout).toContain('| acwSettings.timeoutMs | 30000 → 15000 | 30 s → 15 s |');
    expect(stdout).toBe(
      (await made.run('simulate', 'sandbox', 'first.yaml', '--markdown')).stdout
        .replace(/P-\d{8}-[a-z0-9]{4}/, result.plan.id)
        .replace(/`, \S+Z\./, stdout.match(/`, \S+Z\./)?.[0] ?? ''),
    );
  });
});

describe('exit codes and streams', () => {
  test('--detailed-exitcode says 2 when there is something to change, 0 when there is not', async () => {
    const { made } = await applied();
    expect((await made.run('simulate', 'sandbox', 'first.yaml', '--detailed-exitcode')).code).toBe(0);
    await made.write(
      'changesets/second.yaml',
      FIRST.replace('15000', '9000').replace('name: first', 'name: second'),
    );
    const { code, stdout } = await made.run(
      'simulate',
      'sandbox',
      'second.yaml',
      '--detailed-exitcode',
      '--json',
    );
    expect(code).toBe(2);
    expect(JSON.parse(stdout).ok).toBe(true);
  });

  test('wrong usage is 64 and help is 0', async () => {
    expect((await runHere(['simulate'])).code).toBe(64);
    expect((await runHere(['frobnicate'])).code).toBe(64);
    const help = await runHere(['--help']);
    expect(help.code).toBe(0);
    expect(help.stdout).toContain('simulate');
    expect((await runHere(['help', 'apply'])).stdout).toContain('--on-failure');
    expect((await runHere(['help', 'exit-codes'])).stdout).toMatch(/^ +0 {2}done/);
  });

  test('the version is that of package.json', async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(await run(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('there is no colour without a terminal, and with FORCE_COLOR there is', async () => {
    const made = await project({ 'changesets/first.yaml': FIRST });
    const colour = '\u001b[';
    expect((await made.run('simulate', 'sandbox', 'first.yaml')).stdout).not.toContain(colour);
    const coloured = await run(['-C', made.folder, 'simulate', 'sandbox', 'first.yaml'], {
      env: { FORCE_COLOR: '1' },
    });
    expect(coloured.stdout).toContain(colour);
    const plain = await run(['-C', made.folder, 'simulate', 'sandbox', 'first.yaml'], {
      env: { FORCE_COLOR: '1', NO_COLOR: '1' },
    });
    expect(plain.stdout).not.toContain(colour);
  });

  test('--store moves plans and deployments', async () => {
    const made = await project({ 'changesets/first.yaml': FIRST });
    const store = join(made.folder, 'elsewhere');
    await made.run('--store', store, 'simulate', 'sandbox', 'first.yaml');
    expect(await readdir(store)).toEqual(expect.arrayContaining(['plans']));
    expect(await readdir(made.folder)).not.toContain('.genesys-changeset');
  });

  test('a store that cannot be written stops simulate with a clear error', async () => {
    const made = await project({ 'changesets/first.yaml': FIRST, blocked: 'a file' });
    const { code, stderr } = await made.run(
      '--store',
      join(made.folder, 'blocked', 'store'),
      'simulate',
      'sandbox',
      'first.yaml',
    );
    expect(code).toBe(1);
    expect(stderr).toContain('cannot be');
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

test('sandbox reset forgets what was changed', async () => {
  const { made } = await applied();
  expect((await made.run('sandbox', 'reset')).stdout).toContain('as it was at first');
  expect((await made.json('simulate', 'sandbox', 'first.yaml')).result.plan.summary).toMatchObject({
    create: 1,
    update: 1,
    delete: 1,
  });
});
