import { describe, expect, test } from 'vitest';
import { catalog, isConfigurable, typeNamed } from '../../src/catalog/index.ts';
import { typesCommand } from '../../src/cli/types.ts';
import { changeset } from '../support/reading.ts';

const configurable = [...catalog.values()].filter(isConfigurable).map(({ type }) => type);

function textOf(type?: string): string {
  return typesCommand(type).text ?? '';
}

/** The examples as they are printed, each made a file. */
function examplesIn(text: string): string[] {
  return [...text.matchAll(/^example.*:\n((?: {2}.*\n)+)/gm)].map(
    ([, lines = '']) => `name: example\n${lines.replaceAll(/^ {2}/gm, '')}`,
  );
}

describe.each(configurable)('%s', (type) => {
  test('has examples that validate as they are printed', () => {
    const examples = examplesIn(textOf(type));
    expect(examples).toHaveLength(typeNamed(type).operational ? 2 : 1);
    for (const example of examples) {
      const { changeset: read, diagnostics } = changeset(example);
      expect(diagnostics.map(({ message, at }) => `${at?.source} ${message}`)).toEqual([]);
      expect(read?.entries.map((entry) => entry.type)).toEqual([type]);
    }
  });

  test('is told with its fields, rights and verbs', () => {
    const text = textOf(type);
    expect(text).not.toMatch(/undefined|\[object|name of an? ?[,|\n]/);
    expect(text).toContain('\nrights of the client:\n  read ');
    expect(text).toContain('\nfields of `set`:\n');
    for (const part of Object.keys(typeNamed(type).parts ?? {}))
      expect(text).toMatch(
        new RegExp(`\\n {2}${part} +add \\| (change \\| )?remove \\| exactly: (name of|each) `),
      );
  });
});

test('the list has all types that a changeset can change or name, and no others', () => {
  const listed = [...textOf().matchAll(/^ {2}(\w+) /gm)].map(([, type]) => type);
  expect(listed).toEqual(expect.arrayContaining([...configurable, 'flow', 'script']));
  expect(listed).not.toContain('auth_permission');
  expect(textOf()).toMatch(
    /^ {2}architect_emergencygroup +emergency group +create, update, delete, switch$/m,
  );
  expect(textOf()).toMatch(/^ {2}routing_settings +routing settings +update$/m);
});

test('each right is named once, by what needs it, and alternatives only where none is needed anyway', () => {
  const rights = (type: string): string =>
    /rights of the client:\n((?: {2}.*\n)+)/.exec(textOf(type))?.[1] ?? '';
  expect(rights('routing_queue')).toMatchInlineSnapshot(`
    "  read           routing:queue:view
      create         routing:queue:add
      update         routing:queue:edit
      delete         routing:queue:delete
      members        routing:queue:edit or routing:queueMember:manage
      wrapupCodes    routing:queue:edit
      move division  not known: the contract does not say
    "
  `);
  expect(rights('routing_skill')).toMatchInlineSnapshot(`
    "  read           routing:skill:view
      create         routing:skill:manage or routing:skill:create
      delete         routing:skill:manage or routing:skill:delete
      move division  routing:skill:update
    "
  `);
  expect(rights('user')).toMatchInlineSnapshot(`
    "  read           authorization:grant:view, directory:userProfile:view
      create         directory:user:add
      update         admin or directory:user:edit or directory:organization:admin
      delete         admin or directory:user:delete or directory:organization:admin
      restore        admin or directory:user:edit or directory:organization:admin, directory:user:view
      skills         routing:skill:assign
      languages      routing:skill:assign or routing:language:assign
      roles          authorization:grant:add, authorization:grant:delete
      profileSkills  directory:userProfile:edit
      move division  not known: the contract does not say
    "
  `);
});

test('what cannot be changed or undone is said', () => {
  const about = (type: string): string => textOf(type).split('\n\n')[1] ?? '';
  expect(about('routing_email_route')).toMatchInlineSnapshot(`
    "name       its pattern, unique in what it belongs to
    in         the name of its e-mail domain
    actions    create, update, delete
    rename     with  was: <old name>
    undo       a deleted one comes back with a new ID"
  `);
  expect(about('group')).toMatchInlineSnapshot(`
    "name       its name, unique in the org
    actions    create, update, delete
    rename     with  was: <old name>
    once       type: said when it is created, never changed
    undo       a deleted one comes back with a new ID"
  `);
  expect(about('user')).toMatchInlineSnapshot(`
    "name       its email, unique in the org; case does not matter
    actions    create, update, delete
    rename     with  was: <old name>
    undo       a deleted one is restored with its ID
    lost       the numbers and stations that others have taken meanwhile"
  `);
  expect(about('routing_utilization')).toMatchInlineSnapshot(`
    "name       none: there is only one
    actions    update"
  `);
  expect(about('architect_emergencygroup')).toMatchInlineSnapshot(`
    "name       its name, unique in the org
    actions    create, update, delete, switch
    rename     with  was: <old name>
    switches   enabled: only with  action: switch
    undo       a deleted one comes back with a new ID"
  `);
  expect(about('routing_email_domain')).toMatchInlineSnapshot(`
    "name       its name, unique in the org
    actions    create, update, delete
    rename     not possible in Genesys Cloud
    once       subDomain: said when it is created, never changed
    undo       a deleted one comes back with a new ID
    lost       its proof of ownership, which starts anew"
  `);
  expect(about('telephony_providers_edges_did_pool')).toMatchInlineSnapshot(`
    "name       its startPhoneNumber, unique in the org
    actions    create, update, delete
    rename     not possible in Genesys Cloud
    once       endPhoneNumber: said when it is created, never changed
    undo       a deleted one comes back with a new ID"
  `);
  expect(about('auth_division')).toMatchInlineSnapshot(`
    "name       its name, unique in the org
    actions    create, update, delete
    rename     with  was: <old name>
    fixed      the home division of an org cannot be deleted
    undo       a deleted one is restored with its ID"
  `);
});

test('fields say their form, and what holds for them', () => {
  expect(textOf('architect_emergencygroup')).toMatch(/^ {2}enabled +boolean, a live switch$/m);
  expect(textOf('architect_schedules')).toMatch(
    /^ {2}start +local date and time, as in 2026-12-25T00:00, required for a new one$/m,
  );
  expect(textOf('telephony_providers_edges_did_pool')).toMatch(
    /^ {2}endPhoneNumber +text, required for a new one, only for a new one$/m,
  );
  expect(textOf('user')).toContain(
    'add | remove | exactly: name of a role with divisions: [name of a division | { home: true } | "*"]\n',
  );
  expect(textOf('routing_skill_group')).toContain(
    'add | remove | exactly: name of a division | { home: true } | "*"\n',
  );
  expect(textOf('routing_queue')).toMatch(
    /^ {2}outboundEmailAddress\.route +name of an e-mail route, domain beside it$/m,
  );
});

test('an example is written in the words of the type', () => {
  expect(examplesIn(textOf('architect_emergencygroup')).join('---\n')).toMatchInlineSnapshot(`
    "name: example
    changes:
      - type: architect_emergencygroup
        name: <name of the emergency group>
        set:
          description: <text>
          division: <name of a division>
          emergencyCallFlows:
            add:
              - emergencyFlow: <name of an inbound call flow>
                ivrs:
                  - <name of a call route>
    ---
    name: example
    changes:
      - type: architect_emergencygroup
        name: <name of the emergency group>
        action: switch
        set:
          enabled: true
    "
  `);
  expect(examplesIn(textOf('routing_email_route')).join('---\n')).toMatchInlineSnapshot(`
    "name: example
    changes:
      - type: routing_email_route
        in: <name of an e-mail domain>
        name: <pattern of the e-mail route>
        set:
          allowMultipleActions: true
          autoBcc:
            add:
              - email: <text>
                name: <text>
          flow: <name of an inbound email flow>
          fromName: <text>
          historyInclusion: Include
          mailboxFolders:
            add:
              - <text>
          replyEmailAddress:
            domain: <name of an e-mail domain>
            route: <pattern of an e-mail route>
          skills:
            add:
              - <name of a skill>
    "
  `);
  expect(examplesIn(textOf('user')).join('---\n')).toMatchInlineSnapshot(`
    "name: example
    changes:
      - type: user
        name: <email of the user>
        set:
          acdAutoAnswer: true
          addresses:
            - address: <text>
              countryCode: <text>
          biography:
            biography: <text>
            education:
              - dateEnd: <text>
                dateStart: <text>
          certifications:
            add:
              - <text>
          division: <name of a division>
          locations:
            add:
              - <name of a location>
          name: <text>
          state: active
          skills:
            add:
              <name of a skill>:
                proficiency: 5
          languages:
            add:
              <name of a language>:
                proficiency: 5
          roles:
            add:
              <name of a role>:
                divisions:
                  - <name of a division>
    "
  `);
});

test('scripts get the same facts', () => {
  expect(typesCommand('architect_emergencygroup').json).toMatchObject({
    type: 'architect_emergencygroup',
    identity: '/name',
    singleton: false,
    actions: ['create', 'update', 'delete', 'switch'],
    switches: ['/enabled'],
    rights: expect.arrayContaining([{ what: 'create', needs: ['routing:emergencyGroup:add'] }]),
    example: { type: 'architect_emergencygroup', name: '<name of the emergency group>' },
  });
});

test.each([
  ['queue', 'routing_queue'],
  ['Queues', 'routing_queue'],
  ['edge_group', 'telephony_providers_edges_edge_group'],
  ['call route', 'architect_ivr'],
  ['genesyscloud_routing_skil', 'routing_skill'],
])('%s is no type, but is near %s', (written, type) => {
  const hint = `Did you mean "${type}"?`;
  expect(() => typesCommand(written)).toThrow(
    expect.objectContaining({ diagnostics: [expect.objectContaining({ code: 'type.unknown', hint })] }),
  );
});
