import { describe, expect, test } from 'vitest';
import { readChangeset } from '../../src/changeset/read.ts';
import { readMapping } from '../../src/environment/read.ts';
import { artifactDigest, environmentDigest } from '../../src/plan/digest.ts';

function artifact(text: string): string {
  const { changeset, diagnostics } = readChangeset('release.yaml', Buffer.from(text));
  if (!changeset) throw new Error(JSON.stringify(diagnostics));
  return artifactDigest(changeset);
}

function environment(text: string): string {
  const { environment: read, diagnostics } = readMapping(
    'mappings/prod.yaml',
    Buffer.from(`environment: prod\nsandbox: true\n${text}`),
    {},
  );
  if (!read) throw new Error(JSON.stringify(diagnostics));
  return environmentDigest(read);
}

const RELEASE = `name: release
changes:
  - type: routing_queue
    name: Echo
    set: { description: new, skillEvaluationMethod: BEST }
  - { type: routing_skill, name: Maori }
`;

describe('the artifact', () => {
  test('has the same digest however it is written down', () => {
    const rewritten = `# a comment
changes:
- type: "routing_skill"
  action: ensure
  name: 'Maori'
- name: Echo
  set:
    skillEvaluationMethod: BEST   # moved
    description: >-
      new
  type: routing_queue
  why: a reason
name: another name
description: words
owner: ada
ticket: CHG-1
`;
    expect(artifact(rewritten)).toBe(artifact(RELEASE));
  });

  test.each([
    ['a value', RELEASE.replace('description: new', 'description: newer')],
    ['an action', RELEASE.replace('name: Maori', 'name: Maori, action: create')],
    ['a name', RELEASE.replace('Echo', 'Foxtrot')],
    ['a former name', RELEASE.replace('    name: Echo', '    name: Echo\n    was: Delta')],
    ['a restriction', RELEASE.replace('name: Maori', 'name: Maori, only: [prod]')],
    ['one entry less', RELEASE.replace('  - { type: routing_skill, name: Maori }\n', '')],
    ['a cleared value', RELEASE.replace('description: new', 'description: null')],
  ])('has another one after a change of %s', (_, text) => {
    expect(artifact(text)).not.toBe(artifact(RELEASE));
  });
});

describe('the environment', () => {
  const names = 'names:\n  routing_queue: { A: B, C: D }\n';

  test('does not depend on order or comments', () => {
    expect(environment('names:\n  # swapped\n  routing_queue: { C: D, A: B }\n')).toBe(environment(names));
  });

  test.each([
    'names:\n  routing_queue: { A: B, C: E }\n',
    `${names}absent:\n  routing_queue: [F]\n`,
    `${names}variables: { x: "1" }\n`,
    `${names}ids:\n  routing_queue: { G: 2c1fb1e8-1111-4a6b-9d55-0a1b2c3d4e5f }\n`,
  ])('has another digest with %j', (text) => {
    expect(environment(text)).not.toBe(environment(names));
  });
});
