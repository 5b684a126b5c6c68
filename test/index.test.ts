import { expect, test } from 'vitest';
import {
  ChangesetError,
  examine,
  exitCodes,
  getObjects,
  type Project,
  renderEntries,
  simulate,
} from '../src/index.ts';
import { project } from './support/cli.ts';

test('get as a library: live objects as entries, and as a file that changes nothing', async () => {
  const made = await project();
  const own: Project = { folder: made.folder, store: undefined, env: {} };
  const live = await getObjects(own, 'sandbox', 'routing_skill', ['Spanish', 'English']);
  expect(live).toEqual({
    environment: 'sandbox',
    organization: { id: '7c1d3f52-9b0e-4a6d-8f21-3e5a9c40b7d6', name: 'Harbour Bank' },
    entries: ['English', 'Spanish'].map((name) => ({
      type: 'routing_skill',
      name,
      set: { division: { home: true } },
      remarks: [],
    })),
  });
  await made.write('changesets/skills.yaml', renderEntries('skills', live.entries));
  const { plan } = await simulate(own, 'sandbox', 'skills.yaml');
  expect([plan.operations, plan.unchanged.length]).toEqual([[], 2]);
});

test('get as a library throws each name that no object has', async () => {
  const { folder } = await project();
  const error = await getObjects({ folder, store: undefined, env: {} }, 'sandbox', 'routing_skill', [
    'Spansh',
    'Zebra',
  ]).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ChangesetError);
  expect(error).toMatchObject({
    exitCode: exitCodes.invalidInput,
    diagnostics: [{ hint: 'Did you mean "Spanish"?' }, { message: expect.stringContaining('"Zebra"') }],
  });
});

test('doctor as a library: what is wrong is told, not thrown', async () => {
  const { folder } = await project();
  const own: Project = { folder, store: undefined, env: {} };
  const well = await examine(own, 'sandbox');
  expect([well.exitCode, well.checks.filter(({ state }) => state !== 'ok')]).toEqual([exitCodes.done, []]);
  expect(well.abilities.map(({ type }) => type)).toContain('routing_queue');
  const nowhere = await examine(own, 'nowhere');
  expect(nowhere.exitCode).toBe(exitCodes.invalidInput);
  expect(nowhere.checks[0]).toMatchObject({ check: 'mapping', state: 'problem' });
});
