import { describe, expect, onTestFinished, test } from 'vitest';
import {
  idOf,
  orgFromAnswers,
  type PlatformAnswer,
  paths,
  type Sandbox,
  startSandbox,
} from '../../src/sandbox/index.ts';

async function open(options: Parameters<typeof startSandbox>[0] = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ rateLimit: 1_000_000, ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** Asks for paths with their queries, as one client. */
async function asked(sandbox: Sandbox, urls: readonly string[]): Promise<PlatformAnswer[]> {
  const { id, secret } = sandbox.client;
  const basic = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
  const text = async () => 'grant_type=client_credentials';
  const login = await sandbox.answer({
    method: 'POST',
    url: '/oauth/token',
    headers: { authorization: basic },
    text,
  });
  const { access_token: token } = login.body as { access_token: string };
  const headers = { authorization: `Bearer ${token}` };
  return Promise.all(
    urls.map(async (url) => {
      const { status, body } = await sandbox.answer({ method: 'GET', url, headers, text: async () => '' });
      expect(status, url).toBe(200);
      return { path: url.split('?')[0] ?? '', body };
    }),
  );
}

const CARDS = idOf(paths.QUEUES, 'Cards');
const ADA = idOf(paths.USERS, 'ada.lovelace@harbour.example');

/** Everything of which a copy keeps something, with what it refers to. */
const WHOLE = [
  '/api/v2/organizations/me',
  '/api/v2/tokens/me',
  '/api/v2/authorization/subjects/me',
  `${paths.USERS}?pageSize=500&state=any`,
  ...[paths.DIVISIONS, paths.ROLES, paths.SKILLS, paths.LANGUAGES, paths.QUEUES, paths.WRAPUP_CODES],
  ...[paths.FLOWS, paths.PROMPTS, paths.SCRIPTS, paths.GROUPS, paths.TEAMS, paths.SKILL_GROUPS],
  ...[paths.SCHEDULES, paths.SCHEDULE_GROUPS, paths.IVRS, paths.EMERGENCY_GROUPS, paths.LOCATIONS],
  ...[paths.DID_POOLS, paths.EXTENSION_POOLS, paths.SITES, paths.TRUNK_BASES, paths.EDGE_GROUPS],
  ...[paths.EMAIL_DOMAINS, paths.LABELS, paths.LIBRARIES, paths.SMS_ADDRESSES],
].map((url) => (url.includes('?') || url.endsWith('/me') ? url : `${url}?pageSize=100`));

describe('an org made of answers', () => {
  test('answers as the org that gave them', async () => {
    const live = await open();
    const { collections } = live.snapshot();
    const first = (path: string): string => Object.keys(collections[path] ?? {})[0] ?? '';
    const [site, group, team] = [first(paths.SITES), first(paths.GROUPS), first(paths.TEAMS)];
    const parts = [
      `${paths.QUEUES}/${CARDS}`,
      `${paths.QUEUES}/${CARDS}/members?pageSize=100`,
      `${paths.QUEUES}/${CARDS}/wrapupcodes?pageSize=100`,
      `${paths.USERS}/${ADA}?expand=locations&expand=employerInfo&expand=biography&expand=certifications`,
      `${paths.USERS}/${ADA}/routingskills?pageSize=100`,
      `${paths.USERS}/${ADA}/routinglanguages?pageSize=100`,
      `${paths.USERS}/${ADA}/profileskills`,
      `/api/v2/authorization/subjects/${ADA}`,
      `${paths.GROUPS}/${group}/individuals`,
      `${paths.TEAMS}/${team}/members`,
      `${paths.SITES}/${site}/numberplans`,
      `${paths.SITES}/${site}/outboundroutes`,
      `${paths.EMAIL_DOMAINS}/mail.harbour.example/routes`,
      paths.UTILIZATION,
      `/api/v2/routing/users/${ADA}/utilization`,
      '/api/v2/routing/settings',
      '/api/v2/routing/settings/transcription',
      '/api/v2/authorization/permissions?pageSize=100',
    ];
    const told = [...WHOLE, ...parts];
    const before = await asked(live, told);
    const { state, left } = orgFromAnswers(before);
    expect(left).toEqual([]);
    const copy = await open({ seed: state });
    // What is counted over everybody is right only where everybody was read.
    expect(await asked(copy, parts.slice(1))).toEqual(before.slice(WHOLE.length + 1));
    expect(await asked(copy, WHOLE.slice(0, 2))).toEqual(before.slice(0, 2));
  });

  test('has by name what others refer to and nobody read', async () => {
    const live = await open();
    const { state, read, named } = orgFromAnswers(await asked(live, [`${paths.QUEUES}/${CARDS}`]));
    expect(read).toEqual(new Map([['queue', 1]]));
    expect(named).toBeGreaterThan(5);
    expect(state.collections[paths.FLOWS]).toEqual({
      [idOf(paths.FLOWS, 'Cards in-queue')]: {
        id: idOf(paths.FLOWS, 'Cards in-queue'),
        name: 'Cards in-queue',
      },
    });
    expect(Object.values(state.collections[paths.DIVISIONS] ?? {})).toContainEqual(
      expect.objectContaining({ homeDivision: true }),
    );
  });

  test('has the grants that listings tell, but of a subject that has told its own only those', async () => {
    const live = await open({ switches: { roleSubjects: 'inheriting' } });
    const listings = [
      `${paths.ROLES}/${idOf(paths.ROLES, 'Skills desk')}/subjectgrants?pageSize=100`,
      `${paths.DIVISIONS}/${idOf(paths.DIVISIONS, 'Cards')}/grants?pageSize=500`,
    ];
    const everybody = await asked(live, listings);
    const told = everybody.map(({ body }) => (body as { entities: { id: string }[] }).entities);
    const users = told[0]?.flatMap(({ id }) => (live.snapshot().collections[paths.USERS]?.[id] ? [id] : []));
    expect(users?.length).toBeGreaterThan(0);
    const subjects = (users ?? []).map((id) => `/api/v2/authorization/subjects/${id}?includeDuplicates=true`);
    const { state, left } = orgFromAnswers(
      await asked(
        live,
        [paths.USERS, paths.GROUPS]
          .map((path) => `${path}?pageSize=500`)
          .concat(`${paths.ROLES}?pageSize=100`, ...listings, ...subjects),
      ),
    );
    expect(left).toEqual([]);
    const copy = await open({ seed: state });
    const [role, division] = await asked(copy, listings);
    const ids = (answer: PlatformAnswer | undefined, field: string) =>
      ((answer?.body ?? {}) as { entities?: Record<string, string>[] }).entities
        ?.map((one) => one[field])
        .sort();
    expect(ids(role, 'id')).toEqual([idOf(paths.GROUPS, 'Service desk')]);
    expect(ids(division, 'subjectId')).toEqual(ids(everybody[1], 'subjectId'));
  });

  test('believes what was read of an object by its ID before what a listing says', async () => {
    const live = await open();
    const [group = ''] = Object.keys(live.snapshot().collections[paths.SKILL_GROUPS] ?? {});
    const [whole, listed] = await asked(live, [`${paths.SKILL_GROUPS}/${group}`, paths.SKILL_GROUPS]);
    for (const answers of [
      [whole, listed],
      [listed, whole],
    ]) {
      const { state } = orgFromAnswers(answers.flatMap((one) => one ?? []));
      expect(state.collections[paths.SKILL_GROUPS]?.[group]).toHaveProperty('skillConditions');
    }
  });

  test('gives its client the rights of the one that asked, and a secret of its own', async () => {
    const live = await open();
    const client = live.addClient({
      name: 'narrow',
      grants: [{ role: 'Reader', permissions: ['routing:queue:view'], divisions: ['*'] }],
    });
    const urls = ['/api/v2/tokens/me', '/api/v2/authorization/subjects/me'];
    const { state } = orgFromAnswers(await asked({ ...live, client }, urls));
    expect(state.clients).toEqual([
      {
        id: client.id,
        name: 'narrow',
        secret: expect.not.stringMatching(client.secret),
        grants: [{ role: 'Reader', permissions: ['routing:queue:view'], divisions: ['*'] }],
      },
    ]);
  });

  test('says which answers it has no place for', () => {
    const { left } = orgFromAnswers([{ path: '/api/v2/telephony/mediaregions', body: {} }]);
    expect(left).toEqual(['/api/v2/telephony/mediaregions']);
  });
});
