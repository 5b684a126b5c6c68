import { expect, test } from 'vitest';
import { idOf, paths } from '../../src/sandbox/index.ts';
import { comparable, openWorkbench, type Workbench } from '../support/workbench.ts';

const type = 'responsemanagement_responseasset';
const response = { type: 'responsemanagement_response', in: 'Letters', name: 'Thanks' };
const MAP = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0xff, 0xfe]);
const FILES = { '../assets/map.png': MAP, '../assets/other.png': new Uint8Array([1, 2, 3]) };
const map = { type, name: 'Map.png', set: { file: '../assets/map.png', division: 'Cards' } };
const mention = { ...response, set: { assets: { add: ['Map.png'] } } };

const assetsIn = ({ sandbox }: Workbench) =>
  Object.values(sandbox.snapshot().collections[paths.RESPONSE_ASSETS] ?? {});

test('an asset is made of a file that a response sends along, and goes again', async () => {
  const bench = await openWorkbench({ files: FILES });
  const before = comparable(bench.sandbox.snapshot());
  const plan = await bench.simulate([mention, map]);
  expect(plan.operations.map(({ name, action }) => [action, name])).toEqual([
    ['create', 'Map.png'],
    ['update', 'Thanks'],
  ]);
  const { deployment, error } = await bench.apply([mention, map]);
  expect([error, deployment.state]).toEqual([undefined, 'succeeded']);
  const [made] = assetsIn(bench).filter(({ name }) => name === 'Map.png');
  expect(Buffer.from(String(made?.['content']), 'base64')).toEqual(Buffer.from(MAP));
  expect((await bench.simulate([mention, map])).operations).toEqual([]);
  const undone = await bench.rollback(deployment);
  expect(undone.deployment.state).toBe('succeeded');
  expect(comparable(bench.sandbox.snapshot())).toEqual(before);
  expect(bench.sandbox.violations).toEqual([]);
});

test('no other file takes the place of one: what to do instead is said', async () => {
  const bench = await openWorkbench({ files: FILES });
  await bench.apply([map]);
  await expect(bench.simulate([{ ...map, set: { file: '../assets/other.png' } }])).rejects.toMatchObject({
    diagnostics: [
      {
        code: 'field.createOnly',
        message:
          'The file of a response asset cannot be changed once it exists; it is "7 bytes of image/png".',
        hint: 'Take it out, or delete the response asset and create another one under a new name.',
      },
    ],
  });
});

test('a deleted asset that somebody else has made comes back with its file', async () => {
  const bench = await openWorkbench();
  const before = bench.sandbox.snapshot();
  const { deployment } = await bench.apply([{ type, name: 'Logo.png', action: 'delete' }]);
  expect(assetsIn(bench).map(({ name }) => name)).not.toContain('Logo.png');
  const undone = await bench.rollback(deployment);
  expect([undone.error, undone.deployment.state]).toEqual([undefined, 'succeeded']);
  expect(comparable(bench.sandbox.snapshot(), before)).toEqual(comparable(before));
  expect(bench.sandbox.violations).toEqual([]);
});

test('what the org does not hand out is not deleted: it would be lost', async () => {
  const bench = await openWorkbench({ files: FILES, switches: { responseAssetContent: 'closed' } });
  const own = await bench.apply([map]);
  const { deployment, error } = await bench.apply([{ type, name: 'Logo.png', action: 'delete' }]);
  expect(deployment.state).toBe('failed');
  expect(error).toMatchObject({
    diagnostics: [
      {
        code: 'file.unkept',
        message: expect.stringMatching(
          /^response asset "Logo.png": the file that it has cannot be fetched, and would be lost\. /,
        ),
      },
    ],
  });
  expect(assetsIn(bench).map(({ name }) => name)).toContain('Logo.png');
  // What was made of a file of the project is kept with the deployment that has made it.
  expect((await bench.rollback(own.deployment)).error).toBeUndefined();
});

test('an asset that a response sends along is deleted only after it was taken out there', async () => {
  const bench = await openWorkbench();
  const remove = { type, name: 'Card terms.pdf', action: 'delete' };
  await expect(bench.simulate([remove])).rejects.toMatchObject({
    diagnostics: [{ message: expect.stringContaining('canned response "Lost card"') }],
  });
  const out = {
    type: response.type,
    in: 'Cards answers',
    name: 'Lost card',
    set: { assets: { exactly: [] } },
  };
  const { deployment, error } = await bench.apply([remove, out]);
  expect([error, deployment.state]).toEqual([undefined, 'succeeded']);
  expect((await bench.rollback(deployment)).error).toBeUndefined();
  const [again] = assetsIn(bench).filter(({ name }) => name === 'Card terms.pdf');
  const all = bench.sandbox.snapshot().collections[paths.RESPONSES] ?? {};
  expect(all[idOf(paths.RESPONSES, 'Lost card')]).toMatchObject({ assets: [{ id: again?.id }] });
  expect(bench.sandbox.violations).toEqual([]);
});

test('a file that the platform does not take is told in its words, and nothing is left', async () => {
  const bench = await openWorkbench({ files: FILES });
  const { deployment, error } = await bench.apply([
    { type, name: 'run.exe', set: { file: '../assets/map.png' } },
  ]);
  expect(deployment.state).toBe('failed');
  expect(error).toMatchObject({
    diagnostics: [
      {
        code: 'job.failed',
        message:
          'Genesys Cloud could not take the file of response asset "run.exe":\nFiles of this type are not allowed: run.exe.\nfile.type.not.allowed',
      },
    ],
  });
  expect(assetsIn(bench).map(({ name }) => name)).not.toContain('run.exe');
});

test.each(['before', 'after'] as const)('an upload cut off %s it arrived makes one asset', async (when) => {
  const fault = { when: { path: '/storage/*', nth: 1 }, do: { reset: when } } as const;
  const bench = await openWorkbench({ files: FILES, faults: [fault] });
  const { deployment, error } = await bench.apply([map]);
  expect([error, deployment.state]).toEqual([undefined, 'succeeded']);
  expect(bench.sandbox.struck).toHaveLength(1);
  expect(assetsIn(bench).filter(({ name }) => name === 'Map.png')).toHaveLength(1);
});

test('live assets are written as entries without their files', async () => {
  const bench = await openWorkbench();
  const logo = (await bench.get(type)).find(({ name }) => name === 'Logo.png');
  expect(logo).toMatchObject({
    set: { division: { home: true } },
    remarks: [expect.stringContaining('a file for responses')],
  });
});
