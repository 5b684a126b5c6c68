import { expect, test } from 'vitest';
import { clock, connect } from './support.ts';

const SETTINGS = '/api/v2/routing/settings';

test('routing settings are there from the start, replaced, and reset by a DELETE', async () => {
  const { get, put, del, kinds } = await connect();
  const read = (await get(SETTINGS)).body;
  expect(read).toMatchObject({ resetAgentScoreOnPresenceChange: false });
  const { status, body } = await put(SETTINGS, { ...read, resetAgentScoreOnPresenceChange: true });
  expect([status, body]).toEqual([200, { ...read, resetAgentScoreOnPresenceChange: true }]);
  expect((await get(SETTINGS)).body).toEqual(body);
  expect((await del(SETTINGS)).status).toBe(200);
  expect((await get(SETTINGS)).body).toEqual(read);
  expect(kinds()).toEqual([]);
});

test('a PUT of settings that drops a field is recorded', async () => {
  const { put, sandbox } = await connect();
  await put(SETTINGS, { resetAgentScoreOnPresenceChange: true });
  expect(sandbox.violations).toMatchObject([{ kind: 'dropped-field', at: '/x-future' }]);
});

test('contact centre settings are changed by a PATCH that answers nothing', async () => {
  const { get, patch, kinds } = await connect();
  const path = `${SETTINGS}/contactcenter`;
  const { status, body } = await patch(path, { removeSkillsFromBlindTransfer: true });
  expect([status, body]).toEqual([202, undefined]);
  expect((await get(path)).body).toEqual({ removeSkillsFromBlindTransfer: true });
  expect(kinds()).toEqual([]);
});

test('transcription settings need mode and threshold in a PUT', async () => {
  const { get, put, kinds } = await connect();
  const path = `${SETTINGS}/transcription`;
  const read = (await get(path)).body;
  const wanted = { ...read, transcription: 'EnabledQueueFlow', transcriptionConfidenceThreshold: 30 };
  expect((await put(path, wanted)).body).toEqual(wanted);
  expect(kinds()).toEqual([]);
  expect((await put(path, { ...read, transcription: 'Sometimes' })).body.code).toBe('invalid.value');
  expect((await put(path, { ...read, transcription: null })).status).toBe(400);
});

test.each([
  ['atOnce', true],
  ['lagging', false],
] as const)('settings are read %s after a write', async (settingsReads, changed) => {
  const { now, pass } = clock();
  const { get, put } = await connect({ now, listDelayMs: 5000, switches: { settingsReads } });
  const read = (await get(SETTINGS)).body;
  await put(SETTINGS, { ...read, resetAgentScoreOnPresenceChange: true });
  expect((await get(SETTINGS)).body.resetAgentScoreOnPresenceChange).toBe(changed);
  pass(5000);
  expect((await get(SETTINGS)).body.resetAgentScoreOnPresenceChange).toBe(true);
});

test('a write of settings leaves an audit entry', async () => {
  const { patch, sandbox } = await connect();
  await patch(`${SETTINGS}/contactcenter`, { removeSkillsFromBlindTransfer: true });
  expect(sandbox.snapshot().audits).toMatchObject([
    { entityType: 'ContactCenterSettings', action: 'Update' },
  ]);
});
