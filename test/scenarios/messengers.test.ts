import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../src/json/json.ts';
import { valueAt } from '../../src/json/pointer.ts';
import { WEB_CONFIGURATIONS, WEB_DEPLOYMENTS } from '../../src/sandbox/paths.ts';
import { uat } from '../support/uat.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

const type = 'webdeployments_configuration';
const coloured = (primaryColor: string, name = 'Bank messenger') => ({
  type,
  name,
  set: { messenger: { styles: { primaryColor } } },
});
const deployed = (version: string, name = 'harbour.example') => ({
  type: 'webdeployments_deployment',
  name,
  set: { configuration: { id: 'Bank messenger', version } },
});

type Org = Pick<Workbench, 'sandbox'>;

function named({ sandbox }: Org, path: string, name: string): JsonObject {
  const all = Object.values(sandbox.snapshot().collections[path] ?? {}) as JsonObject[];
  return all.find((one) => one['name'] === name) ?? {};
}

/** The numbers of the published versions, and the colour of each. */
function published(bench: Org, name = 'Bank messenger'): Record<string, Json | undefined> {
  const { id } = named(bench, WEB_CONFIGURATIONS, name);
  const versions = bench.sandbox.snapshot().collections[`${WEB_CONFIGURATIONS}/${String(id)}/versions`] ?? {};
  return Object.fromEntries(
    Object.entries(versions).map(([number, one]) => [
      number,
      valueAt(one as JsonObject, '/messenger/styles/primaryColor'),
    ]),
  );
}

const pinOf = (bench: Org, name = 'harbour.example'): Json | undefined =>
  valueAt(named(bench, WEB_DEPLOYMENTS, name), '/configuration/version');

test('a deployment that wants the newest version gets the one that the same changeset publishes', async () => {
  const bench = await openWorkbench();
  // The order of the entries does not matter.
  const entries = [deployed('newest'), coloured('#ff0000')];
  const plan = await bench.simulate(entries);
  expect(plan.operations.map(({ key }) => key)).toEqual([
    'webdeployments_configuration/Bank%20messenger',
    'webdeployments_deployment/harbour.example',
  ]);
  const { error, deployment } = await bench.apply(entries);
  expect(error).toBeUndefined();
  expect(published(bench)).toEqual({ 1: '#123456', 2: '#14305c', 3: '#ff0000' });
  expect(pinOf(bench)).toBe('3');
  expect((await bench.simulate(entries)).operations).toEqual([]);
  // A version never changes: going back publishes what was there before, and names the version that was named.
  expect((await bench.rollback(deployment)).error).toBeUndefined();
  expect(published(bench)).toEqual({ 1: '#123456', 2: '#14305c', 3: '#ff0000', 4: '#14305c' });
  expect(pinOf(bench)).toBe('2');
});

test('a deployment stays at its version until a changeset says otherwise', async () => {
  const bench = await openWorkbench();
  await bench.apply([coloured('#ff0000')]);
  expect(pinOf(bench)).toBe('2');
  const again = await bench.simulate([deployed('newest', 'Branch kiosks')]);
  expect(again.operations.map(({ before, after }) => [before, after])).toEqual([
    [{ '/configuration/version': '1' }, { '/configuration/version': '3' }],
  ]);
});

test('a draft that somebody has left is neither lost nor published', async () => {
  const bench = await openWorkbench();
  bench.sandbox.edit((state) => {
    const draft = Object.values(state.collections[WEB_CONFIGURATIONS] ?? {}).find(
      (one) => one['name'] === 'Bank messenger',
    );
    if (draft) draft['description'] = 'half done';
  });
  const before = published(bench);
  const { error } = await bench.apply([coloured('#ff0000')]);
  expect(String(error)).toContain(
    'Somebody has left a draft of the messenger configuration "Bank messenger"',
  );
  expect(published(bench)).toEqual(before);
  expect(named(bench, WEB_CONFIGURATIONS, 'Bank messenger')['description']).toBe('half done');
});

test('a publication whose answer is lost is not made twice', async () => {
  const bench = await openWorkbench();
  const path = `${WEB_CONFIGURATIONS}/{}/versions/draft/publish`;
  bench.sandbox.inject({ when: { method: 'POST', path, times: 1 }, do: { reset: 'after' } });
  expect((await bench.apply([coloured('#ff0000')])).error).toBeUndefined();
  expect(Object.keys(published(bench))).toEqual(['1', '2', '3']);
});

test('a draft that never becomes active is an error, and nothing is published', async () => {
  const bench = await openWorkbench({ switches: { webActiveMs: 10 * 60_000 } });
  const { error, deployment } = await bench.apply([coloured('#ff0000', 'New one')]);
  expect(String(error)).toContain('has not become active within 60 seconds');
  expect(published(bench, 'New one')).toEqual({});
  expect((await bench.rollback(deployment)).error).toBeUndefined();
  expect(named(bench, WEB_CONFIGURATIONS, 'New one')).toEqual({});
});

test.each([
  ['Bank messenger', { 1: '#123456', 2: '#14305c', 3: '#ff0000' }],
  ['New one', { 1: '#ff0000' }],
])('a run that stops before %s is published goes on where it stopped', async (name, versions) => {
  const text = JSON.stringify({ name: 'colours', changes: [coloured('#ff0000', name)] });
  const { sandbox, made } = await uat({ 'changesets/colours.yaml': text }, undefined, {
    switches: { webActiveMs: 0 },
  });
  const path = `${WEB_CONFIGURATIONS}/{}/versions/draft/publish`;
  sandbox.inject({ when: { method: 'POST', path, times: 1 }, do: { reset: 'before' } });
  const stopped = await made.run('apply', 'uat', 'colours.yaml', '--yes');
  expect(stopped.code).not.toBe(0);
  const id = /uat-\d{8}-[a-z0-9]{4}/.exec(stopped.stderr)?.[0] ?? '';
  const resumed = await made.run('resume', id, '--yes');
  expect([resumed.code, resumed.stderr.includes('was done')]).toEqual([0, false]);
  expect(published({ sandbox }, name)).toEqual(versions);
});
