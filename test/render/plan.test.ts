import { expect, test } from 'vitest';
import type { Operation, Plan } from '../../src/plan/plan.ts';
import { renderPlanMarkdown } from '../../src/render/plan-markdown.ts';
import { renderPlan } from '../../src/render/plan-text.ts';
import { styleFor } from '../../src/render/style.ts';

const ID = '5d1fa0b7-0000-4000-8000-c0ffee000001';

/** An update of one queue in which every text that comes from people is this one. */
function planCalling(name: string): Plan {
  const operation = (action: Operation['action'], type = 'routing_queue'): Operation => ({
    key: `${type}/${encodeURIComponent(name)}`,
    type,
    name,
    live: `${name} here`,
    id: ID,
    action,
    why: name,
    at: { file: `changesets/${name}`, line: 3 },
    before:
      action === 'update'
        ? { '/description': name, '/members/x': null, [`/defaultScripts/${name}`]: null }
        : { '': { name } },
    after:
      action === 'update'
        ? { '/description': `${name}!`, '/members/x': {}, [`/defaultScripts/${name}`]: ID }
        : { '': { name, queueFlow: { id: ID }, description: name } },
    counts: action === 'update' ? { '/members': [1, 2] } : {},
    patch: [],
    inverse: [],
    steps: [],
    dependsOn: [],
    reversible: 'partial',
    losses: [name],
    notes: [name],
  });
  return {
    format: 1,
    id: 'P-20261121-7k2m',
    environment: 'prod',
    organization: { id: ID, name },
    changeset: { name },
    createdAt: '2026-11-21T02:17:00Z',
    files: [],
    artifact: 'sha256:0123456789',
    environmentDigest: 'sha256:0123456789',
    digest: 'sha256:0123456789',
    saw: { names: [], objects: [] },
    operations: [operation('update'), operation('delete'), operation('create')],
    unchanged: [{ key: 'x', type: 'routing_queue', name }],
    skipped: [{ key: 'y', type: 'routing_queue', name, reason: 'only' }],
    labels: { [ID]: name, x: name },
    warnings: [{ code: 'x.y', message: name }],
    calls: { read: 1, write: 2 },
    estimatedSeconds: 3,
  };
}

function asText(plan: Plan): string {
  return renderPlan(plan, { style: styleFor(false), full: true, client: plan.changeset.name, next: [] });
}

const STEERING = /(?!\n)[\p{Cc}\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u;

test.each([
  ['a terminal escape', 'Cards\u001b[2J'],
  ['an eight-bit escape', 'Cards\u009b2J'],
  ['a hyperlink of terminals', '\u001b]8;;http://evil.example\u0007Cards\u001b]8;;\u0007'],
  ['a carriage return', 'Cards\rBilling'],
  ['a change of direction', 'Cards \u202egnikcab'],
  ['characters without width', 'Ca\u200brds\ufeff'],
])('a plan with %s in its names steers neither terminal nor page', (_, name) => {
  const plan = planCalling(name);
  expect(asText(plan)).not.toMatch(STEERING);
  expect(renderPlanMarkdown(plan)).not.toMatch(STEERING);
});

test('a line end in a name makes no line of its own', () => {
  const name = 'Cards\n\n## Approved by security\n  - delete queue "Billing"';
  for (const text of [asText(planCalling(name)), renderPlanMarkdown(planCalling(name))]) {
    expect(text.split('\n').filter((line) => /^(## Approved| {2}- delete queue)/.test(line))).toEqual([]);
  }
});

test.each([
  ['HTML', '<img src=x onerror=alert(1)>', /<(?!\/?(details|summary)>)/],
  ['the end of the folded part', '</summary></details><b>', /<(?!\/?(details|summary)>)/],
  ['an entity', '&lt;b&gt; &#60;', /&(?!amp;|lt;|gt;)/],
  ['a link', '[Cards](http://evil.example)', /(?<!\\)\[|(?<!\\)\]\(/],
  ['a picture', '![x](http://evil.example)', /(?<!\\)!/],
  ['emphasis and code', '**bold** `code` ~~gone~~', /(?<!\\)[*~](?!\*Org|\*Removed|\*Note)(?=bold|~|code)/],
  ['a mention', '@everyone @team/x', /@(?=[a-z])/],
  ['a heading', '# Approved', /(?<!\\)# Approved/],
  ['a backslash before a sign', '\\[x\\](y)', /(?<!\\)(\\\\)*\[x/],
])('in Markdown %s in a name stays text', (_, name, markup) => {
  expect(renderPlanMarkdown(planCalling(name))).not.toMatch(markup);
});

test('in Markdown every row of a table has as many cells as its head', () => {
  const text = renderPlanMarkdown(planCalling('a | b \\| c'));
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  const cells = (row: string): number => row.replace(/\\./g, '').split('|').length - 2;
  expect(rows.map(cells)).toEqual([5, 5, 5, ...rows.slice(3).map(() => 3)]);
  expect(rows.length).toBeGreaterThan(6);
});

test('names of people stand in both, so that they can be found', () => {
  const plan = planCalling('Cards & Billing');
  expect(asText(plan)).toContain('queue "Cards & Billing" = "Cards & Billing here" here');
  expect(renderPlanMarkdown(plan)).toContain('queue “Cards &amp; Billing”');
  expect(asText(plan)).not.toContain(ID);
});

test('several changes of an ordered list read as one: its name once, each item once', () => {
  const plan = planCalling('Cards');
  const rules = [
    { waitSeconds: 30, queue: 'A' },
    { waitSeconds: 60, queue: 'B' },
    { waitSeconds: 90, queue: 'C' },
  ];
  const changed = [
    { waitSeconds: 30, queue: 'A' },
    { waitSeconds: 150, queue: 'D' },
    { waitSeconds: 90, queue: 'E' },
  ];
  const [update] = plan.operations;
  if (!update) throw new Error('the plan has an update');
  const path = '/conditionalGroupRouting/rules';
  const operation = { ...update, before: { [path]: rules }, after: { [path]: changed }, counts: {} };
  const asked = { ...plan, operations: [operation] };
  expect(asText(asked)).toContain(
    [
      '      conditionalGroupRouting.rules    item 2 of 3: waitSeconds 60 → 150      60 s → 2 min 30 s',
      '                                                    queue "B" → "D"',
      '                                       item 3 of 3: queue "C" → "E"',
    ].join('\n'),
  );
  const cells = renderPlanMarkdown(asked)
    .split('\n')
    .filter((line) => /waitSeconds|queue "/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  expect(cells).toEqual([
    ['', 'conditionalGroupRouting.rules', 'item 2 of 3: waitSeconds 60 → 150', '60 s → 2 min 30 s', ''],
    ['', '', 'queue "B" → "D"', '', ''],
    ['', '', 'item 3 of 3: queue "C" → "E"', '', ''],
  ]);
});

test('the notes of an update are in the ticket too', () => {
  const plan = planCalling('Cards');
  const operations = plan.operations.map((operation) => ({ ...operation, notes: ['in use: queue "A"'] }));
  const [, details = ''] =
    /<details>(.*?)<\/details>/s.exec(renderPlanMarkdown({ ...plan, operations })) ?? [];
  expect(details).toContain('\n\nNote: in use: queue "A"\n');
});
