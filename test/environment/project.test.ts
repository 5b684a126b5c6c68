import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadEnvironment } from '../../src/project.ts';

/** A project with these mappings. */
async function projectWith(mappings: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(join(tmpdir(), 'changeset-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'mappings'));
  for (const [name, text] of Object.entries(mappings)) await writeFile(join(folder, 'mappings', name), text);
  return { folder, store: undefined, env: {} };
}

const SANDBOX = 'environment: dev\nsandbox: true\n';

test('a mapping is found by the name of its file', async () => {
  const project = await projectWith({ 'dev.yaml': SANDBOX });
  const { environment, file } = await loadEnvironment(project, 'dev');
  expect([environment.name, file.name]).toEqual(['dev', 'mappings/dev.yaml']);
});

test('a file that calls itself by another name is refused', async () => {
  const project = await projectWith({ 'prod.yaml': SANDBOX });
  await expect(loadEnvironment(project, 'prod')).rejects.toMatchObject({
    exitCode: 5,
    diagnostics: [
      {
        code: 'environment.name',
        message: 'mappings/prod.yaml says that it is "dev".',
        hint: 'Write  environment: prod  or rename the file.',
      },
    ],
  });
});

test.each([
  ['prd', 'Did you mean "prod"?'],
  ['Prod', 'Did you mean "prod"?'],
  ['mars', 'Known: dev, prod'],
  ['../mappings/prod', 'Known: dev, prod'],
  ['prod.yaml', 'Known: dev, prod'],
  ['', 'Known: dev, prod'],
  ['__proto__', 'Known: dev, prod'],
])('an environment "%s" without a mapping is refused with a hint', async (name, hint) => {
  const project = await projectWith({ 'dev.yaml': SANDBOX, 'prod.yaml': SANDBOX });
  await expect(loadEnvironment(project, name)).rejects.toMatchObject({
    exitCode: 5,
    diagnostics: [{ code: 'environment.unknown', hint }],
  });
});
