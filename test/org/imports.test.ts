import nock from 'nock';
import { expect, test } from 'vitest';
import { formUpload } from '../../src/org/jobs.ts';
import { API, allowLogin, isolateNetwork, openSession } from './support.ts';

isolateNetwork();

const APPS = API.replace('//api.', '//apps.');
const form = { field: 'file', ending: '.script', token: 'bearer' } as const;
const file = {
  ...formUpload(form, '/uploads/v2/scripter', Buffer.from('{}'), { scriptName: 'Intake – 1' }),
  once: true,
};

/** A session that has logged in. */
async function entered() {
  allowLogin();
  nock(API).get('/api/v2/tokens/me').reply(200, {});
  const { session } = openSession();
  await session.call({ op: 'getTokensMe' });
  return session;
}

test('an import goes to the host of the applications, with its fields before its file, and its answer is read', async () => {
  const session = await entered();
  let body = '';
  nock(APPS)
    .post('/uploads/v2/scripter', (sent: string) => {
      body = Buffer.from(sent).toString();
      return true;
    })
    .matchHeader('authorization', /^Bearer ./)
    .reply(200, { correlationId: 'c-1' });
  expect(await session.upload(file)).toEqual({ correlationId: 'c-1' });
  const [name, content] = body.split(/--file-[0-9a-f]{64}/).slice(1);
  expect(name).toBe('\r\nContent-Disposition: form-data; name="scriptName"\r\n\r\nIntake – 1\r\n');
  expect(content).toContain('name="file"');
});

test('what would be taken as another one is sent once', async () => {
  const session = await entered();
  const twice = nock(APPS).post('/uploads/v2/scripter').times(2).reply(502);
  await expect(session.upload(file)).rejects.toThrow('answered 502');
  expect(twice.isDone()).toBe(false);
  nock.cleanAll();
});
