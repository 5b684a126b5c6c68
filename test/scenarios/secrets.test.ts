import { describe, expect, test } from 'vitest';
import { NONE_LOADED } from '../../src/deploy/secrets.ts';
import { harbourBank, paths } from '../../src/sandbox/index.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { type EntryFields, openWorkbench, type Workbench } from '../support/workbench.ts';

const KEY = 'a key of thirty-two characters or more';
const type = 'integration_credential';

function credential(set: EntryFields, name = 'CRM login'): EntryFields[] {
  return [{ type, name, set: { type: { name: 'basicAuth' }, ...set } }];
}

const LOGIN = credential({ credentialFields: { userName: 'svc', password: '${secret.password}' } });

/** What the org holds, which no client can read. */
function held({ sandbox }: Workbench, name = 'CRM login'): unknown {
  const all = Object.values(sandbox.snapshot().collections[paths.CREDENTIALS] ?? {});
  return all.find((one) => one.name === name)?.credentialFields;
}

function headers({ sandbox }: Workbench): unknown {
  const all = Object.values(sandbox.snapshot().collections[paths.ACTIONS] ?? {});
  const config = all.find((one) => one.name === 'Find customer')?.config as { request: { headers: unknown } };
  return config.request.headers;
}

const give = (bench: Workbench, values: Record<string, string>, key?: string): void => {
  bench.secrets = { ...NONE_LOADED, values: new Map(Object.entries(values)), ...(key ? { key } : {}) };
};

/** Everything that a run has kept of itself. */
async function kept({ store }: Workbench): Promise<string> {
  return JSON.stringify(await store.deployments());
}

describe('what is never answered', () => {
  test('is sent in the body, and told from then on by what was sent', async () => {
    const bench = await openWorkbench({ secrets: { password: 'first-Pa55word' }, key: KEY });
    const { deployment } = await bench.apply(LOGIN);
    expect(held(bench)).toEqual({ userName: 'svc', password: 'first-Pa55word' });
    expect(deployment.operations[0]?.ours['']).toMatchObject({
      credentialFields: {
        $sent: { userName: 'svc', password: { $secret: 'password' } },
        hmac: expect.stringMatching(/^hmac-sha256:[0-9a-f]{64}$/),
      },
    });
    expect((await bench.simulate(LOGIN)).operations).toEqual([]);
    expect(await kept(bench)).not.toContain('first-Pa55word');
  });

  test('with a key, a secret that has changed is sent', async () => {
    const bench = await openWorkbench({ secrets: { password: 'first-Pa55word' }, key: KEY });
    await bench.apply(LOGIN);
    give(bench, { password: 'second-Pa55word' }, KEY);
    const plan = await bench.simulate(LOGIN);
    expect(plan.operations).toMatchObject([{ action: 'update', reversible: 'partial' }]);
    await bench.apply(LOGIN);
    expect(held(bench)).toEqual({ userName: 'svc', password: 'second-Pa55word' });
    expect((await bench.simulate(LOGIN)).operations).toEqual([]);
  });

  test('without a key no HMAC is kept, and a changed secret is not sent: a warning says so', async () => {
    const bench = await openWorkbench({ secrets: { password: 'first-Pa55word' } });
    await bench.apply(LOGIN);
    expect(await kept(bench)).not.toContain('hmac');
    give(bench, { password: 'second-Pa55word' });
    const plan = await bench.simulate(LOGIN);
    expect(plan.operations).toEqual([]);
    expect(plan.warnings).toMatchObject([
      {
        code: 'secret.unknown',
        message:
          'whether a secret in credentialFields has changed cannot be told without a key: it is not sent again. Set CHANGESET_SECRET_KEY to have that compared',
        at: { line: expect.any(Number) },
      },
    ]);
  });

  test('the first key makes it sent once', async () => {
    const bench = await openWorkbench({ secrets: { password: 'first-Pa55word' } });
    await bench.apply(LOGIN);
    give(bench, { password: 'first-Pa55word' }, KEY);
    expect((await bench.simulate(LOGIN)).operations).toHaveLength(1);
    await bench.apply(LOGIN);
    expect((await bench.simulate(LOGIN)).operations).toEqual([]);
  });

  test('without the secret it is left as it is: a warning says so', async () => {
    const bench = await openWorkbench({ secrets: { password: 'first-Pa55word' }, key: KEY });
    await bench.apply(LOGIN);
    bench.secrets = NONE_LOADED;
    const plan = await bench.simulate(LOGIN);
    expect(plan.operations).toEqual([]);
    expect(plan.warnings.map(({ message }) => message)).toEqual([
      'credentialFields cannot be compared, because the secret password is not at hand: it is left as it is. Simulate again where the secret is',
    ]);
  });

  test('of what is new it is not needed yet: a warning says that apply needs it', async () => {
    const bench = await openWorkbench({ secrets: { password: 'first-Pa55word' } });
    bench.secrets = NONE_LOADED;
    const plan = await bench.simulate(LOGIN);
    expect(plan.operations).toHaveLength(1);
    expect(plan.warnings.map(({ code, message }) => [code, message])).toEqual([
      [
        'secret.missing',
        expect.stringMatching(/^The secret "password" cannot be had: .* needs it\. Apply stops without it: /),
      ],
    ]);
  });

  test('of what nobody has recorded, it is sent once', async () => {
    const bench = await openWorkbench({ secrets: { password: 'first-Pa55word' } });
    const found = [{ ...LOGIN[0], name: 'CRM service account' }];
    await bench.apply(found);
    expect(held(bench, 'CRM service account')).toEqual({ userName: 'svc', password: 'first-Pa55word' });
    expect((await bench.simulate(found)).operations).toEqual([]);
  });

  test('another update must say it again, because it would be lost', async () => {
    const bench = await openWorkbench({ secrets: { password: 'first-Pa55word' } });
    await bench.apply(LOGIN);
    const renamed = { type, name: 'CRM account', was: 'CRM login' };
    await expect(bench.simulate([renamed])).rejects.toMatchObject({
      exitCode: 5,
      diagnostics: [
        {
          code: 'secret.again',
          message:
            'Every update of an integration credential sends its credentialFields again: Genesys Cloud never answers them, and without them they would be lost.',
        },
      ],
    });
    await bench.apply([{ ...renamed, set: LOGIN[0]?.['set'] }]);
    expect(held(bench, 'CRM account')).toEqual({ userName: 'svc', password: 'first-Pa55word' });
  });

  test('a new credential without it is refused', async () => {
    const bench = await openWorkbench();
    await expect(bench.simulate(credential({}))).rejects.toMatchObject({
      exitCode: 5,
      diagnostics: [
        {
          message: 'A new integration credential must say its credentialFields.',
          hint: 'Add  set: { credentialFields: { …: "${secret.x}" } }  and say in the mapping where the secret x is.',
        },
      ],
    });
  });

  test('a secret that the mapping lacks is refused with its place', async () => {
    const bench = await openWorkbench({ secrets: { password: 'first-Pa55word' } });
    const wrong = credential({ credentialFields: { password: '${secret.pasword}' } });
    await expect(bench.simulate(wrong)).rejects.toMatchObject({
      exitCode: 5,
      diagnostics: [
        {
          code: 'secret.unknown',
          message: 'mappings/test.yaml has no secret "pasword".',
          hint: 'Did you mean "password"?',
          at: { line: 9 },
        },
      ],
    });
  });
});

describe('going back', () => {
  const rotated = credential({ credentialFields: { userName: 'svc', password: '${secret.password2}' } });

  test('a secret of another name is sent again', async () => {
    const bench = await openWorkbench({
      secrets: { password: 'first-Pa55word', password2: 'second-Pa55word' },
    });
    await bench.apply(LOGIN);
    const { deployment } = await bench.apply(rotated);
    expect(held(bench)).toMatchObject({ password: 'second-Pa55word' });
    await bench.rollback(deployment);
    expect(held(bench)).toMatchObject({ password: 'first-Pa55word' });
  });

  test('a secret with another value now is not: it is asked for', async () => {
    const bench = await openWorkbench({ secrets: { password: 'first-Pa55word' }, key: KEY });
    await bench.apply(LOGIN);
    give(bench, { password: 'second-Pa55word' }, KEY);
    const { deployment } = await bench.apply(LOGIN);
    const { planned } = await bench.planRollback(deployment);
    expect(planned.plan.operations).toEqual([]);
    expect(planned.plan.warnings.map(({ message }) => message)).toEqual([
      'credentialFields of the integration credential "CRM login" is not put back: the secrets are not known to be what they were; give password the earlier value, and roll back again',
    ]);
    give(bench, { password: 'first-Pa55word' }, KEY);
    await bench.rollback(deployment);
    expect(held(bench)).toMatchObject({ password: 'first-Pa55word' });
  });

  test('a secret that is not at hand is asked for', async () => {
    const bench = await openWorkbench({
      secrets: { password: 'first-Pa55word', password2: 'second-Pa55word' },
    });
    await bench.apply(LOGIN);
    const { deployment } = await bench.apply(rotated);
    bench.secrets = NONE_LOADED;
    const { planned } = await bench.planRollback(deployment);
    expect(planned.plan.operations).toEqual([]);
    expect(planned.plan.warnings).toMatchObject([
      { message: expect.stringContaining('give password the earlier') },
    ]);
  });

  test('what was there before anybody recorded it is never put back', async () => {
    const bench = await openWorkbench({ secrets: { password: 'first-Pa55word' } });
    const { deployment } = await bench.apply([{ ...LOGIN[0], name: 'CRM service account' }]);
    const { planned } = await bench.planRollback(deployment);
    expect(planned.plan.operations).toEqual([]);
    expect(planned.plan.warnings).toMatchObject([{ message: expect.stringContaining('can never be read') }]);
  });

  test('a deleted credential comes back with what was sent last', async () => {
    const bench = await openWorkbench({ secrets: { password: 'first-Pa55word' } });
    await bench.apply(LOGIN);
    const { deployment } = await bench.apply([{ type, name: 'CRM login', action: 'delete' }]);
    await bench.rollback(deployment);
    expect(held(bench)).toEqual({ userName: 'svc', password: 'first-Pa55word' });
  });

  test('one that nobody has recorded does not come back: a conflict says why', async () => {
    const bench = await openWorkbench();
    const { deployment } = await bench.apply([
      { type, name: 'CRM service account', action: 'delete', force: true },
    ]);
    const { conflicts } = await bench.planRollback(deployment);
    expect(conflicts).toMatchObject([
      {
        reason: expect.stringMatching(
          /^its credentialFields cannot be read, and nothing says what was sent last/,
        ),
      },
    ]);
  });
});

describe('a field that is answered, and fed by a secret', () => {
  const action = (value: string): EntryFields[] => [
    {
      type: 'integration_action',
      name: 'Find customer',
      set: { config: { request: { headers: { Authorization: value } } } },
    },
  ];
  const OLD = 'Bearer typed-in-by-hand';
  const byHand = (bench: Workbench): Promise<unknown> => bench.apply(action(OLD));

  test('is secret on both sides, and compared with the value', async () => {
    const bench = await openWorkbench({ secrets: { token: 'tok-0123456789' } });
    await byHand(bench);
    const plan = await bench.simulate(action('Bearer ${secret.token}'));
    expect(plan.operations[0]).toMatchObject({
      before: { '/config/request/headers/Authorization': { $hidden: true } },
      after: { '/config/request/headers/Authorization': { $text: ['Bearer ', { $secret: 'token' }] } },
    });
    expect(JSON.stringify(plan)).not.toContain('typed-in-by-hand');
    const before = await kept(bench);
    const { deployment } = await bench.apply(action('Bearer ${secret.token}'));
    expect(headers(bench)).toMatchObject({ Authorization: 'Bearer tok-0123456789' });
    expect(deployment.operations.map(({ state }) => state)).toEqual(['done']);
    expect((await bench.simulate(action('Bearer ${secret.token}'))).operations).toEqual([]);
    const since = (await kept(bench)).slice(before.length - 1);
    expect(since).not.toContain('tok-0123456789');
    expect(since).not.toContain('typed-in-by-hand');
  });

  test('a change by hand is seen, and not shown', async () => {
    const bench = await openWorkbench({ secrets: { token: 'tok-0123456789' } });
    await bench.apply(action('Bearer ${secret.token}'));
    const theirs = bench.store;
    bench.store = new MemoryStore();
    await byHand(bench);
    bench.store = theirs;
    const plan = await bench.simulate(action('Bearer ${secret.token}'));
    expect(plan.operations).toHaveLength(1);
    expect(JSON.stringify(plan)).not.toContain('typed-in-by-hand');
  });

  test('what it was before a deployment is taken out again by a rollback, unless it was hidden', async () => {
    const bench = await openWorkbench({ secrets: { token: 'tok-0123456789' } });
    const before = headers(bench);
    const { deployment } = await bench.apply(action('Bearer ${secret.token}'));
    await bench.rollback(deployment);
    expect(headers(bench)).toEqual(before);
  });

  test('a deletion keeps the name of the secret, and a rollback its value', async () => {
    const bench = await openWorkbench({ secrets: { token: 'tok-0123456789' } });
    await bench.apply(action('Bearer ${secret.token}'));
    const { deployment } = await bench.apply([
      { type: 'integration_action', name: 'Find customer', action: 'delete' },
    ]);
    expect(await kept(bench)).not.toContain('tok-0123456789');
    await bench.rollback(deployment);
    expect(headers(bench)).toMatchObject({ Authorization: 'Bearer tok-0123456789' });
  });

  test('get writes the name of the secret', async () => {
    const bench = await openWorkbench({ secrets: { token: 'tok-0123456789' } });
    await bench.apply(action('Bearer ${secret.token}'));
    const entries = await bench.get('integration_action');
    const found = entries.find(({ name }) => name === 'Find customer');
    expect(found?.set).toMatchObject({
      config: { request: { headers: { Authorization: 'Bearer ${secret.token}' } } },
    });
  });
});

test('what looks like a secret in the org is none, and can be written by nobody', async () => {
  const trap = (properties: unknown): EntryFields[] => [
    { type: 'integration', name: 'Trap', set: { integrationType: { id: 'x' }, config: { properties } } },
  ];
  const bench = await openWorkbench({ secrets: { password: 'first-Pa55word' } });
  await expect(bench.simulate(trap({ inner: { $secret: 'password' } }))).rejects.toThrow('secret.mark');
  const planted = harbourBank();
  for (const action of Object.values(planted.collections[paths.ACTIONS] ?? {})) {
    if (action.name === 'Find customer')
      action.config = {
        request: {},
        response: { translationMapDefaults: { trap: { $secret: 'password' } } },
      };
  }
  const target = await openWorkbench({ seed: planted, secrets: { password: 'first-Pa55word' } });
  const { deployment } = await target.apply([
    { type: 'integration_action', name: 'Find customer', action: 'delete' },
  ]);
  await target.rollback(deployment);
  const sent = JSON.stringify(target.sandbox.snapshot().collections[paths.ACTIONS]);
  expect(sent).toContain('"name":"Find customer"');
  expect(sent).not.toContain('first-Pa55word');
});
