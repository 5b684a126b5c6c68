import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { apply } from '../../src/deploy/apply.ts';
import { type Check, type Examination, examine } from '../../src/deploy/doctor.ts';
import { rollback } from '../../src/deploy/rollback.ts';
import { simulate } from '../../src/deploy/simulate.ts';
import type { Project } from '../../src/project.ts';
import { project, type TestProject } from '../support/cli.ts';
import { uat } from '../support/uat.ts';

function projectOf({ folder, env }: TestProject): Project {
  return { folder, store: undefined, env };
}

/** The one check that has a problem. */
function problemOf({ checks }: Examination): Check {
  const problems = checks.filter(({ state }) => state === 'problem');
  const [only] = problems;
  if (!only || problems.length > 1) throw new Error(`problems: ${problems.map(({ check }) => check)}`);
  return only;
}

describe('the org', () => {
  test('is not named by the mapping: exit code 5 and the line to paste', async () => {
    const { sandbox, made } = await uat({});
    const path = join(made.folder, 'mappings/uat.yaml');
    await writeFile(path, (await readFile(path, 'utf8')).replace(/organizationId:.*\n/, ''));
    const result = await examine(projectOf(made), 'uat');
    expect(result.exitCode).toBe(5);
    expect(problemOf(result)).toMatchObject({
      check: 'organization',
      findings: [{ hint: expect.stringContaining(`organizationId: ${sandbox.organizationId}`) }],
    });
  });

  test('refuses the secret: exit code 4, and the secret is told to nobody', async () => {
    const { made } = await uat({});
    made.env['UAT_CLIENT_SECRET'] = 'not-the-secret';
    const result = await examine(projectOf(made), 'uat');
    expect(result.exitCode).toBe(4);
    expect(problemOf(result)).toMatchObject({ check: 'log-in' });
    expect(JSON.stringify(result)).not.toContain('not-the-secret');
  });

  test('cannot be reached: exit code 1', async () => {
    const { sandbox, made } = await uat({});
    await sandbox.close();
    const result = await examine(projectOf(made), 'uat');
    expect(result.exitCode).toBe(1);
    expect(problemOf(result)).toMatchObject({
      check: 'log-in',
      findings: [{ code: 'platform.unreachable', hint: expect.stringContaining('Check the network') }],
    });
  });

  test('has given the client no role: exit code 4', async () => {
    const { made } = await uat({}, []);
    const result = await examine(projectOf(made), 'uat');
    expect(result.exitCode).toBe(4);
    expect(problemOf(result).message).toBe('"narrow" has no role, so it may do nothing');
  });
});

describe('the files', () => {
  test('no such environment: exit code 5, and the nearest name', async () => {
    const result = await examine(projectOf(await project()), 'sandbax');
    expect(result.exitCode).toBe(5);
    expect(problemOf(result)).toMatchObject({
      check: 'mapping',
      findings: [{ code: 'environment.unknown', hint: expect.stringContaining('sandbox') }],
    });
  });

  test('a store that cannot be written: exit code 1, and the rest is looked at all the same', async () => {
    const made = await project({ file: 'no folder' });
    const store = join(made.folder, 'file', 'store');
    const result = await examine({ ...projectOf(made), store }, 'sandbox');
    expect(result.exitCode).toBe(1);
    expect(problemOf(result)).toMatchObject({ check: 'store', findings: [{ code: 'store.unwritable' }] });
    expect(result.abilities).not.toEqual([]);
  });

  test('a plan of a newer version: exit code 1', async () => {
    const made = await project();
    const plans = '.genesys-changeset/plans';
    await made.write(`${plans}/P-20261121-7k2m.json`, '{ "format": 2, "id": "P-20261121-7k2m" }');
    const last = '{ "sandbox": { "id": "P-20261121-7k2m", "at": "2026-11-21T02:17:00.000Z" } }';
    await made.write(`${plans}/last.json`, last);
    const result = await examine(projectOf(made), 'sandbox');
    expect(result.exitCode).toBe(1);
    expect(problemOf(result).message).toContain('was written by a newer version of this tool');
  });

  test('a deployment without an end: exit code 9, until it is rolled back', async () => {
    const changes = 'name: first\nchanges:\n  - { type: routing_skill, name: Card disputes }\n';
    const made = await project({ 'changesets/first.yaml': changes });
    const own = projectOf(made);
    const given = { confirm: async () => {} };
    const { plan } = await simulate(own, 'sandbox', 'first.yaml');
    const options = { ...given, planId: plan.id, environment: undefined, unattended: true } as const;
    const { deployment } = await apply(own, { ...options, onFailure: 'stop' });
    const id = deployment?.id ?? '';
    expect(storeLine(await examine(own, 'sandbox'))).toContain('1 deployment, finished');

    const journal = join(made.folder, '.genesys-changeset/deployments', id, 'events.jsonl');
    const lines = (await readFile(journal, 'utf8')).trimEnd().split('\n');
    await writeFile(journal, `${lines.slice(0, -1).join('\n')}\n`);
    const result = await examine(own, 'sandbox');
    expect(result.exitCode).toBe(9);
    expect(problemOf(result)).toMatchObject({
      check: 'store',
      findings: [
        { code: 'deployment.unfinished', hint: expect.stringContaining(`changeset rollback ${id}`) },
      ],
    });

    await rollback(own, { ...given, deploymentId: id, onConflict: 'stop' });
    expect(storeLine(await examine(own, 'sandbox'))).toContain('2 deployments, all finished');
  });
});

function storeLine({ checks }: Examination): string {
  return checks.find(({ check }) => check === 'store')?.message ?? '';
}
