/**
 * A copy of another org, made from what the Platform API answered about it. What was not asked for is not there;
 * objects that are referred to and were not read stand there with their ID and, where an answer told it, their name.
 */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { COLLECTIONS, type Collection, collectionFor, ELEMENTS } from './collections.ts';
import { documentOf, OF_VERSIONS, without } from './copied.ts';
import { GRAMMAR_FILES, grammarDocument, grammarFilesPath, withNamesAlone } from './grammars.ts';
import { grantOf, grantsPath } from './grants.ts';
import { idOf } from './ids.ts';
import { arrayOf, at, idIn, isObject, type Json, type JsonObject, textOf } from './json.ts';
import type { Client, Document, OrgState } from './model.ts';
import { numbersOf } from './numbers.ts';
import * as paths from './paths.ts';
import { USER_LANGUAGES, USER_SKILLS } from './proficiencies.ts';
import { audioDocument, audioPath, resourceDocument } from './prompts.ts';
import { placesOf } from './references.ts';
import { SINGLETONS, type Singleton } from './singletons.ts';
import { plansPath, sowSite } from './sites.ts';
import { conditionNames } from './skill-groups.ts';
import { keptRow, rowsPath } from './tables.ts';
import { teamMembersPath } from './teams.ts';
import { below, stands } from './templates.ts';
import { METABASE_DOCUMENTS } from './trunks.ts';
import { keptOf, ONLY, UTILIZATIONS } from './utilization.ts';
import { waveOf } from './wave.ts';
import { DRAFT, versionsPath } from './web.ts';

/** An answer to a successful GET. */
export interface PlatformAnswer {
  /** Without the query, its parameters filled in. */
  readonly path: string;
  /** JSON; undefined where there was none. */
  readonly body: unknown;
}

export interface CopiedOrg {
  readonly state: OrgState;
  /** How many objects of each kind were read, `queue` to 31; parts of objects are `queue members` and the like. */
  readonly read: ReadonlyMap<string, number>;
  /** How many objects are there only because others refer to them. */
  readonly named: number;
  /** Paths whose answers have no place in the copy. */
  readonly left: readonly string[];
}

/** Where the document of a setting stands. */
const SETTINGS = 'settings';
const SUBJECTS = '/api/v2/authorization/subjects';

type Take = (copy: Copy, body: Json, ids: readonly string[], path: string) => void;

/** Answers that are neither the listing of a collection nor one of its objects. */
const PLACES: Readonly<Record<string, Take>> = {
  '/api/v2/organizations/me': (copy, body) => copy.organization(body),
  '/api/v2/tokens/me': (copy, body) => copy.client(at(body, 'OAuthClient')),
  [`${SUBJECTS}/me`]: (copy, body) => copy.clientGrants(body),
  [`${SUBJECTS}/{}`]: (copy, body, [id = '']) => copy.grants(body, id),
  [`${paths.ROLES}/{}/subjectgrants`]: (copy, body, [id = '']) => copy.roleSubjects(body, id),
  [`${paths.DIVISIONS}/{}/grants`]: (copy, body) => copy.listedGrants(arrayOf(at(body, 'entities'))),
  [`${paths.DIVISIONS}/home`]: (copy, body) => copy.object(paths.DIVISIONS, body),
  [`${paths.DIVISIONS}/deleted`]: (copy, body) =>
    copy.list(paths.DIVISIONS, body, `${paths.DIVISIONS}/deleted`),
  '/api/v2/authorization/divisionspermitted/paged/me': (copy, body) => copy.list(paths.DIVISIONS, body),
  '/api/v2/authorization/permissions': (copy, body) => copy.permissions(body),
  // Who uses what is found in the flows of the copy itself.
  '/api/v2/architect/dependencytracking/build': () => {},
  '/api/v2/architect/dependencytracking/consumingresources': () => {},
  [`${paths.RESPONSE_ASSETS}/search`]: (copy, body) =>
    copy.list(paths.RESPONSE_ASSETS, { entities: arrayOf(at(body, 'results')) }),
  '/api/v2/scripts/published': (copy, body) => copy.list(paths.SCRIPTS, body),
  [`${paths.QUEUES}/{}/members`]: (copy, body, _, path) => copy.queueMembers(body, path),
  [`${paths.QUEUES}/{}/wrapupcodes`]: (copy, body, _, path) => copy.elements(body, path),
  [`${paths.GROUPS}/{}/individuals`]: (copy, body, _, path) => copy.elements(body, path),
  [`${paths.GROUPS}/{}/members`]: (copy, body, [id = '']) =>
    copy.elements(body, `${paths.GROUPS}/${id}/individuals`),
  [`${paths.TEAMS}/{}/members`]: (copy, body, _, path) => copy.elements(body, path),
  [`${paths.USERS}/{}/routingskills`]: (copy, body, _, path) => copy.elements(body, path, ['proficiency']),
  [`${paths.USERS}/{}/routinglanguages`]: (copy, body, _, path) => copy.elements(body, path, ['proficiency']),
  [`${paths.USERS}/{}/profileskills`]: (copy, body, [id = '']) =>
    copy.add(paths.USERS, { id, profileSkills: body }),
  [`${paths.SKILL_GROUPS}/{}/members/divisions`]: (copy, body, [id = '']) =>
    copy.add(paths.SKILL_GROUPS, { id, memberDivisions: copy.divisionsBeside(id, body) }),
  [rowsPath('{}')]: (copy, body, [table = '']) => copy.rows(arrayOf(at(body, 'entities')), table),
  [`${rowsPath('{}')}/{}`]: (copy, body, [table = '']) => copy.rows([body], table),
  [`${paths.CREDENTIALS}/listing`]: (copy, body) => copy.list(paths.CREDENTIALS, body),
  [`${paths.INTEGRATIONS}/{}/config/current`]: (copy, body, [id = '']) => copy.config(body, id),
  [`${paths.ACTIONS}/{}/templates/{}`]: (copy, body, [id = '', name = '']) => copy.template(body, id, name),
  [paths.PROMPT_RESOURCES]: (copy, body, [prompt = '']) => {
    for (const item of arrayOf(at(body, 'entities'))) copy.promptLanguage(prompt, item);
  },
  [`${paths.PROMPT_RESOURCES}/{}`]: (copy, body, [prompt = '']) => copy.promptLanguage(prompt, body),
  [`${paths.WEB_CONFIGURATIONS}/{}/versions`]: (copy, body, [id = '']) => copy.versions(body, id),
  [paths.NUMBER_PLANS]: (copy, body, _, path) => copy.plans(body, path),
  [paths.UTILIZATION]: (copy, body, _, path) => copy.utilization(body, path),
  [UTILIZATIONS]: (copy, body, _, path) => {
    if (at(body, 'level') === 'Agent') copy.utilization(body, path);
  },
  ...Object.fromEntries(
    SINGLETONS.map((singleton): [string, Take] => [
      singleton.path,
      (copy, body, _, path) => copy.setting(body, path, singleton),
    ]),
  ),
};

/** Makes an org of answers. Of several about the same object, those by its ID count before those of listings. */
export function orgFromAnswers(answers: readonly PlatformAnswer[]): CopiedOrg {
  const copy = new Copy();
  const routed = answers.flatMap(({ path, body }) =>
    body === undefined ? [] : [route(path, structuredClone(body) as Json)],
  );
  const inOrder = routed.sort((one, other) => one.rank - other.rank);
  for (const { take } of inOrder) take(copy);
  return copy.finished();
}

interface Routed {
  /** Listings come before single objects, and these before answers about parts of them. */
  readonly rank: number;
  readonly take: (copy: Copy) => void;
}

function route(path: string, body: Json): Routed {
  const special = Object.keys(PLACES).find((template) => stands(template, path));
  if (special !== undefined) {
    const ids = idsIn(special, path);
    return { rank: 2, take: (copy) => PLACES[special]?.(copy, body, ids, path) };
  }
  if (collectionFor(path)) return { rank: 0, take: (copy) => copy.list(path, body) };
  const listing = path.slice(0, path.lastIndexOf('/'));
  if (collectionFor(listing)) return { rank: 1, take: (copy) => copy.object(listing, body) };
  return { rank: 2, take: (copy) => copy.leave(path) };
}

/** What stands in a path in the place of a template's `{}`. */
function idsIn(template: string, path: string): string[] {
  const parts = path.split('/');
  return template.split('/').flatMap((part, index) => (part === '{}' ? [parts[index] ?? ''] : []));
}

class Copy {
  #organization: Document = { id: randomUUID(), name: 'Copy' };
  #client: Client = {
    id: randomUUID(),
    secret: randomUUID(),
    name: 'rehearsal',
    grants: [{ role: 'Everything', permissions: ['*:*:*'], divisions: ['*'] }],
  };
  #permissions: NonNullable<OrgState['permissions']> | undefined;
  readonly #collections: OrgState['collections'] = {};
  /** Paths that an answer told of, whether or not it had anything in it. */
  readonly #asked = new Set<string>();
  /** Objects that others name, by the path of their collection and their ID. */
  readonly #named = new Map<string, { path: string; document: Document }>();
  readonly #listedGrants: Json[] = [];
  readonly #left = new Set<string>();

  organization(body: Json): void {
    if (isObject(body)) this.#organization = { ...without(body, ['selfUri']), id: idIn(body) ?? '' };
  }

  client(body: Json | undefined): void {
    this.#client = {
      ...this.#client,
      id: idIn(body) ?? this.#client.id,
      name: textOf(at(body, 'name')) ?? this.#client.name,
    };
  }

  clientGrants(body: Json): void {
    const grants = arrayOf(at(body, 'grants')).map((grant) => ({
      role: textOf(at(grant, 'role', 'name')) ?? '',
      permissions: arrayOf(at(grant, 'role', 'policies')).flatMap(permissionsIn),
      divisions: [idIn(at(grant, 'division')) ?? '*'],
    }));
    this.#client = { ...this.#client, grants };
  }

  permissions(body: Json): void {
    this.#permissions ??= {};
    for (const domain of arrayOf(at(body, 'entities'))) {
      const map = at(domain, 'permissionMap');
      this.#permissions[textOf(at(domain, 'domain')) ?? ''] = Object.fromEntries(
        Object.entries(isObject(map) ? map : {}).map(([entity, all]) => [
          entity,
          arrayOf(all).flatMap((one) => textOf(at(one, 'action')) ?? []),
        ]),
      );
    }
  }

  /** The objects of a listing. */
  list(path: string, body: Json, into = path): void {
    this.#asked.add(into);
    for (const item of arrayOf(at(body, 'entities'))) this.object(path, item, into);
  }

  /** One object, whole or as a listing tells of it. */
  object(path: string, body: Json, into = path): void {
    const collection = collectionFor(path);
    const id = idIn(body);
    if (!collection || id === undefined || !isObject(body)) return;
    this.#nameReferences(collection, body);
    this.#put(into, documentOf(collection, body, id));
    if (path === paths.USERS) this.#proficiencies(id, body);
    if (path === paths.GRAMMARS) this.#grammarLanguages(id, body);
  }

  /** What a user can do, where the answer about the user tells it. */
  #proficiencies(userId: string, user: JsonObject): void {
    for (const [field, { part }] of [
      ['skills', USER_SKILLS],
      ['languages', USER_LANGUAGES],
    ] as const) {
      const held = user[field];
      if (Array.isArray(held))
        this.elements({ entities: held }, `${paths.USERS}/${userId}/${part}`, ['proficiency']);
    }
  }

  #put(path: string, document: Document): void {
    this.#collections[path] = { ...this.#collections[path], [document.id]: document };
  }

  /** Fields of an object that come by a call of their own. */
  add(path: string, fields: Document): void {
    const known = this.#collections[path]?.[fields.id];
    this.#put(path, { ...known, ...fields });
  }

  /** The languages of a grammar. Files are not read: a line stands for each. */
  #grammarLanguages(grammar: string, { languages }: JsonObject): void {
    for (const item of arrayOf(languages)) {
      const language = textOf(at(item, 'language'));
      if (language === undefined || !isObject(item)) continue;
      const plain = withNamesAlone(without(item, ['dtmfFileUrl', 'voiceFileUrl', 'selfUri']));
      const named = Object.entries(plain).filter(([, value]) => value !== null);
      const own = { ...Object.fromEntries(named), id: language, language, grammarId: grammar };
      this.#put(below(paths.GRAMMAR_LANGUAGES, [grammar]), own);
      for (const kind of GRAMMAR_FILES) {
        if (at(item, `${kind}FileMetadata`, 'dateUploaded') === undefined) continue;
        const standIn = grammarDocument(language, kind, Buffer.from('<grammar/>'), 0);
        this.#put(grammarFilesPath(grammar), { ...standIn, standsIn: true });
      }
    }
  }

  /** What a prompt says in a language. Audio is not read: silence stands for it. */
  promptLanguage(prompt: string, item: Json): void {
    const language = textOf(at(item, 'language'));
    if (language === undefined || !isObject(item)) return;
    this.#put(below(paths.PROMPT_RESOURCES, [prompt]), resourceDocument(item, prompt, language));
    if (item.uploadStatus === 'transcoded')
      this.#put(audioPath(prompt), { ...audioDocument(language, waveOf(language), 0), standsIn: true });
  }

  /** Parts of an object that are other objects: kept are their IDs and these fields. */
  elements(body: Json, path: string, fields: readonly string[] = []): void {
    this.#asked.add(path);
    const template = Object.keys(ELEMENTS).find((one) => stands(one, path)) ?? '';
    const target = collectionFor(ELEMENTS[template] ?? '');
    for (const item of arrayOf(at(body, 'entities'))) {
      const id = idIn(item);
      if (!target || id === undefined || !isObject(item)) continue;
      const own = Object.fromEntries(Object.entries(item).filter(([key]) => fields.includes(key)));
      this.#put(path, { ...own, id });
      this.#nameReferences(target, item);
      this.#name(target.path, documentOf(target, without(item, fields), id));
    }
  }

  /** Who is a member through a group is one there. */
  queueMembers(body: Json, path: string): void {
    this.#asked.add(path);
    for (const item of arrayOf(at(body, 'entities'))) {
      const id = idIn(item);
      if (id === undefined || !isObject(item)) continue;
      const { name, user, ringNumber = 1, joined = true } = item;
      const email = at(user, 'email');
      this.#name(paths.USERS, { id, ...(name ? { name } : {}), ...(email ? { email } : {}) });
      if (item.memberBy === 'group') this.#memberByGroup(path, id);
      else this.#put(path, { id, ringNumber, joined });
    }
  }

  #memberByGroup(path: string, id: string): void {
    const [, queueId = ''] = /queues\/([^/]+)\/members$/.exec(path) ?? [];
    const groups = arrayOf(this.#collections[paths.QUEUES]?.[queueId]?.memberGroups);
    const group = idIn(groups.find((one) => at(one, 'type') === 'GROUP'));
    const individuals = `${paths.GROUPS}/${group}/individuals`;
    if (group !== undefined && !this.#asked.has(individuals)) this.#put(individuals, { id });
  }

  /** The grants that a subject holds itself. */
  grants(body: Json, subjectId: string): void {
    this.#asked.add(grantsPath(subjectId));
    for (const grant of arrayOf(at(body, 'grants')))
      if (at(grant, 'subjectId') === subjectId) this.#grant(grant);
  }

  /** The subjects that hold a role, each with its divisions. */
  roleSubjects(body: Json, roleId: string): void {
    for (const subject of arrayOf(at(body, 'entities')))
      this.listedGrants(
        arrayOf(at(subject, 'divisions')).map((division) => ({
          subjectId: idIn(subject) ?? '',
          role: { id: roleId },
          division,
        })),
      );
  }

  /** Grants as a listing tells them: what a subject itself has told counts before them. */
  listedGrants(grants: readonly Json[]): void {
    this.#listedGrants.push(...grants);
  }

  #grant(grant: Json): void {
    const [role, division] = [at(grant, 'role'), at(grant, 'division')];
    const pair = { roleId: idIn(role) ?? '', divisionId: idIn(division) ?? '' };
    const made = Date.parse(textOf(at(grant, 'grantMadeAt')) ?? '') || 0;
    this.#put(grantsPath(textOf(at(grant, 'subjectId')) ?? ''), grantOf(pair, made));
    const name = at(role, 'name');
    this.#name(paths.ROLES, { id: pair.roleId, ...(name === undefined ? {} : { name }) });
    if (pair.divisionId !== '*')
      this.#name(paths.DIVISIONS, { id: pair.divisionId, name: at(division, 'name') ?? '' });
  }

  #completeGrants(): void {
    const isTold = (grant: Json) => this.#asked.has(grantsPath(textOf(at(grant, 'subjectId')) ?? ''));
    for (const grant of this.#listedGrants) if (!isTold(grant)) this.#grant(grant);
  }

  /** The member divisions of a skill group beside its own. */
  divisionsBeside(groupId: string, body: Json): Json[] {
    const all = arrayOf(at(body, 'entities'));
    for (const one of all) this.#name(paths.DIVISIONS, { id: idIn(one) ?? '', name: at(one, 'name') ?? '' });
    const own = idIn(this.#collections[paths.SKILL_GROUPS]?.[groupId]?.division);
    return all.flatMap((one) => idIn(one) ?? []).filter((id) => id !== own);
  }

  /** Rows of a data table: whole, as nobody asks for their keys alone. */
  rows(rows: readonly Json[], table: string): void {
    const path = rowsPath(table);
    const kept = rows.filter(isObject).map(keptRow);
    this.#collections[path] = {
      ...this.#collections[path],
      ...Object.fromEntries(kept.map((row) => [row.id, row])),
    };
  }

  /** The one configuration of an integration. */
  config(body: Json, integrationId: string): void {
    const collection = collectionFor(paths.INTEGRATION_CONFIGS);
    const path = below(paths.INTEGRATION_CONFIGS, [integrationId]);
    if (!collection || !isObject(body)) return;
    this.#asked.add(path);
    this.#nameReferences(collection, body);
    this.#put(path, documentOf(collection, body, 'current'));
  }

  /** A template of a data action, which has told where it is. */
  template(body: Json, actionId: string, name: string): void {
    const action = this.#collections[paths.ACTIONS]?.[actionId];
    const [part, own] = name.startsWith('request')
      ? (['request', 'requestTemplate'] as const)
      : (['response', 'successTemplate'] as const);
    const config = isObject(action?.config) ? action.config : {};
    const whole = { ...(isObject(config[part]) ? config[part] : {}), [own]: body };
    const known = without(whole, [`${own}Uri`]);
    this.add(paths.ACTIONS, { id: actionId, config: { ...config, [part]: known } });
  }

  plans(body: Json, path: string): void {
    this.#asked.add(path);
    for (const plan of arrayOf(body))
      if (isObject(plan)) this.#put(path, { ...without(plan, ['selfUri']), id: idIn(plan) ?? '' });
  }

  utilization(body: Json, path: string): void {
    if (!isObject(body)) return;
    const { labelUtilizations, level: _, ...rest } = without(body, ['selfUri']);
    const labels = Object.entries(isObject(labelUtilizations) ? labelUtilizations : {}).map(
      ([id, label]): [string, Json] => {
        this.#name(paths.LABELS, { id, name: at(label, 'labelName') ?? '' });
        return [id, isObject(label) ? without(label, ['labelName']) : label];
      },
    );
    const whole = { ...rest, labelUtilizations: Object.fromEntries(labels) };
    this.#put(path, { ...(path === paths.UTILIZATION ? keptOf(whole) : whole), id: ONLY });
  }

  /** Settings that are as they came are not kept. */
  setting(body: Json, path: string, { defaults, grown = {} }: Singleton): void {
    if (!isObject(body)) return;
    const fields = without(body, ['id', 'selfUri']);
    if (!isDeepStrictEqual(fields, { ...defaults, ...grown })) this.#put(path, { ...fields, id: SETTINGS });
  }

  /** The versions of a messenger's configuration, and its draft; where that is not told, it is as the newest one. */
  versions(body: Json, id: string): void {
    const all = arrayOf(at(body, 'entities')).filter(isObject);
    const numbered = all.filter(({ version }) => version !== DRAFT);
    for (const version of numbered) {
      const own = without(version, ['selfUri', 'status', 'version']);
      this.#put(versionsPath(id), { ...own, id: String(version.version) });
    }
    const [newest] = numbered.toSorted((one, other) => Number(other.version) - Number(one.version));
    const draft = all.find(({ version }) => version === DRAFT) ?? newest;
    if (!draft) return;
    const bare = (one: JsonObject): JsonObject => without(one, [...OF_VERSIONS, 'selfUri', 'id']);
    const published = newest ? { published: without(bare(newest), ['dateCreated', 'dateModified']) } : {};
    this.#put(paths.WEB_CONFIGURATIONS, { ...bare(draft), ...published, id });
  }

  /** Versions that deployments name and nobody has read. */
  #completeVersions(): void {
    for (const { configuration } of Object.values(this.#collections[paths.WEB_DEPLOYMENTS] ?? {})) {
      const [of, id] = [idIn(configuration) ?? '', textOf(at(configuration, 'version')) ?? ''];
      const known = this.#collections[versionsPath(of)];
      if (!known || !Object.hasOwn(known, id)) this.#put(versionsPath(of), { id });
    }
  }

  leave(path: string): void {
    this.#left.add(path);
  }

  /** What an answer tells of the objects that it refers to. */
  #nameReferences({ references }: Collection, answer: JsonObject): void {
    for (const { target, id, value, holder } of placesOf(answer, references)) {
      if (target === '') continue;
      const owner = Array.isArray(holder) ? undefined : idIn(holder.domain);
      const path = target.includes('{}') ? below(target, [owner ?? 'unknown']) : target;
      const told = isObject(value) ? value : {};
      const fields = Object.entries(told).filter(([key]) => ['name', 'pattern'].includes(key));
      this.#name(path, { id, ...Object.fromEntries(fields) });
    }
  }

  #name(path: string, document: Document): void {
    const key = `${path} ${document.id}`;
    const known = this.#named.get(key)?.document;
    this.#named.set(key, { path, document: { ...known, ...document } });
  }

  finished(): CopiedOrg {
    const read = this.#counts();
    this.#completeGrants();
    this.#completeNames();
    this.#completeTeams();
    this.#completeSites();
    this.#completeNumbers();
    this.#completeVersions();
    for (const metabase of METABASE_DOCUMENTS)
      if (!this.#has(paths.TRUNK_METABASES, metabase.id))
        this.#put(paths.TRUNK_METABASES, structuredClone(metabase));
    const before = this.#size();
    this.#putNamed();
    const named = this.#size() - before;
    this.#completeHome();
    const state: OrgState = {
      organization: this.#organization,
      clients: [this.#client],
      collections: this.#collections,
      audits: [],
      ...(this.#permissions ? { permissions: this.#permissions } : {}),
    };
    return { state, read, named, left: [...this.#left] };
  }

  #size(): number {
    return Object.values(this.#collections).reduce((sum, one) => sum + Object.keys(one).length, 0);
  }

  #counts(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const [path, documents] of Object.entries(this.#collections)) {
      const kind = kindOf(path);
      counts.set(kind, (counts.get(kind) ?? 0) + Object.keys(documents).length);
    }
    return new Map([...counts].filter(([, count]) => count > 0));
  }

  #has(template: string, id: string): boolean {
    return Object.entries(this.#collections).some(
      ([path, documents]) => stands(template, path) && Object.hasOwn(documents, id),
    );
  }

  #putNamed(): void {
    for (const { path, document } of this.#named.values()) {
      const collection = collectionFor(path);
      if (document.id === '*' || !collection || this.#has(collection.path, document.id)) continue;
      // A trunk that a route uses leads out of the org.
      const fields = path === paths.TRUNK_BASES ? { trunkType: 'EXTERNAL' } : {};
      this.#put(path, { ...fields, ...document });
    }
  }

  /** Skills and languages that conditions of skill groups name. */
  #completeNames(): void {
    for (const group of Object.values(this.#collections[paths.SKILL_GROUPS] ?? {})) {
      for (const { from, name } of conditionNames(group)) {
        const known = Object.values(this.#collections[from] ?? {}).some((one) => one.name === name);
        const told = [...this.#named.values()].some(
          ({ path, document }) => path === from && document.name === name,
        );
        if (!known && !told) this.#name(from, { id: idOf(from, name), name });
      }
    }
  }

  /** Members of teams, who are in the division of their team. */
  #completeTeams(): void {
    for (const team of Object.values(this.#collections[paths.TEAMS] ?? {})) {
      const { division } = team;
      const members = Object.keys(this.#collections[teamMembersPath(team.id)] ?? {});
      if (division !== undefined) for (const id of members) this.#name(paths.USERS, { id, division });
    }
  }

  /** Number plans of sites whose routes were read and whose plans were not: routes name their classifications. */
  #completeSites(): void {
    for (const site of Object.values(this.#collections[paths.SITES] ?? {})) {
      const path = plansPath(site.id);
      if (this.#asked.has(path)) continue;
      const plans = sowSite(site).filter((seedling) => seedling.path === path);
      for (const { document } of plans) this.#put(path, document);
      const routes = Object.values(this.#collections[below(paths.OUTBOUND_ROUTES, [site.id])] ?? {});
      const known = new Set(plans.map(({ document }) => document.classification));
      const others = routes
        .flatMap((one) => arrayOf(one.classificationTypes))
        .filter((one) => !known.has(one));
      for (const classification of new Set(others)) {
        const name = String(classification);
        this.#put(path, { id: idOf(path, name), name, classification: name, priority: 100 });
      }
    }
  }

  /** Pools for the numbers that call routes have, where pools were not read: the numbers may go and come back. */
  #completeNumbers(): void {
    if (this.#asked.has(paths.DID_POOLS)) return;
    for (const ivr of Object.values(this.#collections[paths.IVRS] ?? {})) {
      for (const number of numbersOf(ivr)) {
        const pool = { startPhoneNumber: number, endPhoneNumber: number, state: 'active' };
        this.#name(paths.DID_POOLS, { ...pool, id: idOf(paths.DID_POOLS, number) });
      }
    }
  }

  #completeHome(): void {
    const divisions = Object.values(this.#collections[paths.DIVISIONS] ?? {});
    if (divisions.some(({ homeDivision }) => homeDivision === true)) return;
    const likely = divisions.find(({ name }) => name === 'Home');
    const home = likely ?? { id: idOf(paths.DIVISIONS, 'Home'), name: 'Home' };
    this.#put(paths.DIVISIONS, { ...home, homeDivision: true });
  }
}

function permissionsIn(policy: Json): string[] {
  const [domain, entity] = [at(policy, 'domain'), at(policy, 'entityName')];
  return arrayOf(at(policy, 'actions')).map((action) => `${domain}:${entity}:${action}`);
}

/** `EmailRoute` as people write it: "email route". */
function kindOf(path: string): string {
  const words = (text: string): string =>
    text
      .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
      .replaceAll(/\b[A-Z](?=[a-z])/g, (letter) => letter.toLowerCase());
  const own = collectionFor(path);
  if (own) return words(own.entity);
  const setting = SINGLETONS.find((one) => stands(one.path, path));
  if (setting) return words(setting.entity);
  const owner = COLLECTIONS.find((one) => stands(`${one.path}/{}/${path.split('/').at(-1)}`, path));
  const part = path.split('/').at(-1) ?? '';
  if (owner) return `${words(owner.entity)} ${PART_WORDS[part] ?? part}`;
  return PART_WORDS[part] ?? part;
}

const PART_WORDS: Readonly<Record<string, string>> = {
  numberplans: 'number plans',
  routinglanguages: 'languages',
  routingskills: 'skills',
  wrapupcodes: 'wrap-up codes',
};
