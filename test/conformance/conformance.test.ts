import { readdir } from 'node:fs/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { catalog, isConfigurable, typeNamed } from '../../src/catalog/index.ts';
import { conform, coverage, type States } from './conform.ts';

const folder = new URL('./states/', import.meta.url);
const files = (await readdir(folder)).filter((name) => name.endsWith('.ts')).sort();
const all: States[] = await Promise.all(
  files.map(async (name) => ((await import(new URL(name, folder).href)) as { default: States }).default),
);

test('every type that a changeset can configure has its states', () => {
  const configurable = [...catalog.values()].filter(isConfigurable).map(({ type }) => type);
  expect(all.map(({ type }) => type).sort()).toEqual(configurable.sort());
});

describe.each(all)('$type', (states) => {
  test('its states set every writable place, or say why not', () => {
    expect(coverage(states).missing).toEqual([]);
  });

  test('each state is simulated, applied, found done, rolled back and applied again', {
    timeout: 60_000,
  }, async () => {
    await conform(states);
  });
});

afterAll(() => {
  const lines = all.map((states) => {
    const { covered, writable } = coverage(states);
    const gaps = Object.entries({ ...typeNamed(states.type).unsupported, ...states.gaps });
    const lines = gaps.map(([path, reason]) => `\n      not covered: ${path} ${reason}`);
    return `  ${states.type.padEnd(24)} ${String(states.states.length).padStart(3)} states   covered/writable ${covered.length}/${writable + gaps.length}${lines.join('')}`;
  });
  process.stdout.write(`\nconformance\n${lines.join('\n')}\n`);
});
