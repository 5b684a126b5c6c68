import { describe, expect, test } from 'vitest';
import { RollbackConflict } from '../../src/deploy/rollback.ts';
import type { ChangesetError } from '../../src/diagnostics.ts';
import { differences, idOf, type OrgState, paths } from '../../src/sandbox/index.ts';
import type { EntryFields } from '../support/workbench.ts';
import { type TheirEdits, theirEdits } from './faults.ts';
import { Stage } from './stage.ts';

type JsonObject = TheirEdits['touched'];

const EVE = 'eve.harris@harbour.example';
const ADA = 'ada.lovelace@harbour.example';
const { QUEUES, SCHEDULE_GROUPS, SCHEDULES, USERS, UTILIZATION, DIVISIONS } = paths;
const members = `${QUEUES}/${idOf(QUEUES, 'Cards')}/members`;

interface Case {
  readonly about: string;
  readonly entry: EntryFields;
  /** Where the other client writes, what, and how the message names it. */
  readonly path: string;
  readonly id: string;
  readonly touched: JsonObject;
  readonly untouched: JsonObject;
  readonly field: string;
  readonly hint?: string;
  readonly version?: true;
}

const queue = (name: string): Pick<Case, 'path' | 'id'> => ({ path: QUEUES, id: idOf(QUEUES, name) });
const cards = (set: object): EntryFields => ({ type: 'routing_queue', name: 'Cards', action: 'update', set });

const CASES: readonly Case[] = [
  {
    about: 'a field of a type without a version',
    entry: cards({ description: 'Cards, 24 x 7' }),
    ...queue('Cards'),
    touched: { description: 'theirs' },
    untouched: { callingPartyName: 'theirs' },
    field: 'description',
    hint: 'made it "Cards, 24 x 7"',
  },
  {
    about: 'a field inside another one',
    entry: cards({ acwSettings: { timeoutMs: 15_000 } }),
    ...queue('Cards'),
    touched: { acwSettings: { timeoutMs: 7000 } },
    untouched: { description: 'theirs' },
    field: 'acwSettings.timeoutMs',
    hint: 'made it 15000',
  },
  {
    about: 'a field of a type with a version',
    entry: { type: 'architect_schedules', name: 'Adviser hours', set: { description: 'ours' } },
    path: SCHEDULES,
    id: idOf(SCHEDULES, 'Adviser hours'),
    touched: { description: 'theirs' },
    untouched: { end: '2026-01-01T22:00:00.000' },
    field: 'description',
    hint: 'made it "ours"',
    version: true,
  },
  {
    about: 'a field beside sets, with a version',
    entry: {
      type: 'architect_schedulegroups',
      name: 'Cards hours',
      set: { timeZone: 'Australia/Perth', openSchedules: { add: ['Adviser hours'] } },
    },
    path: SCHEDULE_GROUPS,
    id: idOf(SCHEDULE_GROUPS, 'Cards hours'),
    touched: { timeZone: 'Australia/Darwin' },
    untouched: { holidaySchedules: [{ id: idOf(SCHEDULES, 'Christmas Day') }] },
    field: 'timeZone',
    hint: 'made it "Australia/Perth"',
    version: true,
  },
  {
    about: 'a name',
    entry: { type: 'routing_queue', name: 'Billing', was: 'Old billing' },
    ...queue('Old billing'),
    touched: { name: 'Theirs' },
    untouched: { description: 'theirs' },
    field: 'name',
    hint: 'made it "Billing"',
  },
  {
    about: 'a division',
    entry: { type: 'routing_queue', name: 'General Overflow', action: 'update', set: { division: 'Cards' } },
    ...queue('General Overflow'),
    touched: { division: { id: idOf(DIVISIONS, 'Private Clients') } },
    untouched: { description: 'theirs' },
    field: 'division',
  },
  {
    about: 'an element of a part',
    entry: cards({ members: { change: { [EVE]: { ringNumber: 3 } } } }),
    path: members,
    id: idOf(USERS, EVE),
    touched: { ringNumber: 5 },
    untouched: { joined: false },
    field: `members.${idOf(USERS, EVE)}.ringNumber`,
  },
  {
    about: 'a field with a call of its own',
    entry: { type: 'user', name: ADA, action: 'update', set: { profileSkills: { add: ['Cards'] } } },
    path: USERS,
    id: idOf(USERS, ADA),
    touched: { profileSkills: ['Theirs'] },
    untouched: { title: 'theirs' },
    field: 'profileSkills',
  },
  {
    about: 'settings of the org',
    entry: { type: 'routing_utilization', set: { utilization: { message: { maximumCapacity: 5 } } } },
    path: UTILIZATION,
    id: 'only',
    touched: { utilization: { message: { maximumCapacity: 7 } } },
    untouched: { utilization: { email: { maximumCapacity: 7 } } },
    field: 'utilization.message.maximumCapacity',
    hint: 'made it 5',
  },
  {
    about: 'an object that goes',
    entry: { type: 'routing_queue', name: 'Legacy Chat', action: 'delete' },
    ...queue('Legacy Chat'),
    touched: { description: 'theirs' },
    untouched: {},
    field: 'description',
    hint: 'deleted the object',
  },
];

function merged(into: JsonObject, patch: JsonObject): void {
  for (const [key, value] of Object.entries(patch)) {
    const old = into[key];
    if (isPlain(old) && isPlain(value) && !('id' in value)) merged(old, value);
    else into[key] = value;
  }
}

function isPlain(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function edited({ path, id }: Case, patch: JsonObject): (org: OrgState) => void {
  return ({ collections }) => {
    const documents = collections[path] ?? {};
    const key = id === 'only' ? (Object.keys(documents)[0] ?? '') : id;
    const document = documents[key];
    if (!document) throw new Error(`nothing at ${path}/${key}`);
    merged(document as JsonObject, patch);
  };
}

/** The diagnostic with which a run stopped. */
function told(error: unknown): ChangesetError['diagnostics'][number] | undefined {
  return (error as Partial<ChangesetError> | undefined)?.diagnostics?.[0];
}

describe('what another client wrote after the plan was made, and before the object is read last', () => {
  test.each(CASES)('is never overwritten: $about', async (one) => {
    const stage = await Stage.of([one.entry]);
    await stage.scene(async (scene) => {
      await scene.clock.sleep(60_000); // what was read for the plan is too old by now
      scene.sandbox.edit(edited(one, one.touched));
      const theirs = scene.sandbox.snapshot();
      const ran = await scene.apply();
      expect(told(ran.error)).toMatchObject({ code: 'object.changed' });
      expect(told(ran.error)?.message).toContain(`, ${one.field} since`);
      expect(told(ran.error)?.hint).toContain(one.hint ?? 'made it');
      expect(ran.deployment?.operations[0]?.state).toBe('conflict');
      expect(differences(theirs, scene.sandbox.snapshot())).toEqual([]);
      expect((await scene.rollback()).error).toBeUndefined();
      expect(differences(theirs, scene.sandbox.snapshot())).toEqual([]);
      expect(scene.sandbox.violations).toEqual([]);
    });
  });

  test.each(CASES.filter(({ untouched }) => Object.keys(untouched).length > 0))(
    'stays where the changeset is about something else: $about',
    async (one) => {
      const stage = await Stage.of([one.entry]);
      await stage.scene(async (scene) => {
        await scene.clock.sleep(60_000);
        scene.sandbox.edit(edited(one, one.untouched));
        const theirs = scene.sandbox.snapshot();
        const ran = await scene.apply();
        expect(ran.error).toBeUndefined();
        expect(differences(theirs, scene.sandbox.snapshot())).not.toEqual([]);
        expect((await scene.rollback()).error).toBeUndefined();
        expect(differences(theirs, scene.sandbox.snapshot())).toEqual([]);
        expect(scene.sandbox.violations).toEqual([]);
      });
    },
  );
});

describe('where the platform knows versions, even what came between the last read and the write', () => {
  const versioned = CASES.filter(({ version }) => version);

  test.each(versioned)('is never overwritten: $about', async ({ entry, touched, untouched, field }) => {
    const stage = await Stage.of([entry]);
    const [theirs] = theirEdits({ touched, untouched });
    await stage.scene(async (scene) => {
      if (theirs) scene.sandbox.inject(theirs.rule(1));
      const ran = await scene.apply();
      expect(told(ran.error)).toMatchObject({ code: 'object.changed' });
      expect(told(ran.error)?.message).toContain(`, ${field} since`);
      const since = differences(stage.seed, scene.sandbox.snapshot());
      expect(
        since.every(({ at }) => at.startsWith(`/${field}`)),
        JSON.stringify(since),
      ).toBe(true);
      expect(since).not.toEqual([]);
    });
  });

  test.each(versioned)('is kept beside ours: $about', async ({ entry, touched, untouched }) => {
    const stage = await Stage.of([entry]);
    const [, theirs] = theirEdits({ touched, untouched });
    await stage.scene(async (scene) => {
      if (theirs) scene.sandbox.inject(theirs.rule(1));
      const ran = await scene.apply();
      expect(ran.error).toBeUndefined();
      expect((await scene.rollback()).error).toBeUndefined();
      const left = differences(stage.seed, scene.sandbox.snapshot());
      expect(left.map(({ at }) => at)).toEqual(Object.keys(untouched).map((key) => `/${key}`));
    });
  });
});

describe('what another client wrote over ours', () => {
  test.each(CASES.filter(({ entry }) => entry['action'] !== 'delete'))(
    'stops a rollback, and stays with --on-conflict keep: $about',
    async (one) => {
      const stage = await Stage.of([one.entry]);
      await stage.scene(async (scene) => {
        expect((await scene.apply()).error).toBeUndefined();
        scene.sandbox.edit(edited(one, one.touched));
        const theirs = scene.sandbox.snapshot();
        const stopped = (await scene.rollback()).error;
        expect(stopped).toBeInstanceOf(RollbackConflict);
        expect((stopped as RollbackConflict).conflicts).toMatchObject([
          { path: expect.stringContaining(`/${one.field.split('.')[0]}`), reason: expect.any(String) },
        ]);
        expect(differences(theirs, scene.sandbox.snapshot())).toEqual([]);
        expect((await scene.rollback({ onConflict: 'keep' })).error).toBeUndefined();
        const now = scene.sandbox.snapshot();
        const isTheirs = ({ at }: { at: string }): boolean =>
          Object.hasOwn(one.touched, at.split('/')[1] ?? '');
        expect(differences(theirs, now).filter(isTheirs)).toEqual([]);
        expect(differences(stage.seed, now).filter((other) => !isTheirs(other))).toEqual([]);
      });
    },
  );
});
