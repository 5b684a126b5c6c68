import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { project, ROOT, run } from '../support/cli.ts';

const CHANGESET = 'name: first\nchanges:\n  - { type: routing_skill, name: Maori }\n';

/** The files of this package, dependencies included, that a run loads: Node's coverage lists every module. */
async function loadedBy(words: readonly string[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'loaded-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  expect((await run(words, { env: { NODE_V8_COVERAGE: folder } })).code).toBe(0);
  const reports = await Promise.all(
    (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')),
  );
  return reports
    .flatMap((text) => (JSON.parse(text) as { result: { url: string }[] }).result)
    .filter(({ url }) => url.startsWith('file:'))
    .map(({ url }) => fileURLToPath(url).slice(ROOT.length));
}

const isSdk = (path: string): boolean => path.includes('purecloud-platform-client-v2');

test('validate never loads the SDK; simulate does, so a load would be seen', async () => {
  const { folder } = await project({ 'changesets/first.yaml': CHANGESET });
  expect((await loadedBy(['-C', folder, 'validate', 'first.yaml'])).filter(isSdk)).toEqual([]);
  const simulate = ['-C', folder, 'simulate', 'sandbox', 'first.yaml'];
  expect((await loadedBy(simulate)).filter(isSdk)).not.toEqual([]);
});

test('validate never loads the recurrence library', async () => {
  const schedule =
    '{ type: architect_schedules, name: A, set: { start: "2026-12-01T07:00", end: "2026-12-01T08:00", rrule: FREQ=DAILY } }';
  const { folder } = await project({ 'changesets/a.yaml': `name: a\nchanges:\n  - ${schedule}\n` });
  const isRecurrence = (path: string): boolean => path.includes('rrule-temporal');
  expect((await loadedBy(['-C', folder, 'validate', 'a.yaml'])).filter(isRecurrence)).toEqual([]);
  const simulate = ['-C', folder, 'simulate', 'sandbox', 'a.yaml'];
  expect((await loadedBy(simulate)).filter(isRecurrence)).not.toEqual([]);
});

test('--version loads nothing but what says it', async () => {
  expect((await loadedBy(['--version'])).sort()).toEqual(['dist/cli/main.js', 'dist/version.js']);
});

test('help loads no types, no planner and no YAML', async () => {
  const { folder } = await project({ 'changesets/first.yaml': CHANGESET });
  const isHeavy = (path: string): boolean => /^dist\/(catalog|plan|yaml)\/|\/node_modules\/yaml\//.test(path);
  expect((await loadedBy(['--help'])).filter(isHeavy)).toEqual([]);
  expect((await loadedBy(['help', 'exit-codes'])).filter(isHeavy)).toEqual([]);
  expect((await loadedBy(['-C', folder, 'validate', 'first.yaml'])).filter(isHeavy)).not.toEqual([]);
});
