import { expect, test } from 'vitest';
import { idOf, paths } from '../../src/sandbox/index.ts';
import { uat } from '../support/uat.ts';

const OUTCOME = `name: outcome
changes:
  - type: flow_outcome
    name: Card replaced
    set: { description: Ordered a new card }
`;

const BESIDE = `${OUTCOME}  - { type: routing_wrapupcode, name: Replaced }\n`;

const outcomes = (collections: Readonly<Record<string, object>>): unknown[] =>
  Object.values(collections[paths.FLOW_OUTCOMES] ?? {}).map(({ name }: { name?: unknown }) => name);

test('what cannot be deleted is said to stay: by simulate, by the rollback, and where nothing else is left', async () => {
  const { sandbox, made } = await uat({ 'changesets/outcome.yaml': BESIDE });
  const simulated = await made.run('simulate', 'uat', 'changesets/outcome.yaml');
  expect(simulated.stdout).toContain(
    'flow outcome "Card replaced": a flow outcome cannot be deleted: it stays',
  );
  const { result } = await made.json('apply', 'uat', 'changesets/outcome.yaml', '--yes');

  const shown = await made.run('rollback', result.deployment.id, '--simulate');
  expect(shown.stdout).toContain('flow outcome "Card replaced" (cannot be deleted: it stays)');
  const undone = await made.run('rollback', result.deployment.id, '--yes');
  expect([undone.code, undone.stdout]).toEqual([
    0,
    expect.stringContaining('! flow outcome "Card replaced" cannot be deleted: it stays'),
  ]);
  expect(outcomes(sandbox.snapshot().collections)).toContain('Card replaced');

  const again = await made.run('rollback', result.deployment.id, '--yes');
  expect(again.stdout).toBe(
    `Nothing to undo: everything is as it was before ${result.deployment.id}, but for this.
  ! flow outcome "Card replaced" cannot be deleted: it stays
`,
  );
  expect(sandbox.violations).toEqual([]);
});

test('an outcome that exists is taken over, and put back as it was', async () => {
  const file = OUTCOME.replace('Card replaced', 'Balance told');
  const { sandbox, made } = await uat({ 'changesets/outcome.yaml': file });
  const before = sandbox.snapshot();
  const id = idOf(paths.FLOW_OUTCOMES, 'Balance told');
  const { result } = await made.json('apply', 'uat', 'changesets/outcome.yaml', '--yes');
  expect(sandbox.snapshot().collections[paths.FLOW_OUTCOMES]?.[id]?.description).toBe('Ordered a new card');
  const undone = await made.run('rollback', result.deployment.id, '--yes');
  expect(undone.stdout).not.toContain('stays');
  expect(sandbox.snapshot().collections[paths.FLOW_OUTCOMES]).toEqual(
    before.collections[paths.FLOW_OUTCOMES],
  );
});

test('a rehearsal does not call going back proven where something stays', async () => {
  const { made } = await uat({ 'changesets/outcome.yaml': OUTCOME });
  const { stdout } = await made.run('rehearse', 'uat', 'changesets/outcome.yaml');
  expect(stdout).toContain('After rollback the org is not as it was before.');
});

test('a deletion is refused before anything is asked', async () => {
  const file = 'name: no\nchanges:\n  - { type: flow_outcome, name: Balance told, action: delete }\n';
  const { sandbox, made } = await uat({ 'changesets/no.yaml': file });
  const { code, stderr } = await made.run('simulate', 'uat', 'changesets/no.yaml');
  expect([code, stderr]).toEqual([5, expect.stringContaining('A flow outcome cannot be deleted')]);
  expect(sandbox.requests).toEqual([]);
});
