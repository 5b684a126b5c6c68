import { expect, test } from 'vitest';
import { comparable, openWorkbench } from '../support/workbench.ts';

test('a name that a rollback gives away and brings back is no other object in the way', async () => {
  const bench = await openWorkbench();
  const label = { type: 'routing_utilization_label', name: 'Urgent' };
  await bench.apply([label]);
  const before = bench.sandbox.snapshot();
  // The one that is there gets another name, and a new one has its name.
  const { deployment } = await bench.apply([{ ...label, name: 'Very urgent', was: 'Urgent' }, label]);
  const after = bench.sandbox.snapshot();
  const back = await bench.rollback(deployment);
  expect(back.error).toBeUndefined();
  expect(comparable(bench.sandbox.snapshot(), before)).toEqual(comparable(before));
  const again = await bench.rollback(back.deployment);
  expect(again.error).toBeUndefined();
  expect(comparable(bench.sandbox.snapshot(), after)).toEqual(comparable(after));
  expect(bench.sandbox.violations).toEqual([]);
});

test('a trunk does not become one of another kind, which nothing would take back', async () => {
  const bench = await openWorkbench();
  const carrier = (id: string) => ({
    type: 'telephony_providers_edges_trunkbasesettings',
    name: 'New carrier',
    set: { trunkType: 'EXTERNAL', trunkMetabase: { id } },
  });
  await bench.apply([carrier('external_sip.json')]);
  await expect(bench.simulate([carrier('external_sip_pcv_byoc_carrier.json')])).rejects.toMatchObject({
    diagnostics: [{ code: 'field.createOnly' }],
  });
});
