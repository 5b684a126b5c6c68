import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalog, isConfigurable, typeNamed } from '../../src/catalog/index.ts';
import { shapeOf } from '../../src/catalog/shape.ts';
import { LanguageServer } from '../support/language-server.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let server: LanguageServer;

beforeAll(async () => {
  server = await LanguageServer.start(root);
});

afterAll(() => server.stop());

const HEAD = '# yaml-language-server: $schema=../schemas/changeset.schema.json\nname: new\nchanges:\n';
const QUEUE = `${HEAD}  - type: routing_queue\n    name: Cards\n    set:\n      `;

async function labels(text: string): Promise<string[]> {
  return (await server.completions(text)).map(({ label }) => label);
}

describe('while a changeset is typed, an editor offers', () => {
  test('the types after type:', async () => {
    const types = [...catalog.values()].filter(isConfigurable).map(({ type }) => type);
    expect((await labels(`${HEAD}  - type: ‸\n`)).sort()).toEqual(types.sort());
  });

  test('what else an entry can say, each once', async () => {
    const offered = await labels(`${HEAD}  - type: routing_queue\n    ‸\n`);
    expect(offered).toEqual(['name', 'names', 'in', 'action', 'was', 'set', 'why', 'only', 'force']);
  });

  test('the actions', async () => {
    const offered = await labels(`${HEAD}  - type: routing_queue\n    name: Cards\n    action: ‸\n`);
    expect(offered).toEqual(['ensure', 'create', 'update', 'delete', 'switch']);
  });

  test('the fields of a queue inside set:, without its name', async () => {
    const fields = [...shapeOf(typeNamed('routing_queue')).root.fields.keys()].filter(
      (name) => name !== 'name',
    );
    expect((await labels(`${QUEUE}‸`)).sort()).toEqual(fields.sort());
  });

  test('not again the fields that are there', async () => {
    const offered = await labels(`${QUEUE}description: x\n      ‸\n`);
    expect(offered).toContain('acwSettings');
    expect(offered).not.toContain('description');
  });

  test('the fields of the type that the entry has', async () => {
    expect(await labels(`${HEAD}  - type: routing_skill\n    name: Spanish\n    set:\n      ‸`)).toEqual([
      'division',
    ]);
  });

  test('the fields of one name that differs', async () => {
    const offered = await labels(`${HEAD}  - type: routing_queue\n    names:\n      Cards:\n        ‸\n`);
    expect(offered).toContain('acwSettings');
  });

  test('the words of acwSettings.wrapupPrompt', async () => {
    expect(await labels(`${QUEUE}acwSettings:\n        wrapupPrompt: ‸\n`)).toEqual([
      'MANDATORY',
      'OPTIONAL',
      'MANDATORY_TIMEOUT',
      'MANDATORY_FORCED_TIMEOUT',
      'AGENT_REQUESTED',
      'null',
    ]);
  });

  test('true and false', async () => {
    expect(await labels(`${QUEUE}autoAnswerOnly: ‸\n`)).toEqual(['true', 'false', 'null']);
  });

  test('the verbs inside members:', async () => {
    expect(await labels(`${QUEUE}members:\n        ‸\n`)).toEqual(['add', 'change', 'remove', 'exactly']);
  });

  test('the verbs of a set without attributes', async () => {
    expect(await labels(`${QUEUE}memberGroups:\n        ‸\n`)).toEqual(['add', 'remove', 'exactly']);
  });

  test('what a member can say', async () => {
    const offered = await labels(
      `${QUEUE}members:\n        add:\n          ada@harbour.example:\n            ‸\n`,
    );
    expect(offered).toEqual(['ringNumber']);
  });

  test('the kinds of a reference to one of several types', async () => {
    const offered = await labels(`${QUEUE}memberGroups:\n        add:\n          - ‸\n`);
    expect(offered).toEqual(['group', 'routing_skill_group', 'team']);
  });

  test('the fields of a rule to look for', async () => {
    const offered = await labels(
      `${QUEUE}conditionalGroupRouting:\n        rules:\n          change:\n            - where:\n                ‸\n`,
    );
    expect(offered).toEqual(['conditionValue', 'groups', 'metric', 'operator', 'queue', 'waitSeconds']);
  });

  test('what belongs to another object with the word that says to which', async () => {
    const offered = await labels(`${HEAD}  - type: routing_email_route\n    ‸\n`);
    expect(offered).toEqual(['name', 'names', 'in', 'action', 'was', 'set', 'why', 'only', 'force']);
  });

  test('live switches under their own action, and only there', async () => {
    const entry = `${HEAD}  - type: architect_emergencygroup\n    name: Flood\n`;
    expect(await labels(`${entry}    action: ‸\n`)).toContain('switch');
    expect(await labels(`${entry}    action: switch\n    set:\n      ‸\n`)).toEqual(['enabled']);
    expect(await labels(`${entry}    set:\n      ‸\n`)).toEqual([
      'description',
      'division',
      'emergencyCallFlows',
    ]);
  });

  test('what a granted role says', async () => {
    const entry = `${HEAD}  - type: user\n    name: a@b.example\n    set:\n      roles:\n        `;
    expect(await labels(`${entry}‸\n`)).toEqual(['add', 'remove', 'exactly']);
    expect(await labels(`${entry}add:\n          Agent:\n            ‸\n`)).toContain('divisions');
  });

  test('what the label of a utilization says', async () => {
    const entry = `${HEAD}  - type: routing_utilization\n    set:\n      labelUtilizations:\n`;
    expect(await labels(`${entry}        VIP:\n          ‸\n`)).toContain('maximumCapacity');
  });
});

test('an editor finds nothing to say of the files of this repository', async () => {
  const files = ['changesets', 'mappings'].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => `${folder}/${name}`),
  );
  expect(files).toEqual(
    expect.arrayContaining([
      'changesets/holidays-2026.yaml',
      'changesets/release-42.yaml',
      'mappings/sandbox.yaml',
    ]),
  );
  for (const name of files) {
    const text = readFileSync(join(root, name), 'utf8');
    expect(text).toContain('# yaml-language-server: $schema=../schemas/');
    expect([name, await server.problems(name, text)]).toEqual([name, []]);
  }
});

describe('an editor marks', () => {
  const configurable = [...catalog.values()]
    .filter(isConfigurable)
    .map(({ type }) => `"${type}"`)
    .sort();
  const entry = (text: string): string => `${HEAD}  - ${text}\n`;
  const cases: readonly [about: string, text: string, problems: readonly string[]][] = [
    [
      'a field that does not exist',
      `${QUEUE}descripton: x\n`,
      ['7:7-17 Property descripton is not allowed.'],
    ],
    [
      'a word that is none of the possible ones',
      `${QUEUE}acwSettings: { wrapupPrompt: MANDATORI }\n`,
      [
        '7:36-45 Value is not accepted. Valid values: "MANDATORY", "OPTIONAL", "MANDATORY_TIMEOUT", "MANDATORY_FORCED_TIMEOUT", "AGENT_REQUESTED", null.',
      ],
    ],
    [
      'a bare list',
      `${QUEUE}members: [ada@harbour.example]\n`,
      ['7:16-37 Say what happens to the others: one of add, change, remove, exactly is expected here.'],
    ],
    [
      'a number where a text belongs',
      `${QUEUE}description: 529\n`,
      ['7:20-23 A text is expected here. Numbers, true and false need quotes to be text.'],
    ],
    [
      'a number where a name belongs',
      `${QUEUE}queueFlow: 529\n`,
      ['7:18-21 A name is expected here. A number needs quotes to be a name.'],
    ],
    [
      'an ID where a name belongs',
      `${QUEUE}queueFlow: 5d1fa0b7-0000-4000-8000-c0ffee000001\n`,
      ['7:18-54 Write the name of the object, not its ID.'],
    ],
    [
      'a text where a switch belongs',
      `${QUEUE}autoAnswerOnly: yes\n`,
      ['7:23-26 True or false is expected here, or "${var.…}".'],
    ],
    [
      'a reference that does not say its type',
      `${QUEUE}memberGroups: { add: [Leads] }\n`,
      ['7:29-34 One of: { group: name }, { routing_skill_group: name }, { team: name }'],
    ],
    [
      'a skill of a user without its proficiency',
      entry('{ type: user, name: a@b.example, set: { skills: { add: [Spanish] } } }'),
      ['4:60-69 Write a map:  name: { proficiency: … }'],
    ],
    [
      'a time with a zone',
      entry('{ type: architect_schedules, name: a, set: { start: "2026-12-25T00:00Z" } }'),
      [
        '4:57-76 A local date and time is expected here, as in 2026-12-25T00:00; without a zone: it is that of the schedule group.',
      ],
    ],
    [
      'a role without divisions',
      entry('{ type: user, name: a@b.example, set: { roles: { add: [Agent] } } }'),
      ['4:59-66 Write a map:  name: { divisions: [ … ] }'],
    ],
    [
      'a live switch beside other fields',
      entry('{ type: architect_emergencygroup, name: a, set: { enabled: true } }'),
      ['4:55-62 Property enabled is not allowed.'],
    ],
    [
      'a child without its parent',
      entry('{ type: routing_email_route, name: a }'),
      ['4:5-6 Missing property "in".'],
    ],
    [
      'a name for what the org has only one of',
      entry('{ type: routing_settings, name: a }'),
      ['4:31-35 Property name is not allowed.'],
    ],
    [
      'a rename that Genesys Cloud does not offer',
      entry('{ type: routing_skill, name: a, was: b }'),
      ['4:37-40 Property was is not allowed.'],
    ],
    [
      'a type that does not exist',
      entry('{ type: queue, name: a }'),
      [`4:13-18 Value is not accepted. Valid values: ${configurable.join(', ')}.`],
    ],
    ['an entry without a name', entry('{ type: routing_skill }'), ['4:5-6 Missing property "name".']],
    [
      'utilization to be created',
      entry('{ type: routing_utilization, action: create }'),
      ['4:42-48 The utilization cannot be created or deleted by a changeset.'],
    ],
  ];

  test.concurrent.each(cases.map(([about, text, problems], index) => ({ about, text, problems, index })))(
    '$about',
    async ({ text, problems, index }) => {
      expect(await server.problems(`changesets/marked-${index}.yaml`, text)).toEqual(problems);
    },
  );

  test.concurrent('a literal credential in a mapping', async () => {
    const head = '# yaml-language-server: $schema=../schemas/mapping.schema.json\nenvironment: prod\n';
    const text = `${head}credentials: { clientId: abc, clientSecret: "\${env.X}" }\n`;
    expect(await server.problems('mappings/prod.yaml', text)).toEqual([
      '3:26-29 Credentials do not stand in files. Write  "${env.X}"',
    ]);
  });
});
