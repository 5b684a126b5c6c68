import { expect, test } from 'vitest';
import { harbourBank, idOf, paths, SANDBOX_ORGANIZATION_ID } from '../../src/sandbox/index.ts';
import { connect } from './support.ts';

const {
  DIVISIONS,
  FLOWS,
  GROUPS,
  LIBRARIES,
  PROMPTS,
  QUEUES,
  SCRIPTS,
  SKILL_GROUPS,
  SKILLS,
  TEAMS,
  USERS,
  WRAPUP_CODES,
} = paths;
const bank = harbourBank();
const all = (path: string) => Object.values(bank.collections[path] ?? {});
const has = (path: string, name: string) => idOf(path, name) in (bank.collections[path] ?? {});

test('Harbour Bank has the size of a real org', () => {
  const counts = [
    QUEUES,
    SKILLS,
    WRAPUP_CODES,
    USERS,
    GROUPS,
    TEAMS,
    SKILL_GROUPS,
    FLOWS,
    PROMPTS,
    SCRIPTS,
    LIBRARIES,
  ];
  expect(counts.map((path) => all(path).length)).toEqual([37, 41, 70, 131, 8, 5, 6, 33, 15, 10, 4]);
  expect(all(DIVISIONS).map(({ name }) => name)).toEqual(['Home', 'Cards', 'Private Clients']);
  expect(bank.organization).toMatchObject({ id: SANDBOX_ORGANIZATION_ID, name: 'Harbour Bank' });
});

test('the names of a collection differ by more than their case', () => {
  for (const path of [QUEUES, SKILLS, WRAPUP_CODES, DIVISIONS, GROUPS, FLOWS]) {
    const names = all(path).map(({ name }) => String(name).toLowerCase());
    expect(new Set(names).size).toBe(names.length);
  }
});

test('the queue Cards is as the example release expects it', async () => {
  const { get } = await connect();
  const cards = (await get(`${QUEUES}/${idOf(QUEUES, 'Cards')}`)).body;
  expect(cards).toMatchObject({
    description: 'Cards',
    memberCount: 46,
    whisperPrompt: { name: 'Cards_Whisper' },
    acwSettings: { wrapupPrompt: 'MANDATORY_TIMEOUT', timeoutMs: 30_000 },
    mediaSettings: { call: { serviceLevel: { percentage: 0.8, durationMs: 20_000 } } },
    conditionalGroupRouting: { rules: [{}, { queue: { name: 'General Overflow' }, waitSeconds: 60 }, {}] },
  });
  const members = Object.keys(bank.collections[`${QUEUES}/${cards.id}/members`] ?? {});
  const [eve, sam, bob] = ['eve.harris', 'sam.stone', 'bob.noyce'].map((name) =>
    idOf(USERS, `${name}@harbour.example`),
  );
  expect(members).toEqual(expect.arrayContaining([eve, sam]));
  expect(members).not.toContain(bob);
  const codes = Object.keys(bank.collections[`${QUEUES}/${cards.id}/wrapupcodes`] ?? {});
  expect(codes).toHaveLength(12);
  expect(codes).toContain(idOf(WRAPUP_CODES, 'Misc'));
});

test('the other queues of the example release are there', async () => {
  const { get } = await connect();
  const queue = async (name: string) => (await get(`${QUEUES}/${idOf(QUEUES, name)}`)).body;
  expect(await queue('Old billing')).not.toHaveProperty('callingPartyName');
  expect(await queue('Legacy Chat')).toMatchObject({
    memberCount: 0,
    dateModified: '2026-03-03T10:20:30.000Z',
  });
  expect(await queue('Private Banking')).toMatchObject({ acwSettings: { timeoutMs: 30_000 } });
  expect(await queue('Support EN')).toMatchObject({ bullseye: { rings: [{}, {}, {}] } });
  expect(await queue('Sales')).toMatchObject({ routingRules: [{}, {}] });
  expect(await queue('Wealth')).toMatchObject({
    directRouting: { backupQueueId: idOf(QUEUES, 'Private Banking') },
  });
});

test('what the example release creates is not there yet', () => {
  expect(has(SKILLS, 'Spanish')).toBe(true);
  expect(has(SKILLS, 'Card disputes')).toBe(false);
  for (const name of ['Card blocked', 'Dispute opened', 'Fraud #1 - customer confirmed'])
    expect(has(WRAPUP_CODES, name)).toBe(false);
  for (const name of ['Billing', 'Cards Overflow']) expect(has(QUEUES, name)).toBe(false);
  expect([has(DIVISIONS, 'Seasonal Support'), has(GROUPS, 'Peak agents')]).toEqual([false, false]);
});

test('its flows, groups and people are there', () => {
  for (const name of ['Cards in-queue', 'Cards in-queue FR', 'Main IVR', 'SimpleFinancialIvr'])
    expect(has(FLOWS, name)).toBe(true);
  for (const name of ['Card specialists', 'Spanish speakers']) expect(has(SKILL_GROUPS, name)).toBe(true);
  for (const name of ['Cards team leads', 'Overflow volunteers']) expect(has(GROUPS, name)).toBe(true);
  for (const name of ['ada.lovelace', 'grace.hopper', 'bob.noyce', 'm.lee', 'j.doe'])
    expect(has(USERS, `${name}@harbour.example`)).toBe(true);
  for (const name of ['john.smith', 'jane.smith'])
    expect(has(USERS, `${name}@simplefinancial.com`)).toBe(true);
});

test('some users hold Spanish with a proficiency', () => {
  const skills = Object.entries(bank.collections).filter(([path]) => path.endsWith('/routingskills'));
  const spanish = skills.flatMap(([, held]) => held[idOf(SKILLS, 'Spanish')] ?? []);
  expect(spanish.length).toBeGreaterThan(3);
  for (const { proficiency } of spanish) expect(proficiency).toBeGreaterThan(0);
});
