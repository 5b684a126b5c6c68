import { operations as contract } from '../catalog/generated/operations.ts';
import { typeNamed } from '../catalog/index.ts';
import type { ResourceType } from '../catalog/vocabulary.ts';
import { creatorOf, type Document, idOf } from './document.ts';
import { type Grant, hasFields, type Inquiry, identityOf, idOfObject } from './facts.ts';
import { allows } from './identify.ts';
import { type OperationKey, objectKey } from './intent.ts';
import { type Arranged, arrange, type Change, titleOf } from './operations.ts';
import type { DivisionNeeded, MissingRight, Operation, Plan, Rights, Step } from './plan.ts';

/** Stands for all divisions, in grants and in objects. */
export const ALL = '*';
const DIVISION = '/division';

/** Where a call acts. */
type Place =
  | { readonly kind: 'division'; readonly id: string; readonly name?: string }
  /** A division that does not exist yet, or that nobody told. */
  | { readonly kind: 'unknown'; readonly name?: string }
  /** Divisions play no part: a grant in any of them counts. */
  | { readonly kind: 'none' };

type Verdict = 'held' | 'refused' | 'unknown';

/** Alternatives: any one of these permissions would do. */
type Need = readonly string[];

/**
 * What a call needs: one of each group of alternatives. Empty where the contract does not say; such a call is tried.
 */
export function needsOf(op: string): readonly Need[] {
  const { all, any } = contract[op] ?? {};
  if (any && any.length > 0) return [any];
  return (all ?? []).map((permission) => [permission]);
}

/** The same of a step: of one that begins a job also to see how far it is, and what the work itself takes. */
function needsOfStep(type: ResourceType, step: Step, isNew: boolean): readonly Need[] {
  const job = step.job === undefined ? undefined : type.jobs?.[step.job];
  if (!job) return needsOf(step.op);
  const work = (isNew ? job.making : job.changing) ?? [];
  const looks = job.watch ? needsOf(job.watch.op) : [];
  return [...needsOf(step.op), ...looks, ...work.map((permission) => [permission])];
}

/** Whether one of these permissions is held there. A grant in all divisions counts everywhere. */
export function verdictOn(need: Need, place: Place, grants: readonly Grant[]): Verdict {
  const having = grants.filter((grant) => need.some((permission) => allows(grant, permission)));
  const counts = (grant: Grant): boolean =>
    grant.division === ALL ||
    place.kind === 'none' ||
    (place.kind === 'division' && grant.division === place.id);
  if (having.some(counts)) return 'held';
  return place.kind === 'unknown' && having.length > 0 ? 'unknown' : 'refused';
}

/** Whether objects of the type are in divisions. */
export function isDivided(type: ResourceType): boolean {
  return type.references?.[DIVISION] !== undefined;
}

/** What this org calls the division with that ID, where it is known. */
export type DivisionNames = (type: ResourceType, id: string) => string | undefined;

export interface Judged extends Arranged {
  readonly rights: Rights | undefined;
}

/**
 * Arranges what a planner drafted and judges the rights that its calls need, as soon as the draft is complete. The
 * grants are asked for along with the planner's own questions.
 */
export function arrangeWithRights(
  changes: readonly Change[],
  inquiry: Inquiry,
  nameOf: DivisionNames,
): Judged {
  if (changes.length > 0) inquiry.grants();
  if (inquiry.questions.length > 0) return { operations: [], diagnostics: [], rights: undefined };
  const arranged = arrange(changes);
  return { ...arranged, rights: rightsOf(changes, arranged.operations, inquiry, nameOf) };
}

/**
 * Which calls of the operations would be refused for want of a permission: each in the division of the object that it
 * writes, of a new object in the one that it gets. Undefined where nothing is written, and while a question is open.
 */
export function rightsOf(
  changes: readonly Change[],
  operations: readonly Operation[],
  inquiry: Inquiry,
  nameOf: DivisionNames,
): Rights | undefined {
  if (operations.length === 0) return undefined;
  const grants = inquiry.grants();
  return grants && new Judge(changes, grants, inquiry, nameOf).judged(operations);
}

class Judge {
  readonly #changes: ReadonlyMap<OperationKey, Change>;
  readonly #grants: readonly Grant[];
  readonly #inquiry: Inquiry;
  readonly #nameOf: DivisionNames;
  readonly #missing = new Map<string, { need: Need; place: Place; operations: Set<OperationKey> }>();
  readonly #calls = { held: 0, refused: 0, unknown: 0 };

  constructor(changes: readonly Change[], grants: readonly Grant[], inquiry: Inquiry, nameOf: DivisionNames) {
    this.#changes = new Map(changes.map((change) => [change.key, change]));
    this.#grants = grants;
    this.#inquiry = inquiry;
    this.#nameOf = nameOf;
  }

  judged(operations: readonly Operation[]): Rights {
    for (const operation of operations) this.#operation(operation);
    return { ...this.#calls, missing: [...this.#missing.values()].map((right) => this.#described(right)) };
  }

  /** Each call in the division where the object is by then; one that moves it, in the old and in the new one. */
  #operation({ key, steps }: Operation): void {
    const change = this.#changes.get(objectKey(key));
    if (!change) return;
    const { type, before, after } = change;
    const old = before && (() => this.#placeOf(type, before, false));
    const now = after && (() => this.#placeOf(type, after, before === undefined));
    let here = (key.endsWith('#link') ? now : old) ?? now ?? old;
    for (const step of steps) {
      const places = [here, ...(moves(step) ? [now] : [])].filter((place) => place !== undefined);
      const verdict = this.#call(key, needsOfStep(type, step, before === undefined), places);
      this.#calls[verdict] += 1;
      if (moves(step)) here = now;
    }
  }

  #call(key: OperationKey, needs: readonly Need[], places: readonly (() => Place)[]): Verdict {
    const verdicts = needs.flatMap((need) => places.map((place) => this.#need(key, need, place)));
    if (verdicts.length === 0) return 'unknown';
    return worst(verdicts);
  }

  /** Where a thing is, is looked up only when the grants in all divisions do not settle it. */
  #need(key: OperationKey, need: Need, placeOf: () => Place): Verdict {
    if (verdictOn(need, { kind: 'division', id: ALL }, this.#grants) === 'held') return 'held';
    const place = placeOf();
    const verdict = verdictOn(need, place, this.#grants);
    if (verdict === 'refused') {
      const id = `${need.join()} ${JSON.stringify(place)}`;
      const known = this.#missing.get(id);
      if (known) known.operations.add(key);
      else this.#missing.set(id, { need, place, operations: new Set([key]) });
    }
    return verdict;
  }

  #placeOf(type: ResourceType, document: Document, isNew: boolean): Place {
    const division = document[DIVISION.slice(1)];
    const creator = creatorOf(division);
    if (creator !== undefined) {
      const name = this.#changes.get(creator)?.live;
      return { kind: 'unknown', ...(name === undefined ? {} : { name }) };
    }
    const to = type.references?.[DIVISION]?.type;
    const id = idOf(division);
    if (id !== undefined) return this.#named(to, id);
    if (to === undefined) return { kind: 'none' };
    return (isNew && this.#home(typeNamed(to))) || { kind: 'unknown' };
  }

  #named(to: string | undefined, id: string): Place {
    const name =
      this.#grants.find((grant) => grant.division === id)?.divisionName ??
      (to === undefined ? undefined : this.#nameOf(typeNamed(to), id));
    return { kind: 'division', id, ...(name === undefined ? {} : { name }) };
  }

  /** Where a new object goes that does not say where. */
  #home(type: ResourceType): Place | undefined {
    const flags = type.marked?.['home'];
    const item = flags && this.#inquiry.listed(type)?.find((candidate) => hasFields(candidate, flags));
    return item && { kind: 'division', id: idOfObject(item), name: identityOf(type, item) };
  }

  #described({
    need,
    place,
    operations,
  }: {
    need: Need;
    place: Place;
    operations: ReadonlySet<OperationKey>;
  }): MissingRight {
    const division = divisionOf(place);
    return {
      permissions: need,
      ...(division ? { division } : {}),
      operations: [...operations],
      remedy: remedyFor(need, place, this.#grants),
    };
  }
}

/** Whether a call takes the object to another division. */
function moves(step: Step): boolean {
  return Object.hasOwn(step.asks, DIVISION);
}

function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('refused')) return 'refused';
  return verdicts.includes('unknown') ? 'unknown' : 'held';
}

function divisionOf(place: Place): DivisionNeeded | undefined {
  if (place.kind === 'none') return undefined;
  const { name } = place;
  return { ...(place.kind === 'division' ? { id: place.id } : {}), ...(name === undefined ? {} : { name }) };
}

/** `in division "Cards"`, `in all divisions`; empty where divisions play no part, or nobody told which. */
export function inDivision(division: DivisionNeeded | undefined): string {
  if (division?.id === ALL) return ' in all divisions';
  const name = division?.name ?? division?.id;
  return name === undefined ? '' : ` in division "${name}"`;
}

/** The objects that a right is needed for: `queue "Cards", queue "Billing" and 3 more`. */
export function objectsOf({ operations }: MissingRight, plan: Plan, most: number): string {
  const own = plan.operations.filter(({ key }) => operations.includes(key));
  const titles = [...new Set(own.map((operation) => titleOf(operation)))];
  const shown = titles.slice(0, most).join(', ');
  return titles.length > most ? `${shown} and ${titles.length - most} more` : shown;
}

/** What an administrator does: give a role that has it where it is missing, or the permission to a role there. */
function remedyFor(need: Need, place: Place, grants: readonly Grant[]): string {
  const what = need.join(' or ');
  const where = inDivision(divisionOf(place));
  const having = rolesOf(grants.filter((grant) => need.some((permission) => allows(grant, permission))));
  if (having) return `Grant the client the ${having}, which has it,${where} too.`;
  const isThere = ({ division }: Grant): boolean =>
    place.kind !== 'division' || division === ALL || division === place.id;
  const there = rolesOf(grants.filter(isThere));
  return there
    ? `Add ${what} to its ${there}, or grant it a role that has it${where}.`
    : `Grant the client a role that has ${what}${where}.`;
}

/** `role "Reader"`, `role "Reader" or "Writer"`; undefined where none has a name. */
function rolesOf(grants: readonly Grant[]): string | undefined {
  const names = [...new Set(grants.flatMap(({ role }) => (role === undefined ? [] : [`"${role}"`])))];
  return names.length > 0 ? `role ${names.slice(0, 3).join(' or ')}` : undefined;
}
