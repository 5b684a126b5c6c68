import { withArticle } from '../catalog/article.ts';
import { operations } from '../catalog/generated/operations.ts';
import { typeNamed } from '../catalog/index.ts';
import { calledAs, isRenamable } from '../catalog/renames.ts';
import type { ResourceType } from '../catalog/vocabulary.ts';
import type { Diagnostic, Position } from '../diagnostics.ts';
import { changesetName, type Environment } from '../environment/environment.ts';
import { equal, isObject, type Json, type JsonObject } from '../json/json.ts';
import type { Pointer } from '../json/pointer.ts';
import { isSlipOf, nearest } from '../nearest.ts';
import { childId, createdBy, creatorOf, idOf, parentId } from './document.ts';
import { folded, type Grant, hasFields, type Inquiry, identityOf, idOfObject, isGone } from './facts.ts';
import { type Intent, mayBe, type NamedReference, type OperationKey, saidIn } from './intent.ts';

/** How an object was told from all others. */
export type IdentifiedBy = 'name' | 'was' | 'ids' | 'record';

export type Identified =
  | { readonly state: 'found'; readonly id: string; readonly raw: JsonObject; readonly by: IdentifiedBy }
  | { readonly state: 'absent' }
  /** The reason is among the findings. */
  | { readonly state: 'failed' };

/** Objects that earlier deployments to this environment knew, by operation key. */
export type Ledger = ReadonlyMap<OperationKey, { readonly id: string; readonly deployment: string }>;

/**
 * What an object shows in the place of a file, told by what it is a publication of: the digest of the file that a
 * deployment to this environment handed over; else what stood there when a deployment put it back; else itself.
 */
export type Published = (id: string, path: Pointer, shown: Json) => Json;

export interface Surroundings {
  readonly environment: Environment;
  readonly organization: { readonly id: string; readonly name: string };
  readonly ledger: Ledger;
  readonly published: Published;
}

/** An old name that the org still has. */
interface OldName {
  readonly name: string;
  readonly live: string;
  readonly at: Position;
  readonly found: readonly JsonObject[];
}

/** Finds the objects that entries and references mean. Undefined answers mean: a question is open. */
export class Identifier {
  readonly diagnostics: Diagnostic[] = [];
  readonly #around: Surroundings;
  readonly #inquiry: Inquiry;
  readonly #byName = new Map<string, Intent>();
  readonly #known = new Map<OperationKey, Identified | undefined>();

  constructor(around: Surroundings, inquiry: Inquiry, intents: readonly Intent[]) {
    this.#around = around;
    this.#inquiry = inquiry;
    for (const intent of intents) this.#byName.set(keyOf(intent), intent);
  }

  /** The object of an entry. */
  identify(intent: Intent): Identified | undefined {
    if (!this.#known.has(intent.key)) this.#known.set(intent.key, this.#identify(intent));
    return this.#known.get(intent.key);
  }

  #identify(intent: Intent): Identified | undefined {
    if (intent.type.singleton) return this.#only(intent);
    const parent = intent.parent ? this.#parentOf(intent, intent.parent) : null;
    if (parent === undefined) return undefined;
    if (parent === 'gone' || creatorOf(parent) !== undefined) return { state: 'absent' };
    const within = typeof parent === 'string' ? parent : undefined;
    if (intent.id !== undefined) {
      return this.#byId(intent, within === undefined ? intent.id : childId(within, intent.id));
    }
    const claimed = this.#isClaimed(intent, intent.live, []);
    const named = this.#namedLike(intent, intent.live, within);
    const old = this.#oldObjects(intent, within);
    if (claimed === undefined || !named || !old) return undefined;
    if (claimed === 'circle') return this.#circle(intent);
    const found = claimed ? [] : named;
    const [item, second] = found;
    if (item) {
      if (second) return this.#ambiguous(intent.type, intent.name, found, intent.at);
      const both = old.find(({ live }) => !this.#byName.has(keyOf({ ...intent, live })));
      if (both) return this.#bothNames(intent, both);
      return { state: 'found', id: idOfObject(item), raw: item, by: 'name' };
    }
    const [renamed, other] = old;
    // What the record knows by this name is the object that gets another one.
    if (!renamed) return claimed ? { state: 'absent' } : this.#byRecord(intent);
    if (other) return this.#severalOldNames(intent, old);
    const [oldItem, twin] = renamed.found;
    if (oldItem && twin) return this.#ambiguous(intent.type, renamed.name, renamed.found, renamed.at);
    return oldItem
      ? { state: 'found', id: idOfObject(oldItem), raw: oldItem, by: 'was' }
      : this.#byRecord(intent);
  }

  /** The objects of a name that an entry may mean. */
  #namedLike(
    intent: Pick<Intent, 'type' | 'files'>,
    live: string,
    within: string | undefined,
  ): readonly JsonObject[] | undefined {
    return this.#inquiry.named(intent.type, live, within)?.filter((raw) => mayBe(intent, raw));
  }

  /** What an entry's object belongs to. What goes may be in something that goes with it. */
  #parentOf(intent: Intent, reference: NamedReference): Json | 'gone' | undefined {
    const type = typeNamed(reference.type);
    const parent = this.#byName.get(keyOf({ type, live: reference.live, parent: reference.parent }));
    if (intent.action !== 'delete' || parent?.action !== 'delete') return this.reference(reference);
    const found = this.identify(parent);
    if (found?.state === 'absent') return 'gone';
    return found?.state === 'found' ? found.id : undefined;
  }

  /** What the org has only one of. */
  #only(intent: Intent): Identified | undefined {
    const id = intent.type.type;
    const raw = this.#inquiry.document(intent.type, id);
    if (raw === undefined) return undefined;
    if (raw) return { state: 'found', id, raw, by: 'name' };
    return this.#fail('identity.unknown', `${this.#orgName()} shows no ${intent.type.noun}.`, intent.at);
  }

  /** The old names of an entry that the org has. */
  #oldObjects(intent: Intent, parent: string | undefined): OldName[] | undefined {
    const names = intent.was.map((old) => ({
      ...old,
      found: this.#namedLike(intent, old.live, parent),
    }));
    const known = names.filter((old): old is OldName => old.found !== undefined);
    return known.length < names.length ? undefined : known.filter(({ found }) => found.length > 0);
  }

  /**
   * Whether the object of this name gets another name by this changeset: an entry says that it was called so, and the
   * entry's own name is free or becomes free.
   */
  #isClaimed(
    { type, parent }: Pick<Intent, 'type' | 'parent'>,
    live: string,
    asking: readonly Intent[],
  ): boolean | 'circle' | undefined {
    for (const intent of this.#byName.values()) {
      const isRename =
        intent.type === type &&
        intent.parent?.live === parent?.live &&
        intent.live !== live &&
        intent.was.some((old) => old.live === live);
      if (!isRename) continue;
      if (asking.includes(intent)) return 'circle';
      const within = parent ? this.reference(parent) : undefined;
      const taken = this.#namedLike(intent, intent.live, typeof within === 'string' ? within : undefined);
      if (!taken) return undefined;
      const freed = taken.length === 0 || this.#isClaimed(intent, intent.live, [...asking, intent]);
      if (freed !== false) return freed;
    }
    return false;
  }

  #circle(intent: Intent): Identified {
    return this.#fail(
      'rename.circle',
      `"${intent.name}" takes part in a circle of renames: each takes the name of the next.`,
      intent.at,
      'Nobody could tell afterwards whether it was done. Rename one of them to a name of its own in a changeset before.',
    );
  }

  #byId(intent: Intent, id: string): Identified | undefined {
    const raw = this.#inquiry.document(intent.type, id);
    if (raw === undefined) return undefined;
    if (raw) return { state: 'found', id, raw, by: 'ids' };
    const { environment } = this.#around;
    return this.#fail(
      'identity.id',
      `${environment.file} gives the ${intent.type.noun} "${intent.name}" the ID ${id}, which nothing in ${this.#orgName()} has.`,
      intent.at,
    );
  }

  /** Not found by name: an earlier deployment may know it by ID, under another name or not listed yet. */
  #byRecord(intent: Intent): Identified | undefined {
    const known = this.#around.ledger.get(intent.key);
    const { byParent } = intent.type;
    const parent = byParent && intent.parent ? this.reference(intent.parent) : undefined;
    if (!known || (byParent && parentId(known.id) !== parent)) return { state: 'absent' };
    const raw = this.#inquiry.document(intent.type, known.id);
    if (raw === undefined) return undefined;
    if (raw === null) return { state: 'absent' };
    if (byParent) return { state: 'found', id: known.id, raw, by: 'record' };
    const name = identityOf(intent.type, raw);
    if (folded(intent.type, name) === folded(intent.type, intent.live)) {
      return { state: 'found', id: known.id, raw, by: 'record' };
    }
    const shown = this.#nameHere(intent.type, name);
    return this.#fail(
      'identity.renamed',
      `No ${intent.type.noun} is called "${intent.live}" in ${this.#orgName()}, but the one that ${known.deployment} knew by this name is there as "${shown}".`,
      intent.at,
      [
        `If it was renamed on purpose, write  name: ${shown}`,
        ...(isRenamable(intent.type) ? [`To give it back its name, add  was: ${shown}`] : []),
        `If it is to be this one whatever its name, add to ${this.#around.environment.file}  ids: { ${intent.type.type}: { ${intent.name}: ${known.id} } }`,
      ].join('\n'),
    );
  }

  #bothNames(intent: Intent, old: { readonly name: string; readonly at: Position }): Identified {
    return this.#fail(
      'identity.both',
      `There is ${withArticle(intent.type.noun)} "${intent.name}" and ${withArticle(intent.type.noun)} "${old.name}" in ${this.#orgName()}: which one is meant?`,
      old.at,
      'Take `was` out to mean the one with the new name; delete or rename the other one by an entry of its own.',
    );
  }

  #severalOldNames(intent: Intent, old: readonly { readonly name: string }[]): Identified {
    const names = old.map(({ name }) => `"${name}"`).join(' and ');
    return this.#fail(
      'identity.both',
      `${names} are both in ${this.#orgName()}: which one becomes "${intent.name}"?`,
      intent.at,
    );
  }

  #ambiguous(type: ResourceType, name: string, found: readonly JsonObject[], at: Position): Identified {
    const { environment } = this.#around;
    return this.#fail(
      'identity.ambiguous',
      `${found.length} ${type.noun}s are called "${name}" in ${this.#orgName()}.`,
      at,
      [
        ...found.slice(0, 10).map((item) => `${idOfObject(item)}${divisionOf(item)}`),
        `Say which one in ${environment.file}:  ids: { ${type.type}: { ${name}: <ID> } }`,
      ].join('\n'),
    );
  }

  /**
   * The ID of the object that a reference means, or what stands for it before it exists. Undefined while a question
   * is open, or when the reason it cannot be found is among the findings.
   */
  reference(reference: NamedReference): Json | undefined {
    const type = typeNamed(reference.type);
    if (reference.special === '*') return '*';
    if (reference.special !== undefined) return this.#marked(type, reference);
    const intent = this.#byName.get(keyOf({ type, live: reference.live, parent: reference.parent }));
    if (intent) return this.#inChangeset(intent, reference);
    const parent = reference.parent ? this.reference(reference.parent) : null;
    if (parent === undefined) return undefined;
    if (creatorOf(parent) !== undefined) return this.#unknown(type, reference, null);
    const renamed = this.#renamedAway(type, reference);
    if (renamed === undefined) return undefined;
    if (renamed) return this.#oldName(renamed, reference);
    return this.#inOrg(type, reference, typeof parent === 'string' ? parent : undefined);
  }

  /** The same for what is taken out of a set: it may be deleted by the changeset as well, and null is gone already. */
  leaving(reference: NamedReference): Json | null | undefined {
    const { type, live, parent, special } = reference;
    const intent =
      special === undefined ? this.#byName.get(keyOf({ type: typeNamed(type), live, parent })) : undefined;
    if (intent?.action !== 'delete') return this.reference(reference);
    const found = this.identify(intent);
    if (found?.state === 'absent') return null;
    return found?.state === 'found' ? found.id : undefined;
  }

  #marked(type: ResourceType, reference: NamedReference): Json | undefined {
    const flags = type.marked?.[reference.special ?? ''];
    const items = this.#inquiry.listed(type);
    if (!items || !flags) return undefined;
    const item = items.find((candidate) => hasFields(candidate, flags));
    if (item) return idOfObject(item);
    this.#fail(
      'reference.unknown',
      `${this.#orgName()} shows no ${reference.name} ${type.noun}.`,
      reference.at,
    );
    return undefined;
  }

  #inChangeset(intent: Intent, reference: NamedReference): Json | undefined {
    if (intent.action === 'delete') {
      this.#fail(
        'reference.deleted',
        `The ${reference.noun} "${reference.name}" is deleted by this changeset, on line ${intent.at.line}.`,
        reference.at,
      );
      return undefined;
    }
    const found = this.identify(intent);
    if (found?.state === 'found')
      return this.#suits(found.raw, reference) ? found.id : this.#unknown(intent.type, reference);
    if (found?.state !== 'absent') return undefined;
    const said = saidIn(intent);
    const isOther = Object.entries(reference.where).some(
      ([field, value]) => Object.hasOwn(said, field) && !equal(said[field], value),
    );
    return isOther ? this.#unknown(intent.type, reference) : createdBy(intent.key);
  }

  /** The entry that takes this name from its object; null when none does. */
  #renamedAway(type: ResourceType, reference: NamedReference): Intent | null | undefined {
    for (const intent of this.#byName.values()) {
      const isOfType = intent.type === type && intent.parent?.live === reference.parent?.live;
      if (!isOfType || !intent.was.some((old) => old.live === reference.live)) continue;
      const found = this.identify(intent);
      if (!found) return undefined;
      if (found.state === 'found' && found.by === 'was' && identityOf(type, found.raw) === reference.live)
        return intent;
    }
    return null;
  }

  #oldName(intent: Intent, reference: NamedReference): undefined {
    this.#fail(
      'reference.renamed',
      `The ${reference.noun} "${reference.name}" is called "${intent.name}" after this changeset.`,
      reference.at,
      `Write  ${intent.name}`,
    );
  }

  #inOrg(type: ResourceType, reference: NamedReference, parent: string | undefined): Json | undefined {
    if (reference.id !== undefined) {
      const raw = this.#inquiry.document(type, reference.id);
      if (raw) return reference.id;
      if (raw === null) this.#unknown(type, reference);
      return undefined;
    }
    const all = this.#inquiry.named(type, reference.live, parent);
    if (!all) return undefined;
    const found = all.filter((item) => this.#suits(item, reference));
    const [item, second] = found;
    if (!item) return this.#unknown(type, reference, parent);
    if (second) this.#ambiguous(type, reference.name, found, reference.at);
    return second ? undefined : idOfObject(item);
  }

  #suits(raw: JsonObject, reference: NamedReference): boolean {
    return hasFields(raw, reference.where);
  }

  /** @param parent whose children are the candidates; null for one that does not exist yet and has none */
  #unknown(type: ResourceType, reference: NamedReference, parent?: string | null): undefined {
    const all = parent === null ? [] : this.#inquiry.listed(type, parent);
    const hidden = this.#hidden(type);
    if (!all || hidden === undefined) return undefined;
    const suitable = all.filter((item) => this.#suits(item, reference) && !isGone(type, item));
    const inChangeset = [...this.#byName.values()]
      .filter((intent) => intent.type === type)
      .map((intent) => intent.name);
    const names = [...suitable.map((item) => this.#nameHere(type, identityOf(type, item))), ...inChangeset];
    const near = nearest(reference.name, names);
    const { environment } = this.#around;
    this.#fail(
      'reference.unknown',
      `no ${reference.noun} of this name in ${environment.name} (${this.#orgName()}).`,
      reference.at,
      [
        ...(near.length > 0 ? [`Nearest: ${near.map((name) => `"${name}"`).join(', ')}`] : []),
        `Looked in: this changeset, ${environment.file}, ${suitable.length} ${reference.noun}s of the org. Nothing was written.`,
        ...hidden,
      ].join('\n'),
    );
    return undefined;
  }

  /** The objects among which an entry's name was looked for. */
  #beside(intent: Intent): readonly JsonObject[] | undefined {
    const parent = intent.parent ? this.reference(intent.parent) : undefined;
    if (creatorOf(parent) !== undefined) return [];
    return this.#inquiry.listed(intent.type, typeof parent === 'string' ? parent : undefined);
  }

  /** An entry whose object must exist and does not. */
  missing(intent: Intent): void {
    const all = this.#beside(intent);
    const hidden = this.#hidden(intent.type);
    if (!all || !hidden) return;
    const names = all
      .filter((item) => !isGone(intent.type, item))
      .map((item) => this.#nameHere(intent.type, identityOf(intent.type, item)));
    const near = [...new Set([intent, ...intent.was].flatMap(({ name }) => nearest(name, names)))];
    const { environment } = this.#around;
    const called =
      intent.live === intent.name
        ? `"${intent.name}"`
        : `"${intent.live}" ("${intent.name}" in the changeset)`;
    this.#fail(
      'identity.unknown',
      `no ${intent.type.noun} is called ${called} in ${environment.name} (${this.#orgName()}).`,
      intent.at,
      [
        ...(near.length > 0 ? [`Nearest: ${near.map((name) => `"${name}"`).join(', ')}`] : []),
        ...(intent.was.length > 0 ? [`${nothingToRename(intent)}.`] : []),
        ...(intent.type.calls.create
          ? [`To make a new one, ${intent.was.length > 0 ? 'take `was` out and ' : ''}write  action: create`]
          : []),
        ...hidden,
      ].join('\n'),
    );
  }

  /** Whether an object may be created under this name. False while that is not known, or when a slip is likely. */
  mayCreate(intent: Intent): boolean {
    const hidden = this.#hidden(intent.type);
    const all = intent.action === 'ensure' ? this.#beside(intent) : [];
    if (!all || !hidden) return false;
    const slip = all.find(
      (item) => !isGone(intent.type, item) && isSlipOf(intent.live, identityOf(intent.type, item)),
    );
    if (slip) {
      const name = this.#nameHere(intent.type, identityOf(intent.type, slip));
      this.#fail(
        'create.near',
        `would create a new ${intent.type.noun}, but "${name}" exists (${slipInWords(intent.name, name)}).`,
        intent.at,
        `Write  name: ${name}  -  or  action: create  if ${withArticle(intent.type.noun)} "${intent.name}" is really wanted.`,
      );
      return false;
    }
    const misspelt = this.#misspeltOldName(intent, all);
    if (misspelt) {
      this.diagnostics.push(misspelt);
      return false;
    }
    for (const line of hidden) {
      const message = `The ${intent.type.noun} "${intent.name}" was not found and would be created. ${line}`;
      this.diagnostics.push({ severity: 'warning', code: 'identity.hidden', message, at: intent.at });
    }
    return true;
  }

  /** An old name that nothing has, beside something whose name is a slip of letters away. */
  #misspeltOldName(intent: Intent, all: readonly JsonObject[]): Diagnostic | undefined {
    for (const old of intent.was) {
      const item = all.find(
        (other) => !isGone(intent.type, other) && isSlipOf(old.live, identityOf(intent.type, other)),
      );
      if (!item) continue;
      const name = this.#nameHere(intent.type, identityOf(intent.type, item));
      return {
        severity: 'error',
        code: 'rename.near',
        message: `there is no ${intent.type.noun} "${old.name}" to rename, but "${name}" exists (${slipInWords(old.name, name)}).`,
        hint: `Write  was: ${name}  -  or take \`was\` out if ${withArticle(intent.type.noun)} "${intent.name}" is to be made.`,
        at: old.at,
      };
    }
    return undefined;
  }

  /** `create` over something that exists. */
  exists(intent: Intent, id: string): void {
    this.#fail(
      'identity.exists',
      `the ${intent.type.noun} "${intent.name}" exists already in ${this.#orgName()} (${id}).`,
      intent.at,
      'Write  action: update  to change it, or  action: ensure  for either.',
    );
  }

  /** A line that says that the client cannot see everything; none when it can. Undefined while that is not known. */
  #hidden(type: ResourceType): readonly string[] | undefined {
    const isWhole = seesAll(type, this.#inquiry);
    if (isWhole === undefined) return undefined;
    if (isWhole) return [];
    return [
      `The client does not see all divisions: ${withArticle(type.noun)} of this name may be in one that it cannot see.`,
    ];
  }

  /** An org name in the changeset's words. */
  #nameHere(type: ResourceType, live: string): string {
    return changesetName(this.#around.environment, calledAs(type), live);
  }

  #orgName(): string {
    return this.#around.organization.name;
  }

  #fail(code: string, message: string, at: Position, hint?: string): Identified {
    this.diagnostics.push({ severity: 'error', code, message, ...(hint ? { hint } : {}), at });
    return { state: 'failed' };
  }
}

/** Why an entry with old names renames nothing. Without its full stop. */
export function nothingToRename({ was, type }: Intent): string {
  return `no ${type.noun} is called ${was.map(({ name }) => `"${name}"`).join(' or ')} either: there is nothing to rename`;
}

/** Whether the client's listing of a type holds all objects, whatever their division. Undefined while that is not known. */
export function seesAll({ calls }: ResourceType, inquiry: Inquiry): boolean | undefined {
  const needed = operations[calls.list ?? calls.read];
  const permissions = needed?.all ?? needed?.any ?? [];
  if (permissions.length === 0) return true;
  const grants = inquiry.grants()?.filter(({ division }) => division === '*');
  return grants && permissions.some((permission) => grants.some((grant) => allows(grant, permission)));
}

/** Whether a grant's role includes a permission such as `routing:queue:view`. `*` stands for any. */
export function allows(grant: Grant, permission: string): boolean {
  const [domain, entity, action] = permission.split(':');
  const matches = (granted: string, wanted: string | undefined): boolean =>
    granted === '*' || granted === wanted;
  return grant.policies.some(
    (policy) =>
      matches(policy.domain, domain) &&
      matches(policy.entity, entity) &&
      policy.actions.some((granted) => matches(granted, action)),
  );
}

/** What entries and references are told apart by: the type, the parent and the name. */
function keyOf({
  type,
  live,
  parent,
}: Pick<Intent, 'type' | 'live'> & { parent?: NamedReference | undefined }): string {
  return JSON.stringify([type.type, parent?.live ?? '', folded(type, live)]);
}

function divisionOf(item: JsonObject): string {
  const division = item['division'];
  const name = isObject(division) ? division['name'] : undefined;
  return division ? `  in division ${typeof name === 'string' ? name : idOf(division)}` : '';
}

function slipInWords(name: string, other: string): string {
  if (name.replace(/\s+/g, '').toLowerCase() === other.replace(/\s+/g, '').toLowerCase()) {
    return name.toLowerCase() === other.toLowerCase()
      ? 'only the case differs'
      : 'only white space or case differs';
  }
  return name.length === other.length && [...name].sort().join('') === [...other].sort().join('')
    ? 'two letters swapped'
    : 'one letter differs';
}
