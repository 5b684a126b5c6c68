import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nock from 'nock';
import { expect, onTestFinished, test } from 'vitest';
import { type Examination, examine } from '../../src/deploy/doctor.ts';
import { API, allowLogin, isolateNetwork } from '../org/support.ts';

isolateNetwork();

const ID = '5d1fa0b7-77c4-4f2e-8a44-0b6b1c9d2e10';
const MAPPING = `environment: prod
region: eu-west-1
organizationId: ${ID}
credentials: { clientId: "\${env.BANK_ID}", clientSecret: "\${env.BANK_SECRET}" }
`;

/** Examines an org whose answers carry these headers. */
async function examined(headers: Record<string, string>): Promise<Examination> {
  const folder = await mkdtemp(join(tmpdir(), 'changeset-doctor-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'mappings'));
  await writeFile(join(folder, 'mappings/prod.yaml'), MAPPING);
  allowLogin();
  const role = { name: 'Reader', policies: [] };
  nock(API)
    .get('/api/v2/organizations/me')
    .reply(200, { id: ID, name: 'Harbour Bank' }, headers)
    .get('/api/v2/tokens/me')
    .reply(200, {}, headers)
    .get('/api/v2/authorization/subjects/me')
    .reply(200, { grants: [{ division: { id: 'd', name: 'Cards' }, role }] }, headers);
  const env = { BANK_ID: 'the-client', BANK_SECRET: 'the-secret' };
  return examine({ folder, store: undefined, env }, 'prod');
}

function messageOf({ checks }: Examination, name: string): string {
  return checks.find(({ check }) => check === name)?.message ?? '';
}

function inSeconds(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toUTCString();
}

test('a clock that is minutes off is a problem that says why it matters', async () => {
  const result = await examined({ date: inSeconds(300) });
  expect(result.exitCode).toBe(1);
  expect(messageOf(result, 'clock')).toMatch(
    /^This machine's clock is (299|300|301) s behind the server's\.$/,
  );
  expect(result.checks.flatMap(({ findings }) => findings)).toMatchObject([
    { code: 'clock.off', hint: expect.stringContaining('Set the clock of this machine') },
  ]);
});

test('half a minute is told, and is fine', async () => {
  const result = await examined({ date: inSeconds(-30) });
  expect(result.exitCode).toBe(0);
  expect(messageOf(result, 'clock')).toMatch(/^(29|30|31) s ahead of the server's/);
});

test('headers that are not there are said to be missing', async () => {
  const result = await examined({});
  expect(result.checks.find(({ check }) => check === 'clock')).toMatchObject({ state: 'skipped' });
  expect(messageOf(result, 'rate limit')).toBe('the server does not tell it; 300 calls a minute are assumed');
});

test('the variables are named as the mapping names them, the divisions as the org does', async () => {
  const result = await examined({});
  expect(messageOf(result, 'credentials')).toBe('BANK_ID and BANK_SECRET are set');
  expect(messageOf(result, 'client')).toBe('the client, with the role Reader in "Cards"');
  expect(messageOf(result, 'divisions')).toBe('only "Cards": what is in others is out of sight');
});
