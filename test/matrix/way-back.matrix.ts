import { expect, test } from 'vitest';
import { allStates, wayBack } from '../conformance/conform.ts';
import { FLIPPED } from '../conformance/settings.ts';
import { smallBank } from '../support/small-bank.ts';

const all = await allStates();
const org = smallBank(JSON.stringify(all));

test.each(all.map((states) => [states.type, states] as const))(
  'all states of %s are undone, redone and undone again, with every switch at either setting',
  async (_, states) => {
    for (const settings of [{}, FLIPPED]) await wayBack(states, settings, org, true);
    expect(states.states.length).toBeGreaterThan(0);
  },
);
