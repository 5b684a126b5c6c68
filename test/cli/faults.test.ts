import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readFaults } from '../../src/cli/faults-file.ts';
import type { ChangesetError, Diagnostic } from '../../src/diagnostics.ts';
import { annotate, casesIn } from '../support/annotated.ts';
import { project, ROOT, type TestProject } from '../support/cli.ts';
import { bytesOf } from '../support/reading.ts';

function read(text: string) {
  return readFaults({ name: 'faults.yaml', bytes: bytesOf(text) });
}

function findings(text: string): readonly Diagnostic[] {
  try {
    read(text);
    return [];
  } catch (error) {
    return (error as ChangesetError).diagnostics;
  }
}

test.each(casesIn(new URL('findings/faults.txt', import.meta.url)))('$about', ({ text, annotated }) => {
  expect(annotate(text, findings(text))).toBe(annotated);
});

const PLAN = `faults:
  - name: lost answer
    when: { method: [POST], path: /api/v2/routing/skills, nth: 1 }
    do: { status: 504, at: after, headers: { Retry-After: "5" } }
  - when: { operationId: getRoutingSkill, times: 2 }
    do: { body: html, status: 200 }
  - when: { path: /api/v2/routing/*, writes: true }
    do: { edit: { path: /api/v2/routing/queues, name: Nobody, patch: { description: null } } }
`;

test('a plan is read as it is written, in YAML and in JSON', () => {
  const plan = read(PLAN);
  expect(plan).toMatchObject([
    { name: 'lost answer', when: { nth: 1 }, do: { status: 504, at: 'after' } },
    { when: { operationId: 'getRoutingSkill' }, do: { body: 'html' } },
    { do: { edit: { patch: { description: null } } } },
  ]);
  expect(read(JSON.stringify({ faults: plan }))).toEqual(plan);
});

/** A served sandbox, stopped when the test ends: where it listens, what it wrote to stderr. */
async function served(made: TestProject, file: string) {
  const words = [join(ROOT, 'dist/cli/main.js'), '-C', made.folder, 'sandbox', 'serve', '--faults', file];
  const child = spawn(process.execPath, [...words, '--json'], { env: { PATH: process.env['PATH'] ?? '' } });
  onTestFinished(() => {
    child.kill('SIGTERM');
  });
  const written = { stderr: '' };
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    written.stderr += text;
  });
  const document = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').once('data', resolve);
    child.once('close', () => reject(new Error(written.stderr)));
  });
  const { url, clientId, clientSecret } = JSON.parse(document).result;
  return { url, clientId, clientSecret, written };
}

test('a served sandbox has the faults of the file, and says which one struck', async () => {
  const made = await project({ 'faults.yaml': PLAN });
  const { url, clientId, clientSecret, written } = await served(made, 'faults.yaml');
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const login = await fetch(`${url}/oauth/token`, { method: 'POST', body: new URLSearchParams(form) });
  const { access_token: token } = (await login.json()) as { access_token: string };
  const create = () =>
    fetch(`${url}/api/v2/routing/skills`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Basque' }),
    });
  const lost = await create();
  expect([lost.status, lost.headers.get('retry-after')]).toEqual([504, '5']);
  expect((await create()).status).toBe(409);
  await expect
    .poll(() => written.stderr.split('\n'))
    .toEqual([
      'fault 3: POST /api/v2/routing/skills: nothing done, no object called Nobody at /api/v2/routing/queues',
      'fault 1 (lost answer): POST /api/v2/routing/skills: {"status":504,"at":"after","headers":{"Retry-After":"5"}}',
      'fault 3: POST /api/v2/routing/skills: nothing done, no object called Nobody at /api/v2/routing/queues',
      '',
    ]);
});

test('a file with errors is refused before anything listens, and so is one that is not there', async () => {
  const made = await project({ 'faults.yaml': 'faults:\n  - when: {}\n    do: { stats: 500 }\n' });
  const bad = await made.run('sandbox', 'serve', '--faults', 'faults.yaml');
  expect(bad.code).toBe(5);
  expect(bad.stderr).toContain('faults.yaml:3:11');
  expect(bad.stderr).toContain('Did you mean');
  const missing = await made.run('sandbox', 'serve', '--faults', 'fault.yaml');
  expect(missing.stderr).toContain('There is no file fault.yaml.');
  expect([missing.code, missing.stdout]).toEqual([5, '']);
});
