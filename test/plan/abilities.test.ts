import { expect, test } from 'vitest';
import { abilitiesOf } from '../../src/plan/abilities.ts';
import type { Grant } from '../../src/plan/facts.ts';

function grant(division: string, entity: string, ...actions: string[]): Grant {
  const [domain = '', name = ''] = entity.split(':');
  return { division, divisionName: `Division ${division}`, policies: [{ domain, entity: name, actions }] };
}

function abilities(type: string, ...grants: Grant[]) {
  return abilitiesOf(grants).find((row) => row.type === type);
}

test('without grants nothing may be done but reading what needs no permission', () => {
  expect(abilities('routing_queue')).toMatchObject({
    read: { may: 'no', lacks: expect.arrayContaining(['routing:queue:view']) },
    create: { may: 'no', lacks: ['routing:queue:add'] },
    delete: { may: 'no', lacks: ['routing:queue:delete'] },
  });
  expect(abilities('auth_division')).toMatchObject({ read: { may: 'yes' }, create: { may: 'no' } });
});

test('what there is no call for is never done', () => {
  expect(abilities('routing_settings', grant('*', '*:*', '*'))).toMatchObject({
    create: { may: 'never' },
    update: { may: 'yes' },
    delete: { may: 'never' },
  });
});

test('a grant in some divisions is named where objects have divisions, and is enough where they have none', () => {
  const where = { may: 'some', divisions: ['Division a', 'Division b'] };
  expect(
    abilities('routing_queue', grant('a', 'routing:queue', 'add'), grant('b', 'routing:*', '*')),
  ).toMatchObject({ create: where });
  expect(abilities('auth_division', grant('a', 'authorization:division', 'edit'))).toMatchObject({
    update: { may: 'yes' },
  });
});

test('calls that need several permissions are possible where all of them are held', () => {
  const edit = (...divisions: string[]) =>
    divisions.map((division) => grant(division, 'routing:wrapupCode', 'view'));
  expect(abilities('routing_wrapupcode', ...edit('a', 'b'))?.read).toEqual({
    may: 'some',
    divisions: ['Division a', 'Division b'],
  });
  expect(abilities('auth_division', grant('*', 'authorization:division', 'add'))?.create).toEqual({
    may: 'no',
    lacks: ['authorization:grant:add'],
  });
});

test('any one of several permissions is enough', () => {
  expect(abilities('routing_skill', grant('*', 'routing:skill', 'manage'))).toMatchObject({
    create: { may: 'yes' },
    update: { may: 'no', lacks: ['routing:skill:update'] },
    delete: { may: 'yes' },
  });
});
