import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Grant, idOf, paths, type Sandbox } from '../../src/sandbox/index.ts';
import { type JsonResult, project } from '../support/cli.ts';
import { uat } from '../support/uat.ts';

const CARDS = idOf(paths.DIVISIONS, 'Cards');

const narrow: Grant[] = [
  { role: 'Reader', permissions: ['*:*:view', 'routing:skill:*'], divisions: ['*'] },
  { role: 'Cards editor', permissions: ['routing:queue:edit', 'routing:queue:add'], divisions: [CARDS] },
];

/** `check state`, in order. */
function states({ result }: JsonResult): string[] {
  return result.checks.map(({ check, state }: { check: string; state: string }) => `${check} ${state}`);
}

function callsOf(sandbox: Sandbox): string[] {
  return sandbox.requests.map(({ method, path }) => `${method} ${path}`);
}

/** The line of a check with those below it that say what to do. */
function lineOf(stdout: string, check: string): string {
  return new RegExp(`^  . ${check} .*(\\n {18}.*)*`, 'm').exec(stdout)?.[0] ?? '';
}

test('an environment in which all is well', async () => {
  const made = await project();
  const { code, stdout, stderr } = await made.run('doctor', 'sandbox');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout.replaceAll(made.folder, '')).toBe(`doctor sandbox · nothing is written to the org

  ✓ mapping       mappings/sandbox.yaml is valid
  ✓ credentials   the sandbox brings its own
  ✓ log-in        the sandbox let the client in
  ✓ organization  Harbour Bank (7c1d3f52-9b0e-4a6d-8f21-3e5a9c40b7d6), as the mapping says
  ✓ clock         agrees with the server's (60 s off is the most: plans are good for an hour by it)
  ✓ store         /.genesys-changeset can be written; no deployments yet
  ✓ lock          nobody has it
  ✓ client        "cc-deployer", with the role Deployment in all divisions
  ✓ divisions     all
  ✓ rate limit    300 calls a minute, 3 of them used in this one

  the client may                                  read     create   update   delete
  architect_datatable                             yes      yes      yes      yes
  architect_emergencygroup                        yes      yes      yes      yes
  architect_grammar                               yes      yes      yes      yes
  architect_ivr                                   yes      yes      yes      yes
  architect_schedulegroups                        yes      yes      yes      yes
  architect_schedules                             yes      yes      yes      yes
  architect_user_prompt                           yes      yes      yes      yes
  auth_division                                   yes      yes      yes      yes
  auth_role                                       yes      yes      yes      yes
  flow                                            yes      yes      yes      yes
  flow_loglevel                                   yes      yes      yes      yes
  flow_milestone                                  yes      yes      yes      yes
  flow_outcome                                    yes      yes      yes      -
  group                                           yes      yes      yes      yes
  integration                                     yes      yes      yes      yes
  integration_action                              yes      yes      yes      yes
  integration_credential                          yes      yes      yes      yes
  integration_custom_auth_action                  yes      -        yes      -
  location                                        yes      yes      yes      yes
  oauth_client                                    yes      yes      yes      yes
  processautomation_trigger                       yes      yes      yes      yes
  responsemanagement_library                      yes      yes      yes      yes
  responsemanagement_response                     yes      yes      yes      yes
  responsemanagement_responseasset                yes      yes      yes      yes
  routing_email_domain                            yes      yes      yes      yes
  routing_email_route                             yes      yes      yes      yes
  routing_language                                yes      yes      -        yes
  routing_queue                                   yes      yes      yes      yes
  routing_settings                                yes      -        yes      -
  routing_skill                                   yes      yes      yes      yes
  routing_skill_group                             yes      yes      yes      yes
  routing_sms_address                             yes      yes      -        yes
  routing_utilization                             yes      -        yes      -
  routing_utilization_label                       yes      yes      yes      yes
  routing_wrapupcode                              yes      yes      yes      yes
  script                                          yes      yes      yes      ?
  team                                            yes      yes      yes      yes
  telephony_providers_edges_did_pool              yes      yes      yes      yes
  telephony_providers_edges_edge_group            yes      yes      yes      yes
  telephony_providers_edges_extension_pool        yes      yes      yes      yes
  telephony_providers_edges_site                  yes      yes      yes      yes
  telephony_providers_edges_site_outbound_route   yes      yes      yes      yes
  telephony_providers_edges_trunkbasesettings     yes      yes      yes      yes
  user                                            yes      yes      yes      yes
  webdeployments_configuration                    yes      yes      yes      yes
  webdeployments_deployment                       yes      yes      yes      yes
  ?: Genesys Cloud does not say what it takes
  -: not possible with this type

No problems.
`);
});

test('a client with few rights: its roles, and what it may do with which type', async () => {
  const { sandbox, made } = await uat({}, narrow);
  const { code, stdout } = await made.run('doctor', 'uat');
  expect(code).toBe(0);
  expect(lineOf(stdout, 'credentials')).toContain('UAT_CLIENT_ID and UAT_CLIENT_SECRET are set');
  expect(stdout).not.toContain(made.env['UAT_CLIENT_SECRET']);
  expect(lineOf(stdout, 'client')).toContain(
    '"narrow", with the roles Reader in all divisions, Cards editor in "Cards"',
  );
  expect(stdout).toMatch(/routing_queue +yes +some +some +no$/m);
  expect(stdout).toMatch(/routing_skill +yes +yes +yes +yes$/m);
  expect(stdout).toMatch(/auth_division +yes +no +no +no$/m);
  expect(stdout).toContain('some: only in "Cards"');
  expect(stdout).toMatch(/no: the client lacks [^-]*authorization:division:add,/);
  expect(callsOf(sandbox)).toEqual([
    'POST /oauth/token',
    'GET /api/v2/organizations/me',
    'GET /api/v2/tokens/me',
    'GET /api/v2/authorization/subjects/me',
  ]);
});

test('--json prints one document with everything', async () => {
  const { made } = await uat({}, narrow);
  const { result, ...envelope } = await made.json('doctor', 'uat');
  expect(envelope).toEqual({ schemaVersion: 1, command: 'doctor', ok: true, exitCode: 0, diagnostics: [] });
  expect(result).toMatchObject({
    environment: 'uat',
    client: {
      name: 'narrow',
      roles: [
        { role: 'Reader', divisions: ['*'] },
        { role: 'Cards editor', divisions: ['Cards'] },
      ],
    },
    rateLimit: { allowed: 300, used: expect.any(Number) },
  });
  expect(result.rights.find(({ type }: { type: string }) => type === 'routing_queue')).toEqual({
    type: 'routing_queue',
    read: { may: 'yes' },
    create: { may: 'some', divisions: ['Cards'] },
    update: { may: 'some', divisions: ['Cards'] },
    delete: { may: 'no', lacks: ['routing:queue:delete'] },
  });
});

test('the org is not the one of the mapping: exit code 6 after one call', async () => {
  const { sandbox, made } = await uat({});
  const mapping = await readFile(join(made.folder, 'mappings/uat.yaml'), 'utf8');
  const other = '5d1fa0b7-77c4-4f2e-8a44-0b6b1c9d2e10';
  await made.write('mappings/uat.yaml', mapping.replace(sandbox.organizationId, other));
  const asked = await made.json('doctor', 'uat');
  expect([asked.exitCode, asked.ok]).toEqual([6, false]);
  expect(asked.diagnostics).toMatchObject([{ severity: 'error', code: 'organization.wrong' }]);
  expect(states(asked)).toEqual([
    'mapping ok',
    'credentials ok',
    'log-in ok',
    'organization problem',
    'clock skipped',
    'store ok',
    'lock ok',
    'client skipped',
    'divisions skipped',
    'rate limit skipped',
  ]);
  expect(callsOf(sandbox)).toEqual(['POST /oauth/token', 'GET /api/v2/organizations/me']);
});

test('variables that are not set are named: exit code 5, and no org is asked', async () => {
  const { sandbox, made } = await uat({});
  delete made.env['UAT_CLIENT_SECRET'];
  const { code, stdout, stderr } = await made.run('doctor', 'uat');
  expect([code, stderr]).toEqual([5, '']);
  expect(lineOf(stdout, 'credentials')).toMatch(/✗ .*UAT_CLIENT_SECRET is not set\.\n +Export the client ID/);
  expect(lineOf(stdout, 'mapping')).toContain('✓');
  expect(lineOf(stdout, 'store')).toContain('✓');
  expect(stdout).toContain('1 problem.');
  expect(callsOf(sandbox)).toEqual([]);
});

test('a mapping with mistakes: exit code 5, each in its place', async () => {
  const made = await project({ 'mappings/bad.yaml': 'environment: bad\nregion: 5\ncolour: red\n' });
  const { code, stdout, stderr } = await made.run('doctor', 'bad');
  expect(code).toBe(5);
  expect(lineOf(stdout, 'mapping')).toMatch(/✗ mapping {7}mappings\/bad\.yaml:\d+: .*\(and 1 more\)/);
  expect(stderr).toContain('mappings/bad.yaml:3');
});
