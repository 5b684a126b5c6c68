import { expect, test } from 'vitest';
import { idOf, paths } from '../../src/sandbox/index.ts';
import { connect } from './support.ts';

const { EMAIL_DOMAINS, EMAIL_ROUTES, QUEUES, SMS_ADDRESSES, UTILIZATION } = paths;
const { UTILIZATION_LABELS } = paths;
const ROUTES = `${EMAIL_DOMAINS}/mail.harbour.example/routes`;
const CARDS_ROUTE = `${ROUTES}/${idOf(EMAIL_ROUTES, 'cards')}`;
const VIP = idOf(UTILIZATION_LABELS, 'VIP');

test('the id of an e-mail domain is its name, and a subdomain gets the domain of the region', async () => {
  const { post, get, kinds } = await connect();
  expect((await post(EMAIL_DOMAINS, { id: 'new.example' })).body.id).toBe('new.example');
  const { body } = await post(EMAIL_DOMAINS, { id: 'acme', subDomain: true });
  expect(body.id).toBe('acme.mypurecloud.com.au');
  expect((await get(`${EMAIL_DOMAINS}/acme.mypurecloud.com.au`)).body).toMatchObject({ subDomain: true });
  expect((await post(EMAIL_DOMAINS, { id: 'new.example' })).status).toBe(400);
  expect(kinds()).toEqual([]);
});

test('what a domain sends from is taken by PATCH, not by the create', async () => {
  const { post, patch } = await connect();
  const mailFromSettings = { mailFromDomain: 'out.new.example' };
  const { body } = await post(EMAIL_DOMAINS, { id: 'new.example', mailFromSettings });
  expect(body).not.toHaveProperty('mailFromSettings');
  const changed = await patch(`${EMAIL_DOMAINS}/new.example`, { mailFromSettings });
  expect(changed.body['mailFromSettings']).toEqual({ ...mailFromSettings, status: 'PENDING' });
});

test('the routes of a domain end with it', async () => {
  const { del, get, sandbox } = await connect();
  expect((await get(ROUTES)).body.total).toBe(3);
  expect((await del(`${EMAIL_DOMAINS}/mail.harbour.example`)).status).toBe(200);
  expect((await get(ROUTES)).status).toBe(404);
  expect(sandbox.snapshot().collections[EMAIL_ROUTES]).toEqual({});
});

test('a pattern is taken once in a domain', async () => {
  const { post } = await connect();
  expect((await post(ROUTES, { pattern: 'Cards', fromName: 'x' })).status).toBe(409);
  const other = `${EMAIL_DOMAINS}/harbour.mypurecloud.com.au/routes`;
  expect((await post(other, { pattern: 'cards', fromName: 'x' })).status).toBe(200);
});

test('a route has a queue or a flow, and one that exists', async () => {
  const { get, put } = await connect();
  const { body } = await get(CARDS_ROUTE);
  expect((await put(CARDS_ROUTE, { ...body, queue: { id: 'none' } })).status).toBe(400);
  expect((await put(CARDS_ROUTE, { ...body, flow: { id: idOf(paths.FLOWS, 'Main IVR') } })).status).toBe(400);
  expect((await put(CARDS_ROUTE, { ...body, queue: { id: idOf(QUEUES, 'Complaints') } })).status).toBe(200);
});

test('a reply address names its route by id and pattern', async () => {
  const { get, put } = await connect();
  const { body } = await get(CARDS_ROUTE);
  const domain = { id: 'mail.harbour.example' };
  const target = { id: idOf(EMAIL_ROUTES, 'help') };
  const bare = { ...body, replyEmailAddress: { domain, route: target } };
  expect((await put(CARDS_ROUTE, bare)).status).toBe(400);
  const whole = { ...body, replyEmailAddress: { domain, route: { ...target, pattern: 'help' } } };
  expect((await put(CARDS_ROUTE, whole)).status).toBe(200);
});

test('an SMS address is made and deleted, never changed', async () => {
  const { post, del, get, kinds } = await connect();
  const address = { street: '2 Quay', city: 'Perth', region: 'WA', postalCode: '6000', countryCode: 'AU' };
  const { body } = await post(SMS_ADDRESSES, { name: 'West', ...address, autoCorrectAddress: false });
  expect(body).toMatchObject({ name: 'West', validated: true });
  expect(body).not.toHaveProperty('autoCorrectAddress');
  expect((await del(`${SMS_ADDRESSES}/${body.id}`)).status).toBe(200);
  expect((await get(`${SMS_ADDRESSES}/${body.id}`)).status).toBe(404);
  expect(kinds()).toEqual([]);
});

test('utilization answers every label of the org, with its name', async () => {
  const { get } = await connect();
  const { body } = await get(UTILIZATION);
  const names = Object.values(body['labelUtilizations'] as Record<string, { labelName: string }>);
  expect(names.map(({ labelName }) => labelName).sort()).toEqual([
    'Back office',
    'System Default Label',
    'VIP',
  ]);
});

test('a utilization with a label or a media type that is not known is refused', async () => {
  const { put } = await connect();
  const label = { maximumCapacity: 1, interruptingLabelIds: [] };
  expect((await put(UTILIZATION, { labelUtilizations: { none: label } })).status).toBe(400);
  expect((await put(UTILIZATION, { utilization: { telex: { maximumCapacity: 1 } } })).status).toBe(400);
});

test('a label that interrupts another goes only with forceDelete, and the one of the system never', async () => {
  const { del, get } = await connect();
  expect((await del(`${UTILIZATION_LABELS}/${VIP}`)).status).toBe(409);
  expect((await del(`${UTILIZATION_LABELS}/${VIP}?forceDelete=true`)).status).toBe(200);
  expect((await get(UTILIZATION)).body['labelUtilizations']).not.toHaveProperty(VIP);
  const own = idOf(UTILIZATION_LABELS, 'System Default Label');
  expect((await del(`${UTILIZATION_LABELS}/${own}?forceDelete=true`)).status).toBe(400);
});

test('the names of labels carry no spaces around them', async () => {
  const { post } = await connect();
  expect((await post(UTILIZATION_LABELS, { name: ' VIP ' })).status).toBe(400);
});
