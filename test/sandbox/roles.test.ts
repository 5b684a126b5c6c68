import { expect, test } from 'vitest';
import { servedOperations } from '../../src/sandbox/contract.ts';
import { idOf, paths, refTo } from '../../src/sandbox/index.ts';
import { connect } from './support.ts';

const { DIVISIONS, GROUPS, QUEUES, ROLES, USERS } = paths;
const role = (name: string) => `${ROLES}/${idOf(ROLES, name)}`;
const LEAD = role('Team lead');
const HOME = idOf(DIVISIONS, 'Home');

function policy(domain: string, entityName: string, actionSet: string[], more = {}) {
  return { domain, entityName, actionSet, allowConditions: false, ...more };
}

const NEW = { name: 'Code keeper', permissionPolicies: [policy('routing', 'wrapupCode', ['view'])] };

test('a role is created, read, replaced and deleted', async () => {
  const { post, get, put, del, kinds } = await connect();
  const { status, body } = await post(ROLES, { ...NEW, description: 'Keeps codes' });
  expect(status).toBe(200);
  expect(body).toMatchObject({ default: false, base: false, userCount: 0 });
  const path = `${ROLES}/${body.id}`;
  const permissionPolicies = [policy('routing', 'wrapupCode', ['edit', 'view'])];
  const replaced = await put(path, { ...(await get(path)).body, permissionPolicies });
  expect(replaced.body).toMatchObject({ description: 'Keeps codes', permissionPolicies });
  expect((await del(path)).status).toBe(200);
  expect((await get(path)).status).toBe(404);
  expect(kinds()).toEqual([]);
});

test('fields newer than the contract must come back in a PUT of a role', async () => {
  const { get, put, sandbox } = await connect();
  const { 'x-future': _, ...read } = (await get(LEAD)).body;
  await put(LEAD, read);
  expect(sandbox.violations).toMatchObject([{ kind: 'dropped-field', at: '/x-future' }]);
});

test('a PUT needs none of the fields that only the server sets, and keeps them', async () => {
  const { get, put, kinds } = await connect();
  const path = role('Engage User');
  const {
    id: _,
    selfUri: __,
    default: ___,
    defaultRoleId: ____,
    userCount: _____,
    ...read
  } = (await get(path)).body;
  const { base: ______, roleNeedsUpdate: _______, ...rest } = read;
  expect((await put(path, rest)).body).toMatchObject({
    default: true,
    defaultRoleId: 'engageUser',
    base: false,
  });
  expect(kinds()).toEqual([]);
});

test('a field that only the server sets is kept and recorded when it changes', async () => {
  const { get, put, sandbox } = await connect();
  const read = (await get(LEAD)).body;
  expect((await put(LEAD, { ...read, default: true })).body.default).toBe(false);
  expect(sandbox.violations).toMatchObject([{ kind: 'read-only-changed', at: '/default' }]);
});

test.each([
  ['unique', 409],
  ['free', 200],
] as const)('names of roles are %s', async (roleNames, status) => {
  const { post } = await connect({ switches: { roleNames } });
  expect((await post(ROLES, { ...NEW, name: 'team LEAD' })).status).toBe(status);
});

test.each([
  ['contains', 'lead', 1],
  ['contains', 'admin', 2],
  ['wildcard', 'admin', 1],
  ['wildcard', '*admin*', 2],
  ['exact', 'lead', 0],
  ['exact', 'team lead', 1],
] as const)('the name filter of roles, %s, finds for %s: %d', async (roleNameFilter, name, total) => {
  const { get } = await connect({ switches: { roleNameFilter } });
  expect((await get(`${ROLES}?name=${encodeURIComponent(name)}`)).body.total).toBe(total);
});

test('roles are listed by default role, by permission and without counting users', async () => {
  const { get, kinds } = await connect();
  const employee = (await get(`${ROLES}?defaultRoleId=employee`)).body.entities;
  expect(employee).toMatchObject([{ name: 'employee', default: true, userCount: 11 }]);
  expect((await get(`${ROLES}?permission=routing:skill:assign`)).body.entities).toMatchObject([
    { name: 'Skills desk' },
  ]);
  const [plain] = (await get(`${ROLES}?userCount=false`)).body.entities;
  expect(plain).not.toHaveProperty('userCount');
  expect(kinds()).toEqual([]);
});

test.each([
  ['expanded', ['add', 'delete', 'edit', 'view']],
  ['kept', ['*']],
] as const)('a wildcard of actions comes back %s', async (roleWildcards, actionSet) => {
  const { post } = await connect({ switches: { roleWildcards } });
  const { body } = await post(ROLES, {
    name: 'W',
    permissionPolicies: [policy('routing', 'wrapupCode', ['*'])],
  });
  expect(body.permissionPolicies).toEqual([policy('routing', 'wrapupCode', [...actionSet])]);
});

test('a wildcard of entities stands for all of the domain, and loses its conditions', async () => {
  const { post } = await connect();
  const operands = [{ type: 'QUEUE', queue: refTo(QUEUES, 'Cards') }];
  const resourceConditionNode = { conjunction: 'AND', terms: [{ operator: 'EQ', operands }] };
  const wild = policy('routing', '*', ['view'], { resourceConditionNode });
  const { body } = await post(ROLES, { name: 'W', permissionPolicies: [wild] });
  const policies = body.permissionPolicies as { entityName: string }[];
  expect(policies.map(({ entityName }) => entityName)).toEqual(expect.arrayContaining(['queue', 'skill']));
  for (const one of policies) expect(one).not.toHaveProperty('resourceConditionNode');
});

test('permissions that do not exist are taken', async () => {
  const { post } = await connect();
  const permissionPolicies = [policy('magic', 'wand', ['wave'])];
  expect((await post(ROLES, { name: 'W', permissionPolicies })).body.permissionPolicies).toEqual(
    permissionPolicies,
  );
});

test('conditions refer to queues and users, which must exist', async () => {
  const { get, put, kinds } = await connect();
  const listener = role('Cards listener');
  const read = (await get(listener)).body;
  expect(JSON.stringify(read.permissionPolicies)).toContain('"name":"Cards"');
  expect((await put(listener, read)).status).toBe(200);
  expect(kinds()).toEqual([]);
  const lost = JSON.parse(JSON.stringify(read).replaceAll(idOf(QUEUES, 'Cards'), 'none'));
  expect((await put(listener, lost)).status).toBe(400);
});

test('a default role cannot be deleted, only set back', async () => {
  const { del, get, put, kinds } = await connect();
  const path = role('Engage User');
  const before = (await get(path)).body;
  expect((await del(path)).status).toBe(400);
  await put(path, { ...before, permissionPolicies: [] });
  const { body } = await put(`${ROLES}/default`, [{ id: before.id, name: before.name }]);
  expect(body.entities).toMatchObject([{ permissionPolicies: before.permissionPolicies }]);
  expect((await get(path)).body).toEqual(before);
  expect((await put(`${ROLES}/default`, [{ id: idOf(ROLES, 'Team lead') }])).status).toBe(404);
  expect(kinds()).toEqual([]);
});

test('default roles that are there are left alone, unless they are forced back', async () => {
  const { get, put, send } = await connect();
  const path = role('Engage User');
  await put(path, { ...(await get(path)).body, permissionPolicies: [] });
  expect((await send('POST', `${ROLES}/default`)).body.entities).toHaveLength(4);
  expect((await get(path)).body.permissionPolicies).toEqual([]);
  await send('POST', `${ROLES}/default?force=true`);
  expect((await get(path)).body.permissionPolicies).toHaveLength(2);
});

test('a deleted role is taken from everybody who holds it', async () => {
  const { del, get } = await connect();
  const lead = `/api/v2/authorization/subjects/${idOf(GROUPS, 'Cards team leads')}`;
  expect((await get(lead)).body.grants).toHaveLength(2);
  await del(LEAD);
  expect((await get(lead)).body.grants).toMatchObject([{ role: { name: 'Cards listener' } }]);
});

test('a PATCH changes the named fields of a role', async () => {
  const { patch, kinds } = await connect();
  expect((await patch(LEAD, { description: 'Leads' })).body).toMatchObject({
    name: 'Team lead',
    description: 'Leads',
    permissionPolicies: [{}, {}],
  });
  expect(kinds()).toEqual([]);
});

test('who holds a role is listed as subjects and as users', async () => {
  const { get, kinds } = await connect();
  const subjects = (await get(`${LEAD}/subjectgrants`)).body.entities;
  expect(subjects).toMatchObject([
    { type: 'PC_GROUP', name: 'Cards team leads', divisions: [{ name: 'Cards' }] },
  ]);
  expect((await get(`${LEAD}/users`)).body.total).toBe(0);
  expect((await get(`${role('Queue administrator')}/users`)).body.total).toBe(4);
  expect(kinds()).toEqual([]);
});

test('a role is given to users and taken from them by their ids', async () => {
  const { put, get, kinds } = await connect();
  const ada = idOf(USERS, 'ada.lovelace@harbour.example');
  expect((await put(`${LEAD}/users/add`, [ada])).body).toEqual([ada]);
  expect((await get(`${LEAD}/subjectgrants`)).body.entities).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ id: ada, divisions: [expect.objectContaining({ id: HOME })] }),
    ]),
  );
  expect((await put(`${LEAD}/users/remove`, [ada])).body).toEqual([ada]);
  expect((await get(`${LEAD}/users`)).body.total).toBe(0);
  expect(kinds()).toEqual([]);
});

test('the permissions of the org cover whatever the served operations ask for', async () => {
  const { get, kinds } = await connect();
  const { body } = await get('/api/v2/authorization/permissions?pageSize=100');
  const known = body.entities.flatMap(({ domain, permissionMap }) =>
    Object.entries(permissionMap as Record<string, { action: string }[]>).flatMap(([entity, permissions]) =>
      permissions.map(({ action }) => `${domain}:${entity}:${action}`),
    ),
  );
  const asked = servedOperations().flatMap(({ permissions }) => permissions?.permissions ?? []);
  expect(known).toEqual(expect.arrayContaining(asked.filter((name) => name.includes(':'))));
  expect(kinds()).toEqual([]);
});

test('permissions are narrowed to a domain or to what begins like one', async () => {
  const { get } = await connect();
  const domains = async (query: string) =>
    (await get(`/api/v2/authorization/permissions?${query}`)).body.entities.map(({ domain }) => domain);
  expect(await domains('queryType=domain&query=rout')).toEqual(['routing']);
  expect(await domains('queryType=permission&query=routing:queue:ed')).toEqual(['routing']);
  expect(await domains('queryType=permission&query=nothing:at')).toEqual([]);
});

test('products are listed without any permission', async () => {
  const { get, kinds } = await connect();
  expect((await get('/api/v2/authorization/products')).body.total).toBeGreaterThan(0);
  expect(kinds()).toEqual([]);
});
