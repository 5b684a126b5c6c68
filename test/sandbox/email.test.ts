import { expect, test } from 'vitest';
import { idOf, paths, refTo, type SandboxOptions } from '../../src/sandbox/index.ts';
import { connect } from './support.ts';

const { EMAIL_DOMAINS, EMAIL_SETTINGS, FLOWS, INTEGRATIONS, LANGUAGES, QUEUES, SKILLS } = paths;
const MAIN = `${EMAIL_DOMAINS}/mail.harbour.example`;
const ROUTES = `${MAIN}/routes`;
const HELLO = idOf(ROUTES, 'hello');
const INBOX = `${QUEUES}/${idOf(QUEUES, 'E-mail Inbox')}`;

test('a domain is created under its own name, which is its id', async () => {
  const { post, get, kinds } = await connect();
  const { status, body } = await post(EMAIL_DOMAINS, { id: 'support.harbour.example' });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    id: 'support.harbour.example',
    subDomain: false,
    mxRecordStatus: 'NOT_AVAILABLE',
  });
  expect((await get(`${EMAIL_DOMAINS}/support.harbour.example`)).body).toEqual(body);
  expect(kinds()).toEqual([]);
});

test.each(['mypurecloud.com', 'usw2.pure.cloud'])(
  'a subdomain gets the suffix of its region: %s',
  async (subDomainSuffix) => {
    const { post, get } = await connect({ switches: { subDomainSuffix } });
    expect((await post(EMAIL_DOMAINS, { id: 'acme', subDomain: true })).body).toMatchObject({
      id: `acme.${subDomainSuffix}`,
      subDomain: true,
    });
    expect((await get(`${EMAIL_DOMAINS}/acme`)).status).toBe(404);
  },
);

test('a domain that exists is refused, and stays what it is', async () => {
  const { post, get } = await connect();
  const before = (await get(MAIN)).body;
  const { status, body } = await post(EMAIL_DOMAINS, { id: before.id });
  expect([status, body.message]).toEqual([400, 'The inbound domain already exists']);
  expect((await get(MAIN)).body).toEqual(before);
});

test.each([
  ['answered', 200],
  ['refusedButMade', 400],
] as const)('a new domain is %s: %d, and there', async (emailDomainCreate, status) => {
  const { post, get } = await connect({ switches: { emailDomainCreate } });
  expect((await post(EMAIL_DOMAINS, { id: 'new.example' })).status).toBe(status);
  expect((await get(`${EMAIL_DOMAINS}/new.example`)).status).toBe(200);
});

test('the settings of a domain wait for a PATCH', async () => {
  const { post, patch, sandbox } = await connect();
  const mailFromSettings = { mailFromDomain: 'bounce.new.example' };
  const { body } = await post(EMAIL_DOMAINS, { id: 'new.example', mailFromSettings });
  expect(body).not.toHaveProperty('mailFromSettings');
  expect(sandbox.violations).toMatchObject([{ kind: 'ignored-change', at: '/mailFromSettings' }]);
  const patched = await patch(`${EMAIL_DOMAINS}/new.example`, {
    mailFromSettings,
    customSMTPServer: refTo(INTEGRATIONS, 'Harbour SMTP'),
    emailSetting: refTo(EMAIL_SETTINGS, 'Bank-wide'),
  });
  expect(patched.body).toMatchObject({
    mailFromSettings,
    customSMTPServer: { name: 'Harbour SMTP' },
    emailSetting: { name: 'Bank-wide' },
    'x-future': { tls: 'required' },
  });
  expect((await patch(MAIN, { customSMTPServer: { id: 'none' } })).status).toBe(400);
});

test('domains are filtered by a text with stars, and without their mail record', async () => {
  const { get, kinds } = await connect();
  const ids = async (query: string) =>
    (await get(`${EMAIL_DOMAINS}?${query}`)).body.entities.map(({ id }) => id);
  expect(await ids('filter=*HARBOUR*')).toHaveLength(2);
  expect(await ids('filter=harbour')).toEqual([]);
  expect(await ids('filter=mail*')).toEqual(['mail.harbour.example']);
  const [plain] = (await get(`${EMAIL_DOMAINS}?excludeStatus=true`)).body.entities;
  expect(plain).not.toHaveProperty('mxRecordStatus');
  expect(kinds()).toEqual([]);
});

test.each([
  ['refused', 409, 200],
  ['accepted', 200, 404],
] as const)('deleting a domain with routes is %s', async (usedEmailDomainDelete, status, after) => {
  const { del, get } = await connect({ switches: { usedEmailDomainDelete } });
  expect((await del(MAIN)).status).toBe(status);
  expect((await get(`${ROUTES}/${HELLO}`)).status).toBe(after);
  const { outboundEmailAddress } = (await get(INBOX)).body;
  expect(outboundEmailAddress).toEqual(
    status === 409 ? expect.objectContaining({ route: expect.anything() }) : {},
  );
});

const NEW = { pattern: 'loans', fromName: 'Harbour Loans' };

test('a route is created, read, replaced and deleted below its domain', async () => {
  const { post, get, put, del, kinds } = await connect();
  const { status, body } = await post(ROUTES, { ...NEW, queue: refTo(QUEUES, 'Home Loans') });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    status: 'Active',
    historyInclusion: 'Optional',
    queue: { name: 'Home Loans' },
  });
  const path = `${ROUTES}/${body.id}`;
  expect(body.selfUri).toBe(path);
  const skills = [refTo(SKILLS, 'Home loans')];
  const language = refTo(LANGUAGES, 'French - Written');
  const { body: replaced } = await put(path, { ...(await get(path)).body, skills, language });
  expect(replaced).toMatchObject({
    skills: [{ name: 'Home loans' }],
    language: { name: 'French - Written' },
  });
  expect((await del(path)).status).toBe(204);
  expect((await get(path)).status).toBe(404);
  expect(kinds()).toEqual([]);
});

test('a route is known in its own domain only, and in none that does not exist', async () => {
  const { get, post } = await connect();
  const other = `${EMAIL_DOMAINS}/harbour.mypurecloud.com/routes`;
  expect((await get(`${other}/${HELLO}`)).status).toBe(404);
  expect((await get(other)).body.total).toBe(1);
  expect((await get(`${EMAIL_DOMAINS}/none.example/routes`)).status).toBe(404);
  expect((await post(`${EMAIL_DOMAINS}/none.example/routes`, NEW)).status).toBe(404);
});

test('a pattern is unique in its domain, not in the org', async () => {
  const { post } = await connect();
  expect((await post(ROUTES, { ...NEW, pattern: 'HELLO' })).status).toBe(409);
  const other = `${EMAIL_DOMAINS}/harbour.mypurecloud.com/routes`;
  expect((await post(other, { ...NEW, pattern: 'hello' })).status).toBe(200);
});

test.each(['pattern', 'fromName'])('a route is not created without %s', async (field) => {
  const { post } = await connect();
  expect((await post(ROUTES, { ...NEW, [field]: undefined })).status).toBe(400);
});

test('a route leads to a queue or to a flow, not to both', async () => {
  const { post } = await connect();
  const both = { queue: refTo(QUEUES, 'Home Loans'), flow: refTo(FLOWS, 'E-mail triage') };
  expect((await post(ROUTES, { ...NEW, ...both })).status).toBe(400);
});

test('the reply address may be the route itself, with its pattern', async () => {
  const { post, put, kinds } = await connect();
  const { body } = await post(ROUTES, { ...NEW, flow: refTo(FLOWS, 'E-mail triage') });
  const path = `${ROUTES}/${body.id}`;
  const domain = { id: 'mail.harbour.example' };
  const reply = (route: unknown) => put(path, { ...body, replyEmailAddress: { domain, route } });
  expect((await reply({ id: body.id })).status).toBe(400);
  expect((await reply({ id: 'none', pattern: 'loans' })).status).toBe(400);
  expect((await reply({ id: body.id, pattern: 'loans' })).body.replyEmailAddress).toMatchObject({
    domain,
    route: { id: body.id, pattern: 'loans', selfUri: path },
  });
  expect(kinds()).toEqual([]);
});

test('sending a route back as it was read changes nothing', async () => {
  const { get, put, kinds } = await connect();
  for (const { id } of (await get(ROUTES)).body.entities) {
    const read = (await get(`${ROUTES}/${id}`)).body;
    expect((await put(`${ROUTES}/${id}`, read)).body).toEqual(read);
  }
  expect(kinds()).toEqual([]);
});

test('fields newer than the contract must come back in a PUT of a route', async () => {
  const { get, put, sandbox } = await connect();
  const { 'x-future': _, ...read } = (await get(`${ROUTES}/${HELLO}`)).body;
  await put(`${ROUTES}/${HELLO}`, read);
  expect(sandbox.violations).toMatchObject([{ kind: 'dropped-field', at: '/x-future' }]);
});

test.each([
  ['found', [200, 200]],
  ['missingOnce', [404, 200]],
] as const)('the first read of a new route: %s', async (newEmailRouteRead, statuses) => {
  const { post, get } = await connect({ switches: { newEmailRouteRead } });
  const path = `${ROUTES}/${(await post(ROUTES, NEW)).body.id}`;
  expect([(await get(path)).status, (await get(path)).status]).toEqual(statuses);
});

test.each([
  ['contains', 'ell', 1],
  ['prefix', 'ell', 0],
  ['prefix', 'hel', 1],
  ['exact', 'hel', 0],
  ['exact', 'HELLO', 1],
] as const)('the pattern filter, %s, finds for %s: %d', async (emailRoutePatternFilter, pattern, total) => {
  const { get } = await connect({ switches: { emailRoutePatternFilter } });
  expect((await get(`${ROUTES}?pattern=${pattern}`)).body.total).toBe(total);
});

/** A queue answers from a route that leads to it. */
async function inCircle(options: SandboxOptions = {}) {
  const connection = await connect(options);
  const queue = (await connection.get(INBOX)).body;
  expect(queue.outboundEmailAddress).toMatchObject({
    domain: { id: 'mail.harbour.example' },
    route: { id: HELLO, selfUri: `${ROUTES}/${HELLO}` },
  });
  return { ...connection, queue };
}

test('a queue answers from a route that leads to it, and both can be sent back', async () => {
  const { queue, put, kinds } = await inCircle();
  expect((await put(INBOX, queue)).status).toBe(200);
  expect(kinds()).toEqual([]);
});

test('a deleted route leaves the queue that answers from it', async () => {
  const { del, get } = await inCircle();
  await del(`${ROUTES}/${HELLO}`);
  expect((await get(INBOX)).body.outboundEmailAddress).not.toHaveProperty('route');
});

test('a queue that a route leads to is deleted only by force', async () => {
  const { del, get } = await inCircle();
  expect((await del(INBOX)).status).toBe(409);
  expect((await del(`${INBOX}?forceDelete=true`)).status).toBe(200);
  expect((await get(`${ROUTES}/${HELLO}`)).body).not.toHaveProperty('queue');
});

test('a setting for domains is created, changed and deleted', async () => {
  const { post, patch, get, del, kinds } = await connect();
  const { body } = await post(EMAIL_SETTINGS, {
    name: 'Strict',
    domains: { allowOutboundToAnyDomainAcd: false },
  });
  const path = `${EMAIL_SETTINGS}/${body.id}`;
  expect((await patch(path, { name: 'Stricter' })).body.name).toBe('Stricter');
  expect((await get(EMAIL_SETTINGS)).body.total).toBe(2);
  expect((await del(path)).status).toBe(200);
  expect(kinds()).toEqual([]);
});
