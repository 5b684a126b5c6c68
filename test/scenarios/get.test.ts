import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { catalog, isConfigurable } from '../../src/catalog/index.ts';
import { renderEntries } from '../../src/render/entries.ts';
import { type EntryFields, openWorkbench } from '../support/workbench.ts';

const types = [...catalog.values()].filter(isConfigurable).map(({ type }) => type);

/** IDs of the platform: what is printed must not hold any. */
const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

test.each(types)(
  'what get prints of every %s validates, names no ID, and simulating it is empty',
  async (type) => {
    const bench = await openWorkbench();
    const entries = await bench.get(type);
    expect(entries.length, 'the seeded org has some').toBeGreaterThan(0);
    const text = renderEntries('all', entries);
    expect(text.split('\n').filter((line) => !line.trim().startsWith('#') && ID.test(line))).toEqual([]);
    const { changes } = parse(text) as { changes: EntryFields[] };
    const changeable = changes.filter((_, index) => !isFixed(entries[index]?.remarks));
    const plan = await bench.simulate(changeable);
    expect(plan.operations.map(({ key, before, after }) => ({ key, before, after }))).toEqual([]);
    expect(plan.unchanged).toHaveLength(changeable.length);
    expect(bench.sandbox.violations).toEqual([]);
  },
);

function isFixed(remarks: readonly string[] = []): boolean {
  return remarks.some((remark) => remark.startsWith('cannot be changed'));
}
