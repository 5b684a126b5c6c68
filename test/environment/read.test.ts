import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { changesetName, liveName } from '../../src/environment/environment.ts';
import { readMapping } from '../../src/environment/read.ts';
import { annotate, brief, casesIn } from '../support/annotated.ts';
import { bytesOf, CREDENTIALS, mapping } from '../support/reading.ts';

test.each(casesIn(new URL('findings/mappings.txt', import.meta.url)))('$about', ({ text, annotated }) => {
  const { environment, diagnostics } = mapping(text);
  expect(annotate(text, diagnostics)).toBe(annotated);
  expect(environment).toBeUndefined();
});

const BASE = 'environment: prod\nregion: eu-west-1\ncredentials: { env: GC }\n';

function environmentOf(more: string, env: Record<string, string> = {}) {
  const { environment, diagnostics } = mapping(`${BASE}${more}`, { ...CREDENTIALS, ...env });
  expect(brief(diagnostics)).toEqual([]);
  if (!environment) throw new Error('no environment');
  return environment;
}

test('the mapping of this repository has no findings', () => {
  const bytes = readFileSync(new URL('../../mappings/sandbox.yaml', import.meta.url));
  const { environment, diagnostics } = readMapping('mappings/sandbox.yaml', bytes, {});
  expect(diagnostics).toEqual([]);
  expect(environment).toMatchObject({ name: 'sandbox', sandbox: true, access: undefined });
});

test('names are translated by type, and back', () => {
  const environment = environmentOf(
    'names: { routing_queue: { Cards: Karten, "*": "AU *" }, routing_skill: {} }\n',
  );
  expect(liveName(environment, 'routing_queue', 'Cards')).toBe('Karten');
  expect(liveName(environment, 'routing_queue', 'Loans')).toBe('AU Loans');
  expect(changesetName(environment, 'routing_queue', 'AU Loans')).toBe('Loans');
  expect(liveName(environment, 'routing_skill', 'Cards')).toBe('Cards');
  expect(liveName(environment, 'flow', 'Cards')).toBe('Cards');
});

test('a name may be taken from the environment, once', () => {
  const environment = environmentOf('names: { routing_queue: { Cards: "${env.COUNTRY} cards" } }\n', {
    COUNTRY: '${env.GC_CLIENT_SECRET} $& AU',
  });
  expect(liveName(environment, 'routing_queue', 'Cards')).toBe('${env.GC_CLIENT_SECRET} $& AU cards');
});

test('what the org lacks on purpose, and what only an ID finds', () => {
  const environment = environmentOf(
    'absent: { routing_queue: [Private Banking] }\nids: { flow: { Main: 5d1fa0b7, Other: "${env.ID}" } }\n',
    { ID: 'abc' },
  );
  expect(environment.absent.get('routing_queue')).toEqual(new Set(['Private Banking']));
  expect(environment.ids.get('flow')).toEqual(
    new Map([
      ['Main', '5d1fa0b7'],
      ['Other', 'abc'],
    ]),
  );
});

test('variables keep their type, and texts may come from the environment', () => {
  const environment = environmentOf(
    'variables: { seconds: 90, on: true, half: 0.5, number: "+61290001042", host: "https://${env.HOST}/x", constructor: c }\n',
    { HOST: 'gateway.example' },
  );
  expect([...environment.variables]).toEqual([
    ['seconds', 90],
    ['on', true],
    ['half', 0.5],
    ['number', '+61290001042'],
    ['host', 'https://gateway.example/x'],
    ['constructor', 'c'],
  ]);
});

test('names, IDs and variables may be called like properties that every object has', () => {
  const environment = environmentOf(
    'names: { routing_queue: { constructor: toString } }\nids: { flow: { hasOwnProperty: abc } }\n',
  );
  expect(liveName(environment, 'routing_queue', 'constructor')).toBe('toString');
  expect(liveName(environment, 'routing_queue', 'valueOf')).toBe('valueOf');
  expect(environment.ids.get('flow')?.get('hasOwnProperty')).toBe('abc');
  expect(environment.ids.get('constructor')).toBeUndefined();
});

test.each<[string, Record<string, string>]>([
  ['credentials: { env: GC }', CREDENTIALS],
  ['credentials: { clientId: "${env.A}", clientSecret: "${env.B}" }', { A: 'id', B: 'secret' }],
  ['organizationId: abc', { GENESYSCLOUD_OAUTHCLIENT_ID: 'id', GENESYSCLOUD_OAUTHCLIENT_SECRET: 'secret' }],
])('credentials come from the environment: %s', (line, env) => {
  const { environment } = mapping(`environment: prod\nregion: eu-west-1\n${line}\n`, env);
  expect(environment?.access).toMatchObject({ clientId: 'id', clientSecret: 'secret' });
});

test('without a region in the mapping the one of the environment is taken', () => {
  const text = 'environment: prod\ncredentials: { env: GC }\n';
  const { environment } = mapping(text, { ...CREDENTIALS, GENESYSCLOUD_REGION: 'ap-southeast-2' });
  expect(environment?.access?.apiUrl).toBe('https://api.mypurecloud.com.au');
});

test.each([
  ['https://gateway.example', 'https://gateway.example'],
  ['https://gateway.example/genesys/', 'https://gateway.example/genesys'],
  ['https://gateway.example:8443//', 'https://gateway.example:8443'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['http://localhost:8080/', 'http://localhost:8080'],
  ['http://[::1]:8080', 'http://[::1]:8080'],
])('an address may be %s', (written, url) => {
  const { access } = environmentOf(`apiUrl: "${written}"\nloginUrl: "${written}"\n`);
  expect(access).toMatchObject({ apiUrl: url, loginUrl: url });
});

test.each([
  'http://gateway.example',
  'http://localhost.evil.example',
  'http://127.0.0.1.evil.example',
  'https://user@gateway.example',
  'https://:password@gateway.example',
  'https://gateway.example/?to=evil',
  'https://gateway.example/#x',
  'ftp://gateway.example',
  'file:///etc/passwd',
  'javascript:alert(1)',
  '//gateway.example',
  'gateway.example',
])('credentials are not sent to %s', (written) => {
  for (const key of ['apiUrl', 'loginUrl']) {
    const { environment, diagnostics } = mapping(`${BASE}${key}: "${written}"\n`);
    expect(environment).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toEqual(['url.invalid']);
  }
});

test('an address from the environment is checked like one in the file, and not printed', () => {
  const { diagnostics } = mapping(`${BASE}apiUrl: "\${env.URL}"\n`, {
    ...CREDENTIALS,
    URL: 'https://user:hunter2@gateway.example',
  });
  expect(diagnostics.map(({ code }) => code)).toEqual(['url.invalid']);
  expect(JSON.stringify(diagnostics)).not.toContain('hunter2');
});

test('with both addresses no region is needed', () => {
  const { environment } = mapping(
    'environment: prod\napiUrl: https://a.example\nloginUrl: https://b.example\ncredentials: { env: GC }\n',
  );
  expect(environment?.access).toMatchObject({ apiUrl: 'https://a.example', loginUrl: 'https://b.example' });
});

test('a sandbox needs neither region nor credentials', () => {
  const { environment, diagnostics } = mapping('environment: dev\nsandbox: true\n', {});
  expect(diagnostics).toEqual([]);
  expect(environment).toMatchObject({ sandbox: true, access: undefined });
});

test('a check of the file alone asks for nothing of the environment', () => {
  const text = [
    'environment: prod',
    'region: "${env.REGION}"',
    'apiUrl: "${env.API_URL}"',
    'loginUrl: "https://${env.LOGIN_HOST}"',
    'credentials: { env: GC }',
    'names: { routing_queue: { Cards: "${env.CARDS}" } }',
    'variables: { number: "${env.NUMBER}" }',
    '',
  ].join('\n');
  const { environment, diagnostics } = readMapping('mappings/prod.yaml', bytesOf(text), undefined);
  expect(diagnostics).toEqual([]);
  expect(environment?.name).toBe('prod');
});

test.each([
  'credentials: { clientId: hunter2, clientSecret: hunter2 }',
  'credentials: { clientSecret: hunter2 #x }',
  'credentials: { clientSecret: hunter2: x }',
  'credentials: { clientSecret: [hunter2] }',
  'credentials: { client_secret: hunter2 }',
  'credentials: { env: GC, clientSecret: "hunter2" }',
  'credentials: { "clientSecret": \'hunter2\', env: }',
  'credentials: hunter2',
  'clientSecret: hunter2',
])('a secret in the file is never repeated: %s', (line) => {
  const { environment, diagnostics } = mapping(`environment: prod\nregion: eu-west-1\n${line}\n`);
  expect(environment).toBeUndefined();
  expect(diagnostics.length).toBeGreaterThan(0);
  expect(JSON.stringify(diagnostics)).not.toContain('hunter2');
});
