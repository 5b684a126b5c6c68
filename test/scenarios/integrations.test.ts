import { describe, expect, onTestFinished, test } from 'vitest';
import { typeNamed } from '../../src/catalog/index.ts';
import { readObject } from '../../src/org/objects.ts';
import { openTransport } from '../../src/org/sdk.ts';
import { Session } from '../../src/org/session.ts';
import { idOf, paths, startSandbox } from '../../src/sandbox/index.ts';
import { type EntryFields, openWorkbench } from '../support/workbench.ts';

const { ACTIONS } = paths;
const FIND = `custom_-_${idOf(ACTIONS, 'Find customer')}`;

const contract = (column: string): EntryFields[] => [
  {
    type: 'integration_action',
    name: 'Find customer',
    set: { contract: { output: { successSchema: { type: 'object', properties: { [column]: {} } } } } },
  },
];

describe('a contract', () => {
  test('goes out in a draft, in three calls', async () => {
    const bench = await openWorkbench();
    const { deployment } = await bench.apply(contract('balance'));
    expect(deployment.operations.map(({ state }) => state)).toEqual(['done']);
    const writes = bench.sandbox.requests
      .filter(({ writes }) => writes)
      .map(({ operationId }) => operationId);
    expect(writes).toEqual([
      'postIntegrationsActionDraft',
      'patchIntegrationsActionDraft',
      'postIntegrationsActionDraftPublish',
    ]);
    expect(bench.sandbox.violations).toEqual([]);
  });

  test.each([
    'postIntegrationsActionDraft',
    'patchIntegrationsActionDraft',
    'postIntegrationsActionDraftPublish',
  ])('the answer to %s is lost, before and after its effect', async (operationId) => {
    for (const reset of ['before', 'after'] as const) {
      const bench = await openWorkbench();
      bench.sandbox.inject({ when: { operationId, times: 1 }, do: { reset } });
      const { deployment, error } = await bench.apply(contract('balance'));
      expect(error).toBeUndefined();
      expect(deployment.operations.map(({ state }) => state)).toEqual(['done']);
      expect((await bench.simulate(contract('balance'))).operations).toEqual([]);
      expect(bench.sandbox.snapshot().collections[`${ACTIONS}/${FIND}/draft`] ?? {}).toEqual({});
    }
  });

  test('a draft that somebody has left is not touched', async () => {
    const bench = await openWorkbench();
    const state = bench.sandbox.snapshot();
    const published = state.collections[ACTIONS]?.[FIND];
    state.collections[`${ACTIONS}/${FIND}/draft`] = {
      draft: { ...published, id: 'draft', category: 'Half done', version: 3 },
    };
    const other = await openWorkbench({ seed: state });
    const { error, deployment } = await other.apply(contract('balance'));
    expect(error).toMatchObject({
      exitCode: 7,
      diagnostics: [
        {
          code: 'draft.taken',
          message: expect.stringContaining(
            'Somebody has left a draft of the data action "Find customer" that is not published. It is not touched.',
          ),
        },
      ],
    });
    expect(deployment.state).toBe('failed');
    expect(other.sandbox.requests.filter(({ writes }) => writes)).toEqual([]);
  });

  test('a draft that was not published is taken back with the deployment, unless somebody wrote on', async () => {
    for (const isWrittenOn of [false, true]) {
      const bench = await openWorkbench();
      const operationId = 'postIntegrationsActionDraftPublish';
      bench.sandbox.inject({ when: { operationId, times: 1 }, do: { redirect: 'https://login.example/' } });
      const { deployment, error } = await bench.apply(contract('balance'));
      expect(error).toMatchObject({ diagnostics: [{ code: 'platform.redirected' }] });
      const path = `${ACTIONS}/${FIND}/draft`;
      bench.sandbox.edit(({ collections }) => {
        const draft = collections[path]?.['draft'];
        if (isWrittenOn && draft) draft['category'] = 'Half done';
      });
      const { planned } = await bench.planRollback(deployment);
      expect(planned.plan.warnings.map(({ code }) => code)).toEqual(isWrittenOn ? ['rollback.draft'] : []);
      expect(planned.plan.operations.map(({ name, action, notes }) => [name, action, notes])).toEqual(
        isWrittenOn ? [] : [['Find customer', 'update', ['the draft that was not published is taken back']]],
      );
      if (!isWrittenOn) {
        const back = await bench.rollback(deployment);
        expect(back.error).toBeUndefined();
        expect(bench.sandbox.snapshot().collections[path] ?? {}).toEqual({});
        expect((await bench.planRollback(deployment)).planned.plan.operations).toEqual([]);
      }
      expect(bench.sandbox.violations).toEqual([]);
    }
  });

  test('what somebody else published meanwhile stops it', async () => {
    const bench = await openWorkbench();
    const theirs = { output: { successSchema: { properties: { customerId: { type: 'number' } } } } };
    bench.sandbox.inject({
      when: { operationId: 'postIntegrationsActionDraft' },
      do: { edit: { path: ACTIONS, id: FIND, patch: { contract: theirs } }, at: 'before' },
    });
    const { deployment } = await bench.apply(contract('balance'));
    expect(deployment.operations[0]?.state).toBe('conflict');
    expect(bench.sandbox.snapshot().collections[ACTIONS]?.[FIND]).toMatchObject({
      contract: theirs,
    });
  });
});

test('an integration is configured before it is switched on', async () => {
  const bench = await openWorkbench({ secrets: { password: 'first-Pa55word' } });
  await bench.apply([
    {
      type: 'integration',
      name: 'Ledger',
      set: {
        integrationType: { id: 'custom-rest-actions' },
        config: { notes: 'x' },
        intendedState: 'ENABLED',
      },
    },
  ]);
  const writes = bench.sandbox.requests.filter(({ writes }) => writes).map(({ operationId }) => operationId);
  expect(writes).toEqual(['postIntegrations', 'putIntegrationConfigCurrent', 'patchIntegration']);
});

test('an action of the platform is refused', async () => {
  const bench = await openWorkbench();
  await expect(
    bench.simulate([{ type: 'integration_action', name: 'Get User', set: { category: 'Ours' } }]),
  ).rejects.toThrow('Genesys Cloud brings this data action: it can be referred to, not changed.');
});

test('a template that looks like JSON stays the text that it is', async () => {
  const sandbox = await startSandbox({ rateLimit: 1_000_000, switches: { actionTemplates: 'apart' } });
  onTestFinished(() => sandbox.close());
  const access = {
    apiUrl: sandbox.url,
    loginUrl: sandbox.url,
    clientId: sandbox.client.id,
    clientSecret: sandbox.client.secret,
  };
  const session = new Session(openTransport(access));
  const type = typeNamed('integration_action');
  const raw = await readObject(session, type, FIND);
  expect(raw).toMatchObject({ config: { request: { requestTemplate: '${input.rawRequest}' } } });
  const body = {
    version: 1,
    config: { request: { requestTemplate: '{ "a" : 1 }' }, response: { successTemplate: '' } },
  };
  await session.call({ op: 'patchIntegrationsAction', params: { actionId: FIND }, body });
  expect(await readObject(session, type, FIND)).toMatchObject({
    config: { request: { requestTemplate: '{ "a" : 1 }' }, response: { successTemplate: '' } },
  });
});
