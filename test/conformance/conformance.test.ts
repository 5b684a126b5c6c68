import { afterAll, describe, expect, test } from 'vitest';
import { catalog, isConfigurable, typeNamed } from '../../src/catalog/index.ts';
import { DEFAULT_SWITCHES, type Switches } from '../../src/sandbox/index.ts';
import { smallBank } from '../support/small-bank.ts';
import { allStates, conform, coverage, wayBack } from './conform.ts';
import { concernsThird, FLIPPED, THIRD } from './settings.ts';

const all = await allStates();
const org = smallBank(JSON.stringify(all));
const TIMEOUT = { timeout: 60_000 };

/** The passes that a type went through. */
const passed = new Map<string, string[]>();

test('no switch is flipped to its default', () => {
  const same = Object.entries(DEFAULT_SWITCHES).filter(
    ([key, value]) => FLIPPED[key as keyof Switches] === value,
  );
  expect(same).toEqual([]);
});

test('every type that a changeset can configure has its states', () => {
  const configurable = [...catalog.values()].filter(isConfigurable).map(({ type }) => type);
  expect(all.map(({ type }) => type).sort()).toEqual(configurable.sort());
});

describe.each(all)('$type', (states) => {
  test('its states set every writable place, or say why not', () => {
    expect(coverage(states).missing).toEqual([]);
  });

  const passes = (...names: string[]) =>
    passed.set(states.type, [...(passed.get(states.type) ?? []), ...names]);

  test('each state is simulated, applied, found done, rolled back and applied again', TIMEOUT, async () => {
    await conform(states, {}, org);
    passes('defaults');
  });

  test('all states are taken back, the last one first', TIMEOUT, async () => {
    await wayBack(states, {}, org);
    passes('the way back');
  });

  test('so it is with every switch at its other settings', TIMEOUT, async () => {
    const requests = await conform(states, FLIPPED, org);
    passes('flipped');
    if (!concernsThird(requests)) return;
    await conform(states, { ...FLIPPED, ...THIRD }, org);
    passes('third settings');
  });
});

afterAll(() => {
  const lines = all.flatMap((states) => {
    const { type, unflipped = {} } = states;
    const { covered, writable } = coverage(states);
    const gaps = Object.entries({ ...typeNamed(type).unsupported, ...states.gaps });
    const counted = `${String(states.states.length).padStart(3)} states`;
    const share = `covered/writable ${covered.length}/${writable + gaps.length}`;
    return [
      `  ${type.padEnd(46)}${counted}   ${share.padEnd(24)}   passed: ${passed.get(type)?.join(', ') ?? 'nothing'}`,
      ...gaps.map(([path, reason]) => `      not covered: ${path} ${reason}`),
      ...Object.entries(unflipped).map(([key, reason]) => `      not flipped: ${key}: ${reason}`),
    ];
  });
  process.stdout.write(`\nconformance\n${lines.join('\n')}\n`);
});
