import { expect, test } from 'vitest';
import { project, type Ran, run, type TestProject } from '../support/cli.ts';

const CHANGESET = 'name: first\nchanges:\n  - { type: routing_skill, name: Maori }\n';

/** Makes the streams of a child process pass for a terminal. */
const TERMINAL = `--import=data:text/javascript,${encodeURIComponent(
  'process.stdin.isTTY = true; process.stderr.isTTY = true; process.stdin.setRawMode = () => process.stdin;',
)}`;

/** Runs a command at a terminal and presses these keys at its prompt. */
function answering(keys: string, made: TestProject, ...words: string[]): Promise<Ran> {
  const env = { NODE_OPTIONS: TERMINAL };
  return run(['-C', made.folder, ...words], { env, prompt: 'to go on', input: keys });
}

test('apply asks for the name of the environment, and does nothing until it hears it', async () => {
  const made = await project({ 'changesets/first.yaml': CHANGESET });
  const { result } = await made.json('simulate', 'sandbox', 'first.yaml');
  const no = await answering('no\r', made, 'apply');
  expect(no.stderr).toContain(
    `Apply first to Harbour Bank (sandbox): 1 create. Plan ${result.plan.id}, simulated just now.`,
  );
  expect(no.stderr).toContain('Not confirmed: "no" is not "sandbox". Nothing was written to sandbox.');
  expect(no.code).toBe(6);

  for (const key of ['\u0003', '\u0004']) {
    const stopped = await answering(key, made, 'apply');
    expect(stopped.stderr).toContain('Stopped. Nothing was written to sandbox.');
    expect(stopped.code).toBe(130);
  }

  const yes = await answering('sandbox\r', made, 'apply');
  expect(yes.stdout).toMatch(/^first succeeded: 1 of 1 operations/);
  expect(yes.code).toBe(0);
});

test('so does rollback, which has an org open while it asks', async () => {
  const made = await project({ 'changesets/first.yaml': CHANGESET });
  const { result } = await made.json('apply', 'sandbox', 'first.yaml', '--yes');
  const stopped = await answering('\u0004', made, 'rollback', result.deployment.id);
  expect(stopped.stderr).toContain('Stopped. Nothing was written to sandbox.');
  expect(stopped.code).toBe(130);
  expect((await answering('sandbox\r', made, 'rollback', result.deployment.id)).code).toBe(0);
});
