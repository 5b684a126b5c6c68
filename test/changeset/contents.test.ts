import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readChangeset } from '../../src/changeset/read.ts';
import { ChangesetError } from '../../src/diagnostics.ts';
import { artifactDigest } from '../../src/plan/digest.ts';
import { loadContents, type Project } from '../../src/project.ts';

/** A project with these files, and a folder beside it. */
async function projectWith(files: Readonly<Record<string, string>>): Promise<Project> {
  const outer = await mkdtemp(join(tmpdir(), 'contents-'));
  onTestFinished(() => rm(outer, { recursive: true }));
  const folder = join(outer, 'project');
  for (const [name, text] of Object.entries({ 'changesets/one.yaml': '', ...files })) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  return { folder, store: undefined, env: {} };
}

function changesetNaming(file: string) {
  const text = `name: one\nchanges:\n  - type: flow\n    name: Cards\n    set: { file: ${JSON.stringify(file)} }\n`;
  const { changeset, diagnostics } = readChangeset('changesets/one.yaml', Buffer.from(text));
  if (!changeset) throw new Error(JSON.stringify(diagnostics));
  return changeset;
}

/** What is said of a file that a changeset names, with its place. */
async function told(project: Project, file: string): Promise<string> {
  const error = await loadContents(project, changesetNaming(file)).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ChangesetError)) throw new Error(`not refused: ${String(error)}`);
  expect(error.exitCode).toBe(5);
  return error.diagnostics
    .map(
      ({ code, message, hint = '', at }) =>
        `${at?.file}:${at?.line}:${at?.column} ${code} ${message} ${hint}`,
    )
    .join('\n');
}

test('a file is found from the changeset that names it', async () => {
  const project = await projectWith({ 'flows/cards.yaml': 'inboundCall: {}' });
  const contents = await loadContents(project, changesetNaming('../flows/cards.yaml'));
  expect(contents.get('../flows/cards.yaml')).toMatchObject({
    name: 'flows/cards.yaml',
    digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
  });
});

test.each([
  ['../flows/card.yaml', 'file.missing There is no file flows/card.yaml. Did you mean "cards.yaml"?'],
  ['../flows/empty.yaml', 'file.empty flows/empty.yaml is empty;'],
  ['../../cards.yaml', 'file.outside ../../cards.yaml is not in the folder of the project.'],
  ['/etc/hostname', 'file.outside /etc/hostname is not in the folder of the project.'],
  ['../flows/link.yaml', 'file.outside ../flows/link.yaml is not in the folder of the project.'],
  [
    '../flows/${var.brand}.yaml',
    'file.variable A file is named as it is: it is the same in every environment.',
  ],
])('%s is refused with its place in the changeset', async (file, finding) => {
  const project = await projectWith({
    'flows/cards.yaml': 'inboundCall: {}',
    'flows/empty.yaml': '',
    '../cards.yaml': 'inboundCall: {}',
  });
  await symlink(join(project.folder, '../cards.yaml'), join(project.folder, 'flows/link.yaml'));
  expect(await told(project, file)).toContain(`changesets/one.yaml:5:18 ${finding}`);
});

test('what is in a file belongs to the artifact', async () => {
  const digests = ['inboundCall: {}', 'inboundCall: { name: x }'].map(async (text) => {
    const project = await projectWith({ 'flows/cards.yaml': text });
    const changeset = changesetNaming('../flows/cards.yaml');
    return artifactDigest(changeset, await loadContents(project, changeset));
  });
  const [one, other] = await Promise.all(digests);
  expect(one).not.toBe(other);
});
