import nock from 'nock';
import { expect, test } from 'vitest';
import type { Environment } from '../../src/environment/environment.ts';
import { exitCodes } from '../../src/exit-codes.ts';
import { openOrg } from '../../src/org/open.ts';
import { API, allowLogin, isolateNetwork, LOGIN } from './support.ts';

isolateNetwork();

const ID = '5d1fa0b7-77c4-4f2e-8a44-0b6b1c9d2e10';

function environment(organizationId: string | undefined): Environment {
  return {
    name: 'prod',
    file: 'mappings/prod.yaml',
    organizationId,
    access: { apiUrl: API, loginUrl: LOGIN, clientId: 'the-client', clientSecret: 'the-secret' },
    sandbox: false,
    region: 'eu-west-1',
    names: new Map(),
    absent: new Map(),
    ids: new Map(),
    variables: new Map(),
    store: undefined,
  };
}

function harbourBank(): nock.Scope {
  return nock(API).get('/api/v2/organizations/me').reply(200, { id: ID, name: 'Harbour Bank' });
}

test('the right org is entered, and the client has a name', async () => {
  allowLogin();
  harbourBank();
  nock(API)
    .get('/api/v2/tokens/me')
    .reply(200, { OAuthClient: { id: 'the-client', name: 'cc-deployer' } });
  const { organization, client } = await openOrg(environment(ID));
  expect(organization).toEqual({ id: ID, name: 'Harbour Bank' });
  expect(client).toBe('cc-deployer');
});

test('credentials of another org are refused with exit code 6 after one call', async () => {
  allowLogin();
  harbourBank();
  const error: unknown = await openOrg(environment('0c6f3f9e-3a59-4d8e-9b3d-2f6f7a1c55d1')).catch(
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ exitCode: exitCodes.refused, diagnostics: [{ code: 'organization.wrong' }] });
  expect(String(error)).toContain(`Harbour Bank (${ID})`);
  expect(nock.isDone()).toBe(true); // nothing else was asked: it would have failed
});

test('a mapping without organizationId is told the one to paste', async () => {
  allowLogin();
  harbourBank();
  await expect(openOrg(environment(undefined))).rejects.toMatchObject({
    exitCode: exitCodes.invalidInput,
    diagnostics: [
      { code: 'organization.missing', hint: expect.stringContaining(`    organizationId: ${ID}`) },
    ],
  });
});
