import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { typeNamed } from '../../src/catalog/index.ts';
import { readChangeset } from '../../src/changeset/read.ts';
import { transportTo } from '../../src/deploy/rehearsal-network.ts';
import { type Rehearsal, type RehearseOptions, readWhole, rehearsePlan } from '../../src/deploy/rehearse.ts';
import { planChangeset } from '../../src/deploy/simulate.ts';
import { openOrg } from '../../src/org/open.ts';
import { type Answered, recording } from '../../src/org/recording.ts';
import { paths, type Sandbox } from '../../src/sandbox/index.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import type { States } from '../conformance/conform.ts';
import { ROOT, SANDBOX_MAPPING } from '../support/cli.ts';
import { uat } from '../support/uat.ts';
import {
  contentsOf,
  type EntryFields,
  environmentOf,
  type Files,
  openWorkbench,
} from '../support/workbench.ts';

interface Given extends RehearseOptions {
  readonly mapping?: Readonly<Record<string, unknown>>;
  /** The files that entries name. */
  readonly files?: Files;
  /** What becomes of the answers before the copy is made of them. */
  readonly heard?: (answers: readonly Answered[]) => readonly Answered[];
}

/** Rehearses a changeset on a copy of a sandbox, as the command does with a live org. */
async function rehearsed(
  sandbox: Sandbox,
  text: string,
  { mapping = {}, files = {}, heard = (answers) => answers, ...options }: Given = {},
): Promise<Rehearsal> {
  const environment = environmentOf(sandbox, mapping);
  const { changeset } = readChangeset('test.yaml', Buffer.from(text));
  if (!changeset) throw new Error('the changeset of the test is wrong');
  const sources = { changeset, environment, contents: contentsOf(files), files: [] };
  const answers: Answered[] = [];
  const org = await openOrg(environment, {
    transport: transportTo(sandbox),
    through: (transport) => recording(transport, answers),
  });
  const planned = await planChangeset(sources, org, new MemoryStore());
  await readWhole(planned, org.session);
  return rehearsePlan(planned.plan, { sources, answers: heard(answers), past: [] }, options);
}

const entriesAsText = (entries: readonly EntryFields[]): string =>
  stringify({ name: 'test', changes: entries }, { aliasDuplicateObjects: false });

const problemsOf = ({ runs }: Rehearsal): unknown[] =>
  runs.flatMap(({ fault, reason, problem }) => (problem ? [{ fault, reason, problem }] : []));

const folder = new URL('../conformance/states/', import.meta.url);
const all: States[] = await Promise.all(
  (await readdir(folder))
    .sort()
    .map(async (name) => ((await import(new URL(name, folder).href)) as { default: States }).default),
);

/** Whether what is new of this type stays for good. */
function isLasting(name: string): boolean {
  const { calls } = typeNamed(name);
  return calls.create !== undefined && calls.remove === undefined;
}

describe('without faults', () => {
  test('going back is proven for objects of every type that can be deleted', {
    timeout: 60_000,
  }, async () => {
    const { sandbox } = await openWorkbench();
    for (const { type, states, files = {}, secrets = {}, mapping: own = {} } of all) {
      if (isLasting(type)) continue;
      // Their values are not at hand: the copy gets others.
      const mapping = {
        ...own,
        secrets: Object.fromEntries(Object.keys(secrets).map((name) => [name, { env: name }])),
      };
      const text = entriesAsText(states[0] ?? []);
      const rehearsal = await rehearsed(sandbox, text, { files, positions: 0, mapping });
      expect(problemsOf(rehearsal), type).toEqual([]);
      expect(rehearsal, type).toMatchObject({ proven: true, left: [] });
    }
  });

  test('a role that somebody lets go of and that is deleted then is held by nobody else in the copy', async () => {
    const { sandbox } = await openWorkbench({ switches: { roleSubjects: 'inheriting' } });
    const text = entriesAsText([
      { type: 'group', name: 'Service desk', action: 'update', set: { roles: { exactly: {} } } },
      { type: 'auth_role', name: 'Skills desk', action: 'delete' },
    ]);
    const rehearsal = await rehearsed(sandbox, text, { positions: 0 });
    expect(problemsOf(rehearsal)).toEqual([]);
    expect(rehearsal).toMatchObject({ proven: true, left: [] });
  });

  test.each([
    'routing_skill_group',
    'team',
    'architect_datatable',
    'architect_grammar',
    'architect_user_prompt',
    'responsemanagement_responseasset',
    'script',
  ])('and for every change of a %s', async (type) => {
    const { states = [], files = {} } = all.find((one) => one.type === type) ?? {};
    const bench = await openWorkbench({ files });
    for (const entries of states) {
      const given = { files, positions: 0 };
      const rehearsal = await rehearsed(bench.sandbox, entriesAsText(entries), given);
      expect(problemsOf(rehearsal)).toEqual([]);
      await bench.apply(entries);
    }
  });
});

test('what is listed with the name of something else is as it was on the copy', async () => {
  const { sandbox } = await openWorkbench();
  const type = 'flow_loglevel';
  const text = entriesAsText([
    { type, name: 'Cards IVR', set: { logLevelCharacteristics: { level: 'All' } } },
    { type, name: 'E-mail triage', action: 'delete' },
  ]);
  const rehearsal = await rehearsed(sandbox, text);
  expect(problemsOf(rehearsal)).toEqual([]);
  expect(rehearsal).toMatchObject({ proven: true, writes: 2 });
});

describe('with faults', () => {
  test('release-42 is undone, whichever call is lost or throttled', { timeout: 60_000 }, async () => {
    const { sandbox } = await openWorkbench();
    const variables = {
      overflowWaitSeconds: 90,
      cardsNumber: '+61290001042',
      emailDomain: 'mail.harbour.example',
    };
    const text = await readFile(join(ROOT, 'changesets', 'release-42.yaml'), 'utf8');
    const entries = text.replaceAll('only: [prod, sandbox]', 'only: [test]');
    const rehearsal = await rehearsed(sandbox, entries, { mapping: { variables }, positions: 3 });
    expect(rehearsal.writes).toBe(39);
    expect(rehearsal.runs).toHaveLength(13);
    expect(problemsOf(rehearsal)).toEqual([]);
  });

  test('updates are undone wherever the platform stops taking writes', async () => {
    const { sandbox } = await openWorkbench();
    const text = entriesAsText([
      { type: 'routing_queue', names: ['Cards', 'Wealth'], action: 'update', set: { description: 'New' } },
      { type: 'routing_queue', name: 'Billing', was: 'Old billing' },
    ]);
    const rehearsal = await rehearsed(sandbox, text);
    expect(problemsOf(rehearsal)).toEqual([]);
    expect(rehearsal).toMatchObject({ proven: true, writes: 3 });
    expect(rehearsal.runs.map(({ ended }) => ended).filter((ended) => ended === 'stopped')).toHaveLength(3);
  });

  test('a create whose answer is lost is known as a rollback finds it', async () => {
    const { sandbox } = await openWorkbench();
    const [entries = []] = all.find(({ type }) => type === 'routing_skill_group')?.states ?? [];
    const { runs } = await rehearsed(sandbox, entriesAsText(entries));
    const lost = runs.filter(({ fault }) => fault?.kind === 'answer lost');
    expect(lost.length).toBeGreaterThan(0);
    expect(lost.map(({ problem }) => problem)).toEqual(lost.map(() => undefined));
  });
});

test('a copy on which the plan is another one proves nothing, and says which operations differ', async () => {
  const { sandbox } = await openWorkbench();
  const text = entriesAsText([{ type: 'routing_skill', names: ['Spanish', 'Card disputes'] }]);
  const rehearsal = await rehearsed(sandbox, text, {
    heard: (answers) => answers.filter(({ path }) => path !== paths.SKILLS),
  });
  expect(rehearsal.proven).toBe(false);
  expect(rehearsal.runs).toHaveLength(1);
  expect(problemsOf(rehearsal)).toMatchObject([
    { problem: { at: 'plan', message: expect.stringContaining('routing_skill/Spanish') } },
  ]);
});

describe('changeset rehearse', () => {
  const CHANGESET =
    'name: night\nchanges:\n  - { type: routing_queue, name: Cards, action: update, set: { description: New } }\n';

  test('only reads the live org, and saves nothing', async () => {
    const { sandbox, made } = await uat({ 'changesets/night.yaml': CHANGESET });
    const before = sandbox.snapshot();
    const { code, stdout } = await made.run('rehearse', 'uat', 'night.yaml');
    expect(stdout).toContain(
      'Going back is proven: 1 of 1 writes undone, 4 runs with faults, org as before each time.',
    );
    expect(code).toBe(0);
    expect(sandbox.requests.filter(({ method }) => method !== 'GET').map(({ path }) => path)).toEqual([
      '/oauth/token',
    ]);
    expect(sandbox.snapshot()).toEqual(before);
    expect(existsSync(join(made.folder, '.genesys-changeset'))).toBe(false);
  });

  test('names the client, and shows neither its secret nor a token', async () => {
    const { sandbox, made } = await uat({ 'changesets/night.yaml': CHANGESET });
    const { stdout, stderr } = await made.run('rehearse', 'uat', 'night.yaml', '--json');
    expect(`${stdout}${stderr}`).not.toContain(sandbox.client.secret);
    expect(JSON.parse(stdout)).toMatchObject({
      command: 'rehearse',
      ok: true,
      result: { proven: true, writes: 1, runs: expect.any(Array), copied: { queue: expect.any(Number) } },
    });
  });

  test('rehearses with the rights that the client has', async () => {
    const { made } = await uat({ 'changesets/night.yaml': CHANGESET }, [
      { role: 'Reader', permissions: ['*:*:view'], divisions: ['*'] },
    ]);
    const { code, stderr } = await made.run('rehearse', 'uat', 'night.yaml');
    expect(code).toBe(4);
    expect(stderr).toContain('lacks routing:queue:edit');
  });

  test('has nothing to do where nothing would change', async () => {
    const { made } = await uat({ 'changesets/night.yaml': CHANGESET.replace('New', 'Cards') });
    const { code, stdout } = await made.run('rehearse', 'uat', 'night.yaml');
    expect(stdout).toContain('Nothing to change, so there is nothing to rehearse.');
    expect(code).toBe(0);
  });

  test('works for the sandbox of the project', { timeout: 30_000 }, async () => {
    const holidays = await readFile(join(ROOT, 'changesets', 'holidays-2026.yaml'), 'utf8');
    const { made } = await uat({
      'changesets/holidays-2026.yaml': holidays,
      'mappings/sandbox.yaml': SANDBOX_MAPPING,
    });
    const { code, stdout } = await made.run('rehearse', 'sandbox', 'holidays-2026.yaml');
    expect(stdout).toMatch(/Going back is proven: 5 of 5 writes undone, 20 runs with faults/);
    expect(code).toBe(0);
  });
});
