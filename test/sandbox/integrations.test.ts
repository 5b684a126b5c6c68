import { describe, expect, test } from 'vitest';
import { idOf, paths, refTo } from '../../src/sandbox/index.ts';
import { connect } from './support.ts';

const { ACTIONS, CREDENTIALS, INTEGRATIONS } = paths;
const CRM = `${INTEGRATIONS}/${idOf(INTEGRATIONS, 'Harbour CRM')}`;
const CONFIG = `${CRM}/config/current`;
const FIND = `${ACTIONS}/custom_-_${idOf(ACTIONS, 'Find customer')}`;
const fields = { userName: 'svc', password: 'planted-Pa55word' };

describe('credentials', () => {
  test('are taken and never answered: by create, update, read and listing', async () => {
    const { post, put, get, sandbox, kinds } = await connect();
    const made = await post(CREDENTIALS, {
      name: 'New',
      type: { name: 'basicAuth' },
      credentialFields: fields,
    });
    const own = `${CREDENTIALS}/${made.body.id}`;
    const body = {
      name: 'Newer',
      type: { name: 'basicAuth' },
      credentialFields: { ...fields, userName: 'other' },
    };
    const answers = [
      made,
      await put(own, body),
      await get(own),
      await get(`${CREDENTIALS}/listing?pageSize=200`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(JSON.stringify(answers)).not.toContain('planted-Pa55word');
    expect(sandbox.snapshot().collections[CREDENTIALS]?.[made.body.id]).toMatchObject(body);
    expect(kinds()).toEqual([]);
  });

  test.each([
    ['cleared', undefined],
    ['kept', fields],
  ] as const)('a PUT without the fields: they are %s', async (leftOutCredentialFields, left) => {
    const { post, put, sandbox } = await connect({ switches: { leftOutCredentialFields } });
    const { body } = await post(CREDENTIALS, {
      name: 'New',
      type: { name: 'basicAuth' },
      credentialFields: fields,
    });
    await put(`${CREDENTIALS}/${body.id}`, { name: 'Newer', type: { name: 'basicAuth' } });
    expect(sandbox.snapshot().collections[CREDENTIALS]?.[body.id]?.credentialFields).toEqual(left);
  });
});

describe('integrations', () => {
  test('have a configuration with a version of its own, which their name comes from', async () => {
    const { get, put, kinds } = await connect();
    const { body: config } = await get(CONFIG);
    expect(config).toMatchObject({ version: 1, name: 'Harbour CRM' });
    const { body } = await put(CONFIG, { ...config, name: 'CRM' });
    expect(body).toMatchObject({ version: 2, name: 'CRM' });
    expect((await get(CRM)).body).toMatchObject({ name: 'CRM' });
    expect((await put(CONFIG, { ...config, name: 'Again' })).status).toBe(409);
    expect(kinds()).toEqual([]);
  });

  test('one with a credential of the user-defined OAuth type gets an action, which goes with it', async () => {
    const { get, put, del } = await connect();
    const { body: config } = await get(CONFIG);
    const basicAuth = refTo(CREDENTIALS, 'Partner portal client');
    await put(CONFIG, { ...config, credentials: { basicAuth } });
    const own = `${ACTIONS}/customAuth_-_${idOf(INTEGRATIONS, 'Harbour CRM')}`;
    expect((await get(own)).body).toMatchObject({ name: 'Harbour CRM Auth' });
    const listed = await get(`${ACTIONS}?pageSize=100`);
    const all = await get(`${ACTIONS}?pageSize=100&includeAuthActions=true`);
    expect(all.body.total - listed.body.total).toBe(2);
    expect((await del(CRM)).status).toBe(200);
    expect((await get(own)).status).toBe(404);
  });
});

describe('data actions', () => {
  const whole = `${FIND}?expand=contract&includeConfig=true`;

  test('are answered with what is asked for', async () => {
    const { get } = await connect();
    expect(Object.keys((await get(FIND)).body)).not.toContain('contract');
    const { body } = await get(whole);
    expect(body).toMatchObject({
      contract: { input: { inputSchema: { type: 'object' } } },
      config: { request: { requestTemplate: '${input.rawRequest}' } },
    });
  });

  test('say where their templates are, where these are apart', async () => {
    const { get, sandbox } = await connect({ switches: { actionTemplates: 'apart' } });
    const { body } = await get(whole);
    const { request } = body.config as { request: Record<string, unknown> };
    expect(request).not.toHaveProperty('requestTemplate');
    expect(request['requestTemplateUri']).toBe(`${FIND}/templates/requesttemplate.vm`);
    expect(sandbox.violations).toEqual([]);
  });

  test('change their contract by way of a draft only', async () => {
    const { get, patch, post, kinds } = await connect();
    const { body: before } = await get(whole);
    const contract = {
      input: { inputSchema: { type: 'object' } },
      output: { successSchema: { type: 'array' } },
    };
    expect((await post(`${FIND}/draft`, undefined)).status).toBe(200);
    expect((await post(`${FIND}/draft`, undefined)).status).toBe(409);
    expect((await patch(`${FIND}/draft`, { version: 7, contract })).status).toBe(409);
    const { body: draft } = await patch(`${FIND}/draft`, { version: 1, contract });
    expect((await get(whole)).body.contract).toEqual(before.contract);
    expect((await post(`${FIND}/draft/publish`, { version: draft.version })).status).toBe(200);
    expect((await get(whole)).body).toMatchObject({ version: before.version + 1, contract });
    expect((await get(`${FIND}/draft`)).status).toBe(404);
    expect(kinds()).toEqual([]);
  });

  test('of the platform are neither changed nor deleted', async () => {
    const { patch, del } = await connect();
    expect((await patch(`${ACTIONS}/static_-_getUser`, { version: 1, category: 'x' })).status).toBe(400);
    expect((await del(`${ACTIONS}/static_-_getUser`)).status).toBe(400);
  });
});
