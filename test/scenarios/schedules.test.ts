import { expect, test } from 'vitest';
import { renderPlanMarkdown } from '../../src/render/plan-markdown.ts';
import { renderPlan } from '../../src/render/plan-text.ts';
import { styleFor } from '../../src/render/style.ts';
import { idOf, paths } from '../../src/sandbox/index.ts';
import { openWorkbench } from '../support/workbench.ts';

const type = 'architect_schedules';
const peak = {
  type,
  name: 'Cards peak hours',
  set: {
    start: '2026-12-01T07:00',
    end: '2026-12-01T23:00',
    rrule: 'FREQ=DAILY;INTERVAL=1;UNTIL=20270115T230000',
  },
};

test('a schedule whose start is no day of its rule is refused before anything is written', async () => {
  const bench = await openWorkbench();
  const set = { ...peak.set, rrule: 'FREQ=WEEKLY;BYDAY=MO' };
  const failure: unknown = await bench.simulate([{ ...peak, set }]).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    diagnostics: [
      {
        code: 'value.refused',
        message: 'start is Tue 1 Dec 2026, but the rrule says every Mon.',
        hint: 'Start on Mon 30 Nov 2026 or Mon 7 Dec 2026, or change the rrule.',
        at: { file: 'test.yaml' },
      },
    ],
  });
});

test('what is wrong with a live schedule already stands in no other change’s way', async () => {
  const bench = await openWorkbench({ switches: { scheduleOffRule: 'accepted' } });
  bench.sandbox.edit(({ collections }) => {
    const schedule = collections[paths.SCHEDULES]?.[idOf(paths.SCHEDULES, 'Weekdays')];
    Object.assign(schedule ?? {}, { start: '2025-01-05T08:00:00.000', end: '2025-01-05T18:00:00.000' });
  });
  const { deployment } = await bench.apply([{ type, name: 'Weekdays', set: { description: 'Other' } }]);
  expect(deployment.state).toBe('succeeded');
});

test('a plan says in words what schedules mean, and the time zone of a schedule group', async () => {
  const bench = await openWorkbench();
  const plan = await bench.simulate([
    peak,
    {
      type,
      name: 'Weekdays',
      set: { end: '2025-01-06T20:00', rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=10' },
    },
    { type, name: 'Nights', set: { description: 'Everybody sleeps' } },
    { type, name: 'Staff meeting', action: 'delete' },
    { type: 'architect_schedulegroups', name: 'Cards hours', set: { openSchedules: { add: [peak.name] } } },
    {
      type: 'architect_schedulegroups',
      name: 'Branch hours',
      set: { timeZone: 'Pacific/Auckland' },
    },
  ]);
  const text = renderPlan(plan, { style: styleFor(false), full: false, next: [] });
  expect(text).toMatch(
    /\+ schedule "Cards peak hours" {3}daily 07:00-23:00, first Tue 1 Dec 2026, last Fri 15 Jan 2027/,
  );
  expect(text).toContain(
    '\n      now: every Mon-Fri 08:00-20:00, first Mon 6 Jan 2025, last Fri 17 Jan 2025\n',
  );
  expect(text).toContain(
    '~ schedule "Nights" (daily 18:00-08:00 the next day, first Wed 1 Jan 2025, without end)',
  );
  expect(text).toContain('- schedule "Staff meeting" (once, Tue 1 Dec 2026 09:00-10:00)');
  expect(text).toContain('~ schedule group "Cards hours" (Australia/Sydney)');
  expect(text).toMatch(/~ schedule group "Branch hours" {3}/);
  expect(text).not.toContain('now: Pacific');
  const page = renderPlanMarkdown(plan);
  expect(page).toContain('“Cards peak hours”: daily 07:00-23:00, first Tue 1 Dec 2026, last Fri 15 Jan 2027');
  expect(page).toContain('Now: every Mon-Fri 08:00-20:00, first Mon 6 Jan 2025, last Fri 17 Jan 2025');
  expect(page).toContain('“Cards hours” (Australia/Sydney)');
});
