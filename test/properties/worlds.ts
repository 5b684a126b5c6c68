import * as fc from 'fast-check';
import {
  addIndividuals,
  addMembers,
  addQueueCodes,
  addTo,
  addUserSkill,
  emptyOrg,
  idOf,
  type OrgState,
  paths,
  refTo,
} from '../../src/sandbox/index.ts';
import type { EntryFields } from '../support/workbench.ts';

/** Names that differ by more than a slip of letters. */
export const divisions = ['Home', 'Cards', 'Lending'] as const;
export const skills = ['English', 'Spanish', 'Samoan'] as const;
export const codes = ['Misc', 'Resolved', 'Complaint', 'Callback'] as const;
export const users = ['ada', 'bob', 'eve', 'grace', 'sam'].map((name) => `${name}@harbour.example`);
export const queues = ['Alpha', 'Bravo', 'Charlie', 'Delta'] as const;
const groups = ['Leads', 'Volunteers'] as const;
const flow = 'In-queue';

/** What stands in the generated org. */
export interface World {
  readonly queues: readonly QueueFacts[];
  readonly userSkills: readonly (readonly [user: string, skill: string, proficiency: number])[];
  readonly codeDivisions: readonly string[];
  /** A deleted skill of the same name as a living one, or as one that a changeset may create. */
  readonly deletedSkills: readonly string[];
}

interface QueueFacts {
  readonly division: string;
  readonly description: string | undefined;
  readonly members: readonly (readonly [user: string, ring: number])[];
  readonly codes: readonly string[];
  readonly flow: boolean;
  readonly backup: string | undefined;
  readonly ruleQueues: readonly string[];
  readonly groups: readonly string[];
  readonly rings: number;
}

const some = <T>(items: readonly T[], most = items.length): fc.Arbitrary<T[]> =>
  fc.subarray([...items], { maxLength: Math.min(most, items.length) });

const queueFacts: fc.Arbitrary<QueueFacts> = fc.record({
  division: fc.constantFrom(...divisions),
  description: fc.option(fc.constantFrom('one', 'two', 'x'), { nil: undefined }),
  members: some(users).chain((chosen) =>
    fc.tuple(...chosen.map((user) => fc.tuple(fc.constant(user), fc.constantFrom(1, 1, 2)))),
  ),
  codes: some(codes),
  flow: fc.boolean(),
  backup: fc.option(fc.constantFrom(...queues), { nil: undefined }),
  ruleQueues: some(queues, 2),
  groups: some(groups),
  rings: fc.constantFrom(0, 0, 2, 3),
});

export const worlds: fc.Arbitrary<World> = fc.record({
  queues: fc.tuple(queueFacts, queueFacts, queueFacts, queueFacts),
  userSkills: fc.uniqueArray(
    fc.tuple(fc.constantFrom(...users), fc.constantFrom('English', 'Spanish'), fc.constantFrom(1, 3, 5)),
    {
      selector: ([user, skill]) => `${user} ${skill}`,
      maxLength: 6,
    },
  ),
  codeDivisions: fc.tuple(...codes.map(() => fc.constantFrom('*', ...divisions))),
  deletedSkills: some(['Spanish', 'Maori']),
});

/** The world as an org. */
export function orgOf(world: World): OrgState {
  const org = emptyOrg();
  for (const name of divisions.slice(1)) addTo(org, paths.DIVISIONS, { name, description: `${name} people` });
  for (const name of skills) addTo(org, paths.SKILLS, name);
  for (const name of world.deletedSkills) {
    addTo(org, paths.SKILLS, { id: idOf('deleted', name), name, state: 'deleted' });
  }
  codes.forEach((name, index) => {
    const division = world.codeDivisions[index] ?? 'Home';
    addTo(org, paths.WRAPUP_CODES, {
      name,
      division: division === '*' ? { id: '*' } : refTo(paths.DIVISIONS, division),
    });
  });
  for (const email of users) addTo(org, paths.USERS, email);
  for (const name of groups) addTo(org, paths.GROUPS, name);
  addIndividuals(org, 'Volunteers', ['zoe@harbour.example']);
  addTo(org, paths.FLOWS, { name: flow, type: 'INQUEUECALL' });
  world.queues.forEach((facts, index) => {
    addQueue(org, queues[index] ?? '', facts);
  });
  for (const [user, skill, proficiency] of world.userSkills) addUserSkill(org, user, skill, proficiency);
  return org;
}

function addQueue(org: OrgState, name: string, facts: QueueFacts): void {
  const group = (to: string) => ({ ...refTo(paths.GROUPS, to), type: 'GROUP' });
  addTo(org, paths.QUEUES, {
    name,
    division: refTo(paths.DIVISIONS, facts.division),
    ...(facts.description === undefined ? {} : { description: facts.description }),
    ...(facts.flow ? { queueFlow: refTo(paths.FLOWS, flow) } : {}),
    ...(facts.backup === undefined
      ? {}
      : { directRouting: { backupQueueId: idOf(paths.QUEUES, facts.backup), waitForAgent: true } }),
    ...(facts.groups.length === 0 ? {} : { memberGroups: facts.groups.map(group) }),
    ...(facts.ruleQueues.length === 0
      ? {}
      : {
          conditionalGroupRouting: {
            rules: [undefined, ...facts.ruleQueues].map((target, index) => ({
              ...(target === undefined ? {} : { queue: refTo(paths.QUEUES, target) }),
              metric: 'EstimatedWaitTime',
              operator: 'GreaterThan',
              conditionValue: 60,
              waitSeconds: 10 + index,
              groups: [group('Leads')],
            })),
          },
        }),
    ...(facts.rings === 0
      ? {}
      : {
          bullseye: {
            rings: Array.from({ length: facts.rings }, (_, ring) => ({
              expansionCriteria: [{ type: 'TIMEOUT_SECONDS', threshold: 10 + ring }],
              actions: { skillsToRemove: ring === 0 ? [refTo(paths.SKILLS, 'English')] : [] },
              memberGroups: ring === 1 ? [group('Leads')] : [],
            })),
          },
        }),
  });
  for (const [user, ring] of facts.members) addMembers(org, name, [user], ring);
  addQueueCodes(org, name, facts.codes);
}

type Fate = 'leave' | 'update' | 'ensure' | 'rename' | 'delete';

/** Entries over such a world: creations, changes, renames and deletions that refer to each other. */
export const changesets: fc.Arbitrary<EntryFields[]> = fc
  .record({
    queueFates: fc.tuple(
      ...queues.map(() =>
        fc.constantFrom<Fate>('leave', 'update', 'update', 'update', 'ensure', 'rename', 'delete'),
      ),
    ),
    newQueues: some(['Echo', 'Foxtrot']),
    newSkills: some(['Maori']),
    newCodes: some(['Escalated']),
    newDivisions: some(['Seasonal']),
    codeFates: fc.tuple(
      ...codes.map(() => fc.constantFrom<Fate>('leave', 'leave', 'leave', 'update', 'rename', 'delete')),
    ),
    skillFates: fc.tuple(...skills.map(() => fc.constantFrom<Fate>('leave', 'leave', 'update', 'delete'))),
    userEntries: some(users, 2),
  })
  .chain((plan) => {
    const renamed = (name: string, fate: Fate | undefined): string =>
      fate === 'rename' ? `${name} renamed` : name;
    const living = <T extends string>(names: readonly T[], fates: readonly Fate[]): string[] =>
      names.flatMap((name, index) => (fates[index] === 'delete' ? [] : [renamed(name, fates[index])]));
    const names: Names = {
      divisions: [...divisions, ...plan.newDivisions],
      queues: [...living(queues, plan.queueFates), ...plan.newQueues],
      codes: [...living(codes, plan.codeFates), ...plan.newCodes],
      skills: [...living(skills, plan.skillFates), ...plan.newSkills],
    };
    const entries: fc.Arbitrary<EntryFields>[] = [
      ...plan.newDivisions.map((name) =>
        fc.constant({ type: 'auth_division', name, set: { description: 'new' } }),
      ),
      ...plan.newSkills.map((name) => skillSet(names).map((set) => ({ type: 'routing_skill', name, set }))),
      ...plan.newCodes.map((name) =>
        codeSet(names).map((set) => ({ type: 'routing_wrapupcode', name, set })),
      ),
      ...plan.newQueues.map((name) =>
        queueSet(names, name).map((set) => ({ type: 'routing_queue', name, set })),
      ),
      ...queues.flatMap((name, index) =>
        entryFor('routing_queue', name, plan.queueFates[index], (own) => queueSet(names, own)),
      ),
      ...codes.flatMap((name, index) =>
        entryFor('routing_wrapupcode', name, plan.codeFates[index], () => codeSet(names)),
      ),
      ...skills.flatMap((name, index) =>
        entryFor('routing_skill', name, plan.skillFates[index], () => skillSet(names)),
      ),
      ...plan.userEntries.map((name) => userSet(names).map((set) => ({ type: 'user', name, set }))),
    ];
    return fc.tuple(...entries).chain((all) => fc.shuffledSubarray(all, { minLength: all.length }));
  });

interface Names {
  readonly divisions: readonly string[];
  readonly queues: readonly string[];
  readonly codes: readonly string[];
  readonly skills: readonly string[];
}

function entryFor(
  type: string,
  name: string,
  fate: Fate | undefined,
  setOf: (own: string) => fc.Arbitrary<object>,
): fc.Arbitrary<EntryFields>[] {
  if (fate === undefined || fate === 'leave') return [];
  if (fate === 'delete') return [fc.constant({ type, name, action: 'delete' })];
  if (fate === 'rename')
    return [setOf(`${name} renamed`).map((set) => ({ type, name: `${name} renamed`, was: name, set }))];
  return [
    setOf(name).map((set) => ({ type, name, ...(fate === 'update' ? { action: 'update' } : {}), set })),
  ];
}

/** A set with some of these fields. */
function fields(all: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<object> {
  return fc.record(all, { requiredKeys: [] });
}

function division({ divisions: names }: Names): fc.Arbitrary<unknown> {
  return fc.constantFrom<unknown>(...names, { home: true });
}

function skillSet(names: Names): fc.Arbitrary<object> {
  return fields({ division: division(names) });
}

function codeSet(names: Names): fc.Arbitrary<object> {
  return fields({
    description: fc.constantFrom('a', 'b', null),
    division: fc.oneof(division(names), fc.constant('*')),
  });
}

function userSet(names: Names): fc.Arbitrary<object> {
  return fields({ skills: elements(names.skills, fc.record({ proficiency: fc.constantFrom(0, 2, 5) })) });
}

/** Verbs over elements of these names, none of them both added and removed. */
function elements(names: readonly string[], attributes: fc.Arbitrary<object>): fc.Arbitrary<object> {
  const those = some(names);
  const map = (chosen: readonly string[]): fc.Arbitrary<object> =>
    fc
      .tuple(...chosen.map(() => attributes))
      .map((all) => Object.fromEntries(chosen.map((name, i) => [name, all[i]])));
  const single = those.chain((added) =>
    fc
      .tuple(map(added), some(names.filter((name) => !added.includes(name))))
      .map(([add, remove]) => ({ add, remove })),
  );
  return fc.oneof(
    single,
    those.chain(map).map((exactly) => ({ exactly })),
  );
}

function list(names: readonly unknown[]): fc.Arbitrary<object> {
  return fc.oneof(
    some(names).map((exactly) => ({ exactly })),
    some(names).map((chosen) => ({ add: chosen.slice(0, 1), remove: chosen.slice(1) })),
  );
}

function queueSet(names: Names, own: string): fc.Arbitrary<object> {
  const target = fc.constantFrom(own, ...names.queues);
  const rule = fc.record({
    metric: fc.constant('EstimatedWaitTime'),
    operator: fc.constant('GreaterThan'),
    conditionValue: fc.constantFrom(30, 90),
    waitSeconds: fc.constantFrom(5, 20),
    groups: fc.constant([{ group: 'Leads' }]),
  });
  const rules = fc
    .tuple(rule, fc.array(fc.tuple(rule, target), { maxLength: 2 }))
    .map(([first, rest]) => ({ exactly: [first, ...rest.map(([facts, queue]) => ({ ...facts, queue }))] }));
  const ring = fc.record({
    expansionCriteria: fc.constantFrom(10, 20.5).map((threshold) => [{ type: 'TIMEOUT_SECONDS', threshold }]),
    actions: some(names.skills, 2).map((skillsToRemove) => ({ skillsToRemove })),
    memberGroups: fc.constantFrom([], [{ group: 'Leads' }]),
  });
  return fields({
    description: fc.constantFrom('one', 'two', 'three', null),
    division: division(names),
    acwSettings: fc.oneof(
      fc.constantFrom({ wrapupPrompt: 'OPTIONAL' }, { wrapupPrompt: 'MANDATORY' }),
      fc.constantFrom(5000, 9000).map((timeoutMs) => ({ wrapupPrompt: 'MANDATORY_TIMEOUT', timeoutMs })),
    ),
    mediaSettings: fc.record({ call: fc.record({ alertingTimeoutSeconds: fc.constantFrom(8, 12) }) }),
    queueFlow: fc.constantFrom(flow, null),
    directRouting: fc.oneof(
      target.map((backupQueueId) => ({ backupQueueId, waitForAgent: true })),
      fc.constant(null),
    ),
    memberGroups: list([{ group: 'Leads' }, { group: 'Volunteers' }]),
    conditionalGroupRouting: fc.oneof(
      rules.map((value) => ({ rules: value })),
      fc.constant(null),
    ),
    bullseye: fc.oneof(
      fc.array(ring, { minLength: 2, maxLength: 3 }).map((rings) => ({ rings })),
      fc.constant(null),
    ),
    members: elements(users, fc.constantFrom({}, { ringNumber: 1 }, { ringNumber: 2 })),
    wrapupCodes: list(names.codes),
  });
}

/** What somebody else does to the org in between. */
export interface ForeignEdit {
  readonly text: string;
  readonly edit: (org: OrgState) => void;
}

/** Edits of queues that stand in the world; on a queue that is gone they do nothing. */
export const foreignEdits: fc.Arbitrary<ForeignEdit> = fc
  .record({
    queue: fc.constantFrom(...queues),
    what: fc.constantFrom('description', 'member', 'alerting', 'code', 'prompt'),
  })
  .map(({ queue, what }) => ({
    text: `${what} of ${queue}`,
    edit: (org) => {
      const id = idOf(paths.QUEUES, queue);
      const document = org.collections[paths.QUEUES]?.[id];
      if (!document) return;
      if (what === 'description') document['description'] = 'written by somebody else';
      if (what === 'alerting') {
        const media = document['mediaSettings'] as { call: { alertingTimeoutSeconds: number } };
        media.call.alertingTimeoutSeconds = 99;
      }
      if (what === 'prompt') document['skillEvaluationMethod'] = 'BEST';
      if (what === 'member') addMembers(org, queue, [users[0] ?? ''], 6);
      if (what === 'code') addQueueCodes(org, queue, ['Misc']);
    },
  }));
