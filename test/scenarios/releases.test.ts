import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { comparable, type EntryFields, openWorkbench } from '../support/workbench.ts';

/** A file of this repository, as YAML gives it. */
function file<T>(path: string): T {
  return parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')) as T;
}

const { variables } = file<{ variables: object }>('mappings/sandbox.yaml');

test.each(['release-42', 'holidays-2026'])(
  '%s is simulated, applied, found done and rolled back, with nothing to say against any request',
  async (name) => {
    const { changes } = file<{ changes: EntryFields[] }>(`changesets/${name}.yaml`);
    const entries = changes.map(({ only: _, ...entry }) => entry);
    const bench = await openWorkbench({ mapping: { variables } });
    const before = bench.sandbox.snapshot();
    const plan = await bench.simulate(entries);
    expect(plan.rights?.missing ?? []).toEqual([]);

    const { deployment, error } = await bench.apply(entries);
    expect(error).toBeUndefined();
    expect(deployment.operations.map(({ state }) => state)).toEqual(plan.operations.map(() => 'done'));
    expect((await bench.simulate(entries)).operations).toEqual([]);

    const mark = bench.sandbox.requests.length;
    const undone = await bench.rollback(deployment);
    expect(undone.error).toBeUndefined();
    // In an org of 139 users and groups: none is asked what it refers to.
    expect(bench.sandbox.requests.length - mark).toBeLessThanOrEqual(200);
    expect(comparable(bench.sandbox.snapshot(), before)).toEqual(comparable(before));
    expect(bench.sandbox.violations).toEqual([]);
  },
);

test('release-42 is of at least twelve kinds of object', () => {
  const { changes } = file<{ changes: EntryFields[] }>('changesets/release-42.yaml');
  expect(new Set(changes.map(({ type }) => type)).size).toBeGreaterThanOrEqual(12);
});

test('disputes-line: an IVR, its flow, a prompt, a table and a data action with a credential, there, changed and back', async () => {
  const bytes = (path: string): Buffer =>
    readFileSync(new URL(`../../${path.replace('../', '')}`, import.meta.url));
  const named = [
    '../flows/disputes-line.yaml',
    '../tables/disputes-holidays.csv',
    '../prompts/disputes-closed-fr.wav',
  ];
  const files = Object.fromEntries(named.map((path) => [path, bytes(path)]));
  const { changes } = file<{ changes: EntryFields[] }>('changesets/disputes-line.yaml');
  const bench = await openWorkbench({
    mapping: { variables },
    files,
    secrets: { crmPassword: 'crm-Pa55word' },
    key: 'a key of thirty-two characters or more',
  });
  const before = bench.sandbox.snapshot();
  const first = await bench.apply(changes);
  expect(first.error).toBeUndefined();
  expect(first.deployment.state).toBe('succeeded');
  expect((await bench.simulate(changes)).operations).toEqual([]);

  const between = bench.sandbox.snapshot();
  const flow = named[0] ?? '';
  const changed = String(files[flow]).replace('Welcome to', 'You have reached');
  bench.files = { ...files, [flow]: changed };
  const second = await bench.apply(changes);
  expect(second.error).toBeUndefined();
  expect(second.deployment.operations.map(({ operation }) => operation.key)).toEqual([
    'flow/Disputes%20line',
  ]);
  expect((await bench.simulate(changes)).operations).toEqual([]);

  expect((await bench.rollback(second.deployment)).error).toBeUndefined();
  expect(comparable(bench.sandbox.snapshot(), between)).toEqual(comparable(between));
  expect((await bench.rollback(first.deployment)).error).toBeUndefined();
  expect(comparable(bench.sandbox.snapshot(), before)).toEqual(comparable(before));
  expect(bench.sandbox.violations).toEqual([]);
  expect(JSON.stringify(await bench.store.deployments())).not.toContain('crm-Pa55word');
});
