import { expect, test } from 'vitest';
import { idOf, paths } from '../../src/sandbox/index.ts';
import { scriptOf } from '../../src/sandbox/seed/architect.ts';
import { comparable, openWorkbench, type Workbench } from '../support/workbench.ts';

const type = 'script';
const FILES = {
  '../scripts/first.script': scriptOf('First', 'b5a1f0de-0000-4000-8000-00000000dev0'),
  '../scripts/second.script': scriptOf('Second'),
  '../scripts/broken.script': '{"pages": []}',
};
const first = { type, name: 'Intake', set: { file: '../scripts/first.script', division: 'Cards' } };
const second = { type, name: 'Intake', set: { file: '../scripts/second.script' } };

const scriptsIn = ({ sandbox }: Workbench) =>
  Object.values(sandbox.snapshot().collections[paths.SCRIPTS] ?? {});
const contentOf = (bench: Workbench, name: string): string[] =>
  scriptsIn(bench)
    .filter((script) => script['name'] === name)
    .map(({ content }) => Buffer.from(String(content), 'base64').toString());

test('a script is imported, published, changed and taken back', async () => {
  const bench = await openWorkbench({ files: FILES });
  const before = bench.sandbox.snapshot();
  const queue = { type: 'routing_queue', name: 'Cards', set: { defaultScripts: { CALL: 'Intake' } } };
  const plan = await bench.simulate([queue, first]);
  expect(plan.operations.map(({ name, action }) => [action, name])).toEqual([
    ['create', 'Intake'],
    ['update', 'Cards'],
  ]);
  expect(plan.operations[0]?.notes).toEqual([
    'cannot check what scripts/first.script looks up: IDs of the organization b5a1f0de-0000-4000-8000-00000000dev0, which are not translated, on line 1',
  ]);
  const made = await bench.apply([queue, first]);
  expect([made.error, made.deployment.state]).toEqual([undefined, 'succeeded']);
  expect(contentOf(bench, 'Intake')).toEqual([FILES['../scripts/first.script']]);
  expect(scriptsIn(bench).find(({ name }) => name === 'Intake')).toMatchObject({
    publishedDate: expect.any(String),
    division: { id: idOf(paths.DIVISIONS, 'Cards') },
  });
  expect((await bench.simulate([queue, first])).operations).toEqual([]);

  const changed = await bench.apply([second]);
  expect([changed.error, changed.deployment.state]).toEqual([undefined, 'succeeded']);
  expect(contentOf(bench, 'Intake')).toEqual([FILES['../scripts/second.script']]);
  expect((await bench.rollback(changed.deployment)).error).toBeUndefined();
  expect(contentOf(bench, 'Intake')).toEqual([FILES['../scripts/first.script']]);
  expect((await bench.simulate([queue, first])).operations).toEqual([]);
  expect((await bench.rollback(made.deployment)).error).toBeUndefined();
  expect(comparable(bench.sandbox.snapshot(), before)).toEqual(comparable(before));
  expect(bench.sandbox.violations).toEqual([]);
});

test('what somebody else has made is exported before another file takes its place, or it goes', async () => {
  const bench = await openWorkbench({ files: FILES });
  const before = bench.sandbox.snapshot();
  const entries = [
    { type, name: 'Lost card', set: { file: '../scripts/second.script' } },
    { type, name: 'Complaint intake', action: 'delete' },
  ];
  const plan = await bench.simulate(entries);
  expect(plan.operations.find(({ name }) => name === 'Lost card')?.notes).toContainEqual(
    expect.stringMatching(/^the org has version .*, published .*, which is not from this tool$/),
  );
  const { deployment, error } = await bench.apply(entries);
  expect([error, deployment.state]).toEqual([undefined, 'succeeded']);
  expect((await bench.rollback(deployment)).error).toBeUndefined();
  expect(comparable(bench.sandbox.snapshot(), before)).toEqual(comparable(before));
  expect(bench.sandbox.violations).toEqual([]);
});

test('a file that cannot be imported is told in the words of the platform, and nothing is left', async () => {
  const bench = await openWorkbench({ files: FILES });
  const { deployment, error } = await bench.apply([
    { type, name: 'Broken', set: { file: '../scripts/broken.script' } },
  ]);
  expect(deployment.state).toBe('failed');
  expect(error).toMatchObject({
    diagnostics: [
      {
        code: 'job.failed',
        message: 'Genesys Cloud could not import script "Broken":\nThe file is no exported script.',
      },
    ],
  });
  expect(contentOf(bench, 'Broken')).toEqual([]);
});

test('scripts that are built in are never changed', async () => {
  const bench = await openWorkbench({ files: FILES });
  const name = 'Default Inbound Script';
  await expect(bench.simulate([{ ...second, name }])).rejects.toThrow(
    'this script is built into Genesys Cloud: it can be referred to, not changed.',
  );
});

test('where the org has no call that deletes one, that is said with what to do', async () => {
  const bench = await openWorkbench({ files: FILES, switches: { scriptDelete: 'refused' } });
  const made = await bench.apply([second]);
  const undone = await bench.rollback(made.deployment);
  expect(undone.deployment.state).toBe('failed');
  expect(undone.error).toMatchObject({
    diagnostics: [
      {
        code: 'delete.undocumented',
        message: expect.stringMatching(
          /^Genesys Cloud documents no call that deletes a script, and this org refuses .* script "Intake" is still there\.$/,
        ),
        hint: expect.stringContaining('Delete it in Genesys Cloud itself'),
      },
    ],
  });
  expect(contentOf(bench, 'Intake')).toHaveLength(1);
});

test('an import whose answer is lost is not sent twice: the script is found by its name', async () => {
  const fault = { when: { path: '/uploads/v2/scripter', nth: 1 }, do: { reset: 'after' } } as const;
  const bench = await openWorkbench({ files: FILES, faults: [fault] });
  const { deployment, error } = await bench.apply([second]);
  expect([error, deployment.state]).toEqual([undefined, 'succeeded']);
  expect(bench.sandbox.struck).toHaveLength(1);
  expect(contentOf(bench, 'Intake')).toEqual([FILES['../scripts/second.script']]);
  expect((await bench.rollback(deployment)).error).toBeUndefined();
  expect(contentOf(bench, 'Intake')).toEqual([]);
  expect(bench.sandbox.violations).toEqual([]);
});

test('of a change whose answer is lost nobody can tell whose it is: a person decides', async () => {
  const fault = { when: { path: '/uploads/v2/scripter', nth: 1 }, do: { reset: 'after' } } as const;
  const bench = await openWorkbench({ files: FILES, faults: [fault] });
  const { deployment, error } = await bench.apply([{ ...second, name: 'Lost card' }]);
  expect(error).toMatchObject({ diagnostics: [{ code: 'upload.failed' }] });
  expect(deployment.operations.map(({ state }) => state)).toEqual(['unknown']);
  await expect(bench.rollback(deployment)).rejects.toThrow('somebody changed it since');
  expect((await bench.rollback(deployment, 'force')).error).toBeUndefined();
  expect(contentOf(bench, 'Lost card')).toEqual([scriptOf('Lost card')]);
});

test('live scripts are written as entries without their files', async () => {
  const bench = await openWorkbench();
  const greeting = (await bench.get(type)).find(({ name }) => name === 'Everyday greeting');
  expect(greeting).toMatchObject({
    set: { division: { home: true } },
    remarks: [expect.stringContaining('an exported script')],
  });
});
