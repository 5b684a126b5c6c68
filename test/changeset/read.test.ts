import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Entry } from '../../src/changeset/changeset.ts';
import { jsonOf } from '../../src/yaml/node.ts';
import { annotate, brief, casesIn } from '../support/annotated.ts';
import { changeset } from '../support/reading.ts';

test.each(casesIn(new URL('findings/rules.txt', import.meta.url)))('$about', ({ text, annotated }) => {
  expect(annotate(text, changeset(text).diagnostics)).toBe(annotated);
});

function entriesOf(text: string): readonly Entry[] {
  const { changeset: read, diagnostics } = changeset(`name: release-42\nchanges:\n${text}`);
  expect(brief(diagnostics)).toEqual([]);
  return read?.entries ?? [];
}

test('what is written is there, and nothing else', () => {
  const [entry] = entriesOf(`
  - type: routing_queue
    name: Cards
    set:
      description: null
      acwSettings: { timeoutMs: 15000 }
      members: { add: [ada.lovelace@harbour.example], remove: [] }
`);
  expect(entry).toMatchObject({
    type: 'routing_queue',
    name: 'Cards',
    action: 'ensure',
    was: [],
    force: false,
  });
  expect(entry && jsonOf(entry.set)).toEqual({
    description: null,
    acwSettings: { timeoutMs: 15000 },
    members: { add: ['ada.lovelace@harbour.example'], remove: [] },
  });
  expect(entry).not.toHaveProperty('why');
  expect(entry).not.toHaveProperty('only');
});

test('an entry keeps why, only, old names and force', () => {
  const [rename, removal] = entriesOf(`
  - { type: routing_queue, name: Billing, was: [Old billing, Bills], why: New name, only: [dev, prod] }
  - { type: routing_queue, name: Chat, action: delete, force: true }
`);
  expect(rename).toMatchObject({ why: 'New name', only: ['dev', 'prod'] });
  expect(rename?.was.map(({ name, at }) => [name, at.column])).toEqual([
    ['Old billing', 49],
    ['Bills', 62],
  ]);
  expect(removal).toMatchObject({ action: 'delete', force: true });
});

test('names become one entry each, at the place of their own name', () => {
  const entries = entriesOf(`
  - { type: routing_skill, names: [Spanish, French], set: { division: "*x" } }
`);
  expect(entries.map(({ name, at, set }) => [name, at.column, jsonOf(set)])).toEqual([
    ['Spanish', 36, { division: '*x' }],
    ['French', 45, { division: '*x' }],
  ]);
});

test('a map of names says what differs, over what is the same for all', () => {
  const entries = entriesOf(`
  - type: routing_queue
    names:
      Cards: {}
      Billing: { description: Bills, acwSettings: { timeoutMs: 1 } }
      Loans: { description: null }
      Chat: null
    set: { description: All, acwSettings: { wrapupPrompt: OPTIONAL } }
`);
  expect(entries.map(({ name, set }) => [name, jsonOf(set)])).toEqual([
    ['Cards', { description: 'All', acwSettings: { wrapupPrompt: 'OPTIONAL' } }],
    ['Billing', { description: 'Bills', acwSettings: { wrapupPrompt: 'OPTIONAL', timeoutMs: 1 } }],
    ['Loans', { description: null, acwSettings: { wrapupPrompt: 'OPTIONAL' } }],
    ['Chat', { description: 'All', acwSettings: { wrapupPrompt: 'OPTIONAL' } }],
  ]);
});

test('what differs is checked like what does not', () => {
  const { diagnostics } = changeset(`name: x
changes:
  - type: routing_queue
    names:
      Cards: { descripton: a, members: [ada.lovelace@harbour.example] }
`);
  expect(brief(diagnostics)).toEqual(['5:16 field.unknown', '5:40 list.verb']);
});

test.each([
  ['members', 'add: [a@b.example]'],
  ['members', 'add: { a@b.example: {}, c@d.example: { ringNumber: 3 } }'],
  ['members', 'change: { a@b.example: { ringNumber: 3 } }'],
  ['members', 'remove: [a@b.example]'],
  ['members', 'exactly: []'],
  ['members', 'exactly: { a@b.example: null }'],
  ['wrapupCodes', 'add: [Card blocked], remove: [Misc]'],
  ['memberGroups', 'exactly: [{ group: Leads }, { team: Cards }, { routing_skill_group: Spanish }]'],
  ['conditionalGroupRouting', 'rules: { add: [{ queue: A, waitSeconds: 5, groups: [{ group: B }] }] }'],
  ['conditionalGroupRouting', 'rules: { change: [{ where: { queue: A }, set: { queue: B } }] }'],
  ['conditionalGroupRouting', 'rules: { remove: [{ where: { queue: A } }] }'],
  ['conditionalGroupRouting', 'rules: { exactly: [] }'],
  ['conditionalGroupRouting', 'rules: null'],
  [
    'bullseye',
    'rings: [{ expansionCriteria: [{ type: TIMEOUT_SECONDS, threshold: 30 }], memberGroups: [{ group: A }] }]',
  ],
  ['defaultScripts', 'CALL: Inbound script, CHAT: null'],
])('%s takes { %s }', (field, value) => {
  const text = `  - { type: routing_queue, name: Cards, set: { ${field}: { ${value} } } }\n`;
  expect(entriesOf(text)).toHaveLength(1);
});

test.each([
  ['name', '"Cards ${var.country}"'],
  ['name', 'Cards $${x}'],
])('an entry can be called %s: %s', (key, value) => {
  expect(entriesOf(`  - type: routing_queue\n    ${key}: ${value}\n`)).toHaveLength(1);
});

test('a text that is one variable may stand where a number, a switch or a word belongs', () => {
  const [entry] = entriesOf(`
  - type: routing_queue
    name: Cards
    set:
      acwSettings: { timeoutMs: "\${var.ms}", wrapupPrompt: "\${var.prompt}" }
      autoAnswerOnly: \${var.auto}
`);
  expect(entry).toBeDefined();
});

test('what the release says of itself is kept', () => {
  const { changeset: read } = changeset(
    'name: release-42\ndescription: Peak\nowner: routing\nticket: CHG1\nchanges: []\n',
  );
  expect(read).toMatchObject({ name: 'release-42', description: 'Peak', owner: 'routing', ticket: 'CHG1' });
  expect(changeset('name: x\ndescription: null\nchanges: []\n').changeset).not.toHaveProperty('description');
});

test('the changeset of this repository has no findings', () => {
  const bytes = readFileSync(new URL('../../changesets/release-42.yaml', import.meta.url));
  const { changeset: read, diagnostics } = changeset(bytes);
  expect(diagnostics).toEqual([]);
  expect(read?.text).toBe(bytes.toString('utf8'));
  expect(read?.entries).toHaveLength(24);
});

test('all problems of a file are found at once, in the order of its lines', () => {
  const { diagnostics } = changeset(`name: 42
changes:
  - { type: routing_skill, name: 5, was: Five }
  - { type: routing_queue, name: Cards, set: { members: [a], descripton: x }, only: prod }
  - { type: routing_queues, name: Cards }
  - type: user
`);
  expect(brief(diagnostics)).toEqual([
    '1:7 text.number',
    '3:34 text.number',
    '3:42 rename.impossible',
    '4:57 list.verb',
    '4:62 field.unknown',
    '4:85 value.type',
    '5:13 type.unknown',
    '6:5 entry.name',
  ]);
});
