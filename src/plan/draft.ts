import { typeFacts } from '../catalog/generated/types.ts';
import { typeNamed } from '../catalog/index.ts';
import { shapeOf } from '../catalog/shape.ts';
import type { Complaint, ResourceType, Within } from '../catalog/vocabulary.ts';
import { isSetLike } from '../changeset/fields.ts';
import type { Diagnostic } from '../diagnostics.ts';
import { equal, isObject, type Json, type JsonObject } from '../json/json.ts';
import { isWithin, type Pointer, pointer, segmentsOf, valueAt, withValueAt } from '../json/pointer.ts';
import { isDigest } from './contents.ts';
import { type Difference, differences, valuesAt } from './difference.ts';
import {
  canonical as canonicalForm,
  createdBy,
  createdKey,
  creatorOf,
  type Document,
  isApart,
  parentId,
  remainsOf,
  sectionOf,
} from './document.ts';
import { type Edited, edited } from './edit.ts';
import { fixedBy, hasFields, type Inquiry, idOfObject, isGone } from './facts.ts';
import { Guards } from './guards.ts';
import { Identifier, nothingToRename, type Surroundings } from './identify.ts';
import { inWords } from './inbound.ts';
import { type Edit, type Intent, type NamedReference, type OperationKey, saidIn } from './intent.ts';
import { Labels } from './labels.ts';
import { type Found, LiveObjects } from './live.ts';
import type { Change } from './operations.ts';
import type { Saw, Unchanged } from './plan.ts';
import type { ReadFile } from './project-files.ts';
import { editAt, refusal } from './refusal.ts';
import { inRounds, type NewMention } from './rounds.ts';
import { asSent, asTold, secretChanges } from './secret-changes.ts';
import { NO_SECRET_FACTS, type SecretFacts } from './secrets.ts';
import { isDrafted } from './steps.ts';
import { NEWEST, pinsOf, versionAfter, versionNumber } from './versions.ts';

/** The most look-ups of a file that a note names. */
const MOST_NAMED = 10;

/** A plan in the making: what is to change, as far as the facts go. */
export interface Draft {
  readonly changes: readonly Change[];
  readonly unchanged: readonly Unchanged[];
  readonly saw: Saw;
  readonly labels: Labels;
  /** What the changes hand over. */
  readonly files: readonly ReadFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What the intents change in the org. While the inquiry has open questions the draft is not complete: answer them
 * and draft again. Pure: no clock, no network, no disk.
 */
export function draft(
  around: Surroundings,
  intents: readonly Intent[],
  inquiry: Inquiry,
  secrets: SecretFacts = NO_SECRET_FACTS,
): Draft {
  return new Drafter(around, intents, inquiry, secrets).draft();
}

class Drafter {
  readonly #around: Surroundings;
  readonly #intents: readonly Intent[];
  readonly #inquiry: Inquiry;
  readonly #identifier: Identifier;
  readonly #labels: Labels;
  readonly #changes: Change[] = [];
  readonly #unchanged: Unchanged[] = [];
  readonly #names: Saw['names'][number][] = [];
  readonly #objects: Saw['objects'][number][] = [];
  readonly #diagnostics: Diagnostic[] = [];
  readonly #live: LiveObjects;
  readonly #secrets: SecretFacts;
  /** What new files name of what the changeset brings. */
  readonly #mentions = new Map<OperationKey, readonly NewMention[]>();

  constructor(around: Surroundings, intents: readonly Intent[], inquiry: Inquiry, secrets: SecretFacts) {
    this.#around = around;
    this.#secrets = secrets;
    this.#intents = intents;
    this.#inquiry = inquiry;
    this.#identifier = new Identifier(around, inquiry, intents);
    this.#labels = new Labels(around.environment);
    this.#live = new LiveObjects(this.#identifier, intents, inquiry, this.#labels);
  }

  draft(): Draft {
    // What names a version of something must know whether that is changed.
    for (const intent of this.#intents) if (!isPinned(intent.type)) this.#intent(intent);
    for (const intent of this.#intents) if (isPinned(intent.type)) this.#intent(intent);
    const guarded = new Guards(this.#changes, this.#intents, this.#inquiry, this.#labels);
    const rounds = inRounds(guarded.changes, this.#mentions, this.#inquiry);
    const bySaw = (a: { type: string }, b: { type: string }, x: string, y: string): number =>
      a.type === b.type ? (x < y ? -1 : 1) : a.type < b.type ? -1 : 1;
    return {
      changes: rounds?.changes ?? guarded.changes,
      unchanged: this.#unchanged,
      files: [...this.#intents.flatMap(({ files }) => files), ...(rounds?.files ?? [])],
      saw: {
        names: this.#names.sort((a, b) => bySaw(a, b, a.name, b.name)),
        objects: this.#objects.sort((a, b) => bySaw(a, b, a.id, b.id)),
      },
      labels: this.#labels,
      diagnostics: [...this.#identifier.diagnostics, ...this.#diagnostics, ...guarded.diagnostics],
    };
  }

  #intent(intent: Intent): void {
    const found = this.#identifier.identify(intent);
    if (!found || found.state === 'failed') return;
    this.#names.push({
      type: intent.type.type,
      name: intent.live,
      id: found.state === 'found' ? found.id : null,
    });
    if (found.state === 'absent') this.#absent(intent);
    else if (this.#isFixed(intent, found.raw)) return;
    else if (intent.action === 'create') this.#identifier.exists(intent, found.id);
    else if (intent.action === 'delete') this.#remove(intent, found);
    else this.#update(intent, found);
  }

  #absent(intent: Intent): void {
    const mustExist = intent.action === 'update' || intent.action === 'switch';
    if (intent.action === 'delete') this.#same(intent, undefined);
    else if (mustExist || !intent.type.calls.create) this.#identifier.missing(intent);
    else this.#bring(intent);
  }

  /** A new object, or one that was deleted and still holds the name. */
  #bring(intent: Intent): void {
    const { type, live } = intent;
    const deleted = type.remove?.restore?.find ? this.#inquiry.deleted(type, live) : null;
    if (deleted === undefined) return;
    if (deleted) this.#restore(intent, deleted);
    else if (this.#identifier.mayCreate(intent)) this.#create(intent);
  }

  #restore(intent: Intent, raw: JsonObject): void {
    const { type } = intent;
    const id = idOfObject(raw);
    const deleted = asTold(id, remainsOf(type, raw), this.#secrets);
    const result = this.#edited(intent, deleted, intent.edits, id);
    if (!result) return;
    const note = `a deleted ${type.noun} of this name is there: it comes back under its ID, with what it had`;
    this.#labels.read(type, raw);
    this.#changes.push({
      ...changeOf(intent),
      id,
      restore: true,
      deleted,
      before: undefined,
      after: result.document,
      notes: [note],
    });
  }

  /** Objects of the platform's own are refused; for deletions `remove.never` says more. */
  #isFixed(intent: Intent, raw: JsonObject): boolean {
    const { type } = intent;
    const why = fixedBy(type, raw);
    if (why !== undefined) this.#refuse(intent, 'object.fixed', `${why}.`);
    return why !== undefined;
  }

  #refuse(intent: Intent, code: string, message: string, hint?: string, path?: string): void {
    this.#diagnostics.push(refusal(intent, code, message, hint, path));
  }

  #same(intent: Intent, id: string | undefined): void {
    const { key, type, name } = intent;
    this.#unchanged.push({ key, type: type.type, name, ...(id === undefined ? {} : { id }) });
  }

  #create(intent: Intent): void {
    const { type } = intent;
    const kind = type.kind === undefined ? undefined : valueAt(saidIn(intent), type.kind);
    const named = type.byParent ? {} : withValueAt({}, type.identity, intent.live);
    const start = kind === undefined ? named : withValueAt(named, type.kind ?? '', kind);
    const parent = intent.parent ? this.#identifier.reference(intent.parent) : undefined;
    const placed = withParent(type, start, parent);
    const said = this.#edited(intent, isObject(placed) ? placed : {}, intent.edits, createdBy(intent.key));
    if (!said || this.#leavesParent(intent, parent, said.document)) return;
    const asked = asSent(type, said.document);
    const result = { ...said, document: type.fresh ? type.fresh(asked) : asked };
    const files = Object.keys(type.files ?? {}).flatMap((path) =>
      type.files?.[path]?.job === undefined ? [] : [path.slice(1)],
    );
    const unseen = (type.writeOnly ?? []).map((path) => path.slice(1));
    for (const field of new Set([...(typeFacts[type.type]?.required ?? []), ...files, ...unseen])) {
      if (valueAt(result.document, `/${field}`) === undefined && !type.optional?.includes(field))
        this.#diagnostics.push(missingField(intent, field, unseen.includes(field)));
    }
    this.#changes.push({
      ...changeOf(intent),
      ...this.#named(intent),
      ...(parent === undefined ? {} : { parent }),
      notes: [...(intent.was.length > 0 ? [nothingToRename(intent)] : []), ...uncheckedIn(intent)],
      before: undefined,
      after: result.document,
    });
  }

  #update(intent: Intent, found: Found): void {
    const { type } = intent;
    const raw = this.#live.whole(intent, found);
    if (!raw) return;
    this.#labels.read(type, raw);
    const live = this.#live.spokenOf(intent, found.id, raw);
    if (!live) return;
    const rename: Edit[] =
      found.by === 'was' ? [{ verb: 'put', path: type.identity, value: intent.live, at: intent.at }] : [];
    const edits = [...rename, ...intent.edits].map((edit) => this.#published(type, found.id, live, edit));
    const result = this.#edited(intent, asTold(found.id, live, this.#secrets), edits, found.id);
    if (!result || this.#leavesParent(intent, parentId(found.id), result.document)) return;
    const { touched, document } = result;
    const { before, after, findings } = secretChanges(
      type,
      found.id,
      { live, after: document, touched },
      this.#secrets,
    );
    for (const { path, ...finding } of findings) {
      this.#diagnostics.push({ ...finding, at: editAt(intent, path)?.at ?? intent.at });
    }
    this.#objects.push({ type: type.type, id: found.id, values: valuesAt(before, [...touched].sort()) });
    const changed = differences(before, after);
    const named = this.#named(intent);
    if (changed.length === 0) this.#same(intent, found.id);
    else if (!this.#isUnchangeable(intent, changed) && !this.#isHeld(intent, raw)) {
      this.#changes.push({
        ...changeOf(intent),
        ...named,
        notes: [...this.#othersIn(intent, raw, found.id, changed), ...uncheckedIn(intent)],
        id: found.id,
        identifiedBy: found.by,
        ...this.#live.pages(intent, found.id, before),
        before,
        after,
      });
    }
  }

  /** An edit that hands over what the org has from this tool already says what the org shows of it. */
  #published(type: ResourceType, id: string, before: Document, edit: Edit): Edit {
    const shown = valueAt(before, edit.path);
    if (edit.verb !== 'put' || shown === undefined || !type.files?.[edit.path]?.shown) return edit;
    const { published } = this.#around;
    return published(id, edit.path, shown) === edit.value ? { ...edit, value: shown } : edit;
  }

  /** What is written over, where somebody else has put it there. */
  #othersIn(intent: Intent, raw: JsonObject, id: string, changed: readonly Difference[]): string[] {
    return changed.flatMap(({ path, before }) => {
      const facts = intent.type.files?.[path];
      if (!facts?.shown || before === null) return [];
      if (isDigest(this.#around.published(id, path, before))) return [];
      const by = facts.by?.(raw);
      return [
        `the org has ${String(before)}${by === undefined ? '' : ` by ${by}`}, which is not from this tool`,
      ];
    });
  }

  /** The changes that bring what the files of an entry name; what does not exist is among the findings. */
  #named(intent: Intent): Pick<Change, 'awaits' | 'uses'> {
    const ids = intent.files.flatMap((file) =>
      file.mentions.map((mention) => {
        const id = this.#identifier.reference(mention);
        if (typeof id === 'string') this.#labels.set(mention.type, id, mention.live);
        return { id, mention, file };
      }),
    );
    const brought = ids.flatMap(({ id, mention, file }) => {
      const bringer = creatorOf(id);
      return bringer === undefined ? [] : [{ bringer, mention, file }];
    });
    if (brought.length > 0) this.#mentions.set(intent.key, brought);
    const awaits = ids.flatMap(({ id, mention }) => {
      const creator = creatorOf(id);
      return creator === undefined ? this.#renaming(mention) : creator === intent.key ? [] : [creator];
    });
    const uses = ids.flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
    return { awaits: [...new Set(awaits)], uses };
  }

  /** The entry that gives an object the name that it is mentioned by. */
  #renaming(mention: NamedReference): OperationKey[] {
    return this.#intents
      .filter(({ type, live, was }) => type.type === mention.type && live === mention.live && was.length > 0)
      .map(({ key }) => key);
  }

  /** Whether somebody works on the object, so that nobody else can change it. */
  #isHeld(intent: Intent, raw: JsonObject): boolean {
    const who = intent.type.held?.(raw);
    if (who !== undefined) {
      this.#refuse(
        intent,
        'object.held',
        `${who} works on the ${intent.type.noun} "${intent.name}" just now: Genesys Cloud takes no change of it by anybody else.`,
        `Ask ${who} to save and leave it, then run this again. Nothing was written.`,
      );
    }
    return who !== undefined;
  }

  /** Whether a child is taken out of what the entry says that it is in. */
  #leavesParent(intent: Intent, parent: Json | undefined, document: Document): boolean {
    const { within } = intent.type;
    if (!within || parent === undefined || valueAt(document, inSet(within, parent)) !== undefined)
      return false;
    const { noun } = typeNamed(intent.type.parent ?? '');
    const message = `The entry is about what is in the ${noun} "${intent.parent?.name}", and takes it out of there.`;
    const hint = `Leave the ${noun} in, or write the entry with another one after  in:`;
    this.#refuse(intent, 'child.leaves', message, hint, within.set);
    return true;
  }

  /** Whether a place changes that the platform takes only from a create. */
  #isUnchangeable(intent: Intent, changed: readonly Difference[]): boolean {
    const { type } = intent;
    const fixed = changed.filter(({ path }) => !isChangeable(type, path));
    for (const { path, before } of fixed) {
      const field = path.slice(1).replaceAll('/', '.');
      this.#refuse(
        intent,
        'field.createOnly',
        `The ${field} of a ${type.noun} cannot be changed once it exists; it is ${JSON.stringify(before)}.`,
        `Take it out, or delete the ${type.noun} and create another one under a new name.`,
        path,
      );
    }
    return fixed.length > 0;
  }

  #edited(intent: Intent, before: Document, edits: readonly Edit[], self: JsonObject | string) {
    const { type } = intent;
    const labelled = (reference: NamedReference, id: Json | undefined): Json | undefined => {
      if (typeof id === 'string' && reference.special === undefined)
        this.#labels.set(reference.type, id, reference.live);
      return id;
    };
    const result = edited(type, before, edits, {
      idOf: (reference) => labelled(reference, this.#identifier.reference(reference)),
      leaving: (reference) => labelled(reference, this.#identifier.leaving(reference)),
      all: (name) =>
        this.#inquiry
          .listed(typeNamed(name))
          ?.filter((item) => !isGone(typeNamed(name), item))
          .map(idOfObject),
      foreign: (part) =>
        typeof self === 'string' && type.parts?.[part]?.read.foreign
          ? (this.#inquiry.part(type, self, part)?.foreign ?? [])
          : [],
      self,
    });
    if (!result) return undefined;
    this.#diagnostics.push(...result.diagnostics);
    return this.#accepted(intent, before, result, self);
  }

  /** What is asked for in the form in which the platform keeps it, once it is known what it would say to it. */
  #accepted(intent: Intent, before: Document, result: Edited, self: JsonObject | string): Edited | undefined {
    const { canonical, check } = intent.type;
    let { document } = result;
    const pinned = this.#pinned(intent, document);
    if (!pinned) return undefined;
    document = pinned;
    const complaints: Complaint[] = [];
    if (canonical) {
      const lists = canonical.needs.map((name) => [name, this.#inquiry.listed(typeNamed(name))] as const);
      if (lists.some(([, items]) => items === undefined)) return undefined;
      const items = new Map(lists);
      const known = canonical.apply(document, before, (name) => items.get(name) ?? []);
      document = canonicalForm(intent.type, known.document, self);
      complaints.push(...known.complaints);
    }
    if (check && !equal(before, document)) {
      const standing = check(before).map(({ message }) => message);
      complaints.push(...check(document).filter(({ message }) => !standing.includes(message)));
    }
    for (const { path, message, hint } of complaints)
      this.#refuse(intent, 'value.refused', message, hint, path);
    return { ...result, document };
  }

  /** The document, with the versions that `newest` means. Undefined while one is not known. */
  #pinned(intent: Intent, document: Document): Document | undefined {
    let result: Json | undefined = document;
    for (const { path, type, target } of pinsOf(intent.type, document)) {
      if (valueAt(document, path) !== NEWEST || typeof target !== 'string') continue;
      const change = this.#changes.find(({ id, after }) => id === target && after !== undefined);
      const raw = this.#inquiry.document(typeNamed(type), target);
      if (raw === undefined) return undefined;
      const number = raw && versionNumber(raw);
      if (!change && !number) {
        const { noun } = typeNamed(type);
        this.#refuse(
          intent,
          'version.none',
          `The ${noun} that it names was never published.`,
          `Change the ${noun} in this changeset, or publish it in Genesys Cloud.`,
          path,
        );
      }
      result = withValueAt(result, path, change ? versionAfter(change.key) : String(number ?? NEWEST));
    }
    return isObject(result) ? result : document;
  }

  #remove(intent: Intent, found: Found): void {
    const { type } = intent;
    const raw = this.#inquiry.document(type, found.id);
    if (raw === null) this.#same(intent, undefined);
    if (!raw) return;
    this.#labels.read(type, raw);
    const never = type.remove?.never?.find(({ where }) => hasFields(raw, where));
    if (never) {
      this.#refuse(intent, 'delete.never', `${never.why}.`);
      return;
    }
    if (this.#isHeld(intent, raw)) return;
    const live = this.#live.all(type, found.id, raw);
    if (!live) return;
    const before = asTold(found.id, live, this.#secrets);
    this.#objects.push({ type: type.type, id: found.id, values: { '': before } });
    this.#changes.push({
      ...changeOf(intent),
      ...this.#finality(type, found.id, before),
      id: found.id,
      identifiedBy: found.by,
      before,
      after: undefined,
    });
  }

  /** What is made of a file comes back only where the file is known. */
  #finality(type: ResourceType, id: string, before: Document): Pick<Change, 'final'> {
    const { published } = this.#around;
    const lost = Object.entries(type.files ?? {}).some(([path, { job }]) => {
      const shown = valueAt(before, path);
      return job !== undefined && shown !== undefined && !isDigest(published(id, path, shown));
    });
    const final = `it cannot be made again: the org has a version of the ${type.noun} whose file this tool does not know`;
    return lost ? { final } : {};
  }
}

/** A new object that does not say a field that it cannot be without. */
function missingField({ type, at }: Intent, field: string, isSecret: boolean): Diagnostic {
  const shape = shapeOf(type).root.fields.get(field);
  const value = shape && isSetLike(shape) ? '{ add: [ … ] }' : '…';
  const hint = isSecret
    ? `Add  set: { ${field}: { …: "\${secret.x}" } }  and say in the mapping where the secret x is.`
    : `Add  set: { ${field}: ${value} }`;
  const message = `A new ${type.noun} must say its ${field}.`;
  return { severity: 'error', code: 'create.required', message, hint, at };
}

/** A new child stands in the set that says what it belongs to. */
function withParent(
  type: ResourceType,
  document: Json | undefined,
  parent: Json | undefined,
): Json | undefined {
  return type.within && parent !== undefined
    ? withValueAt(document, inSet(type.within, parent), {})
    : document;
}

/** Where a parent, or what stands for it, is in the set of a child. */
function inSet({ set }: Within, parent: Json): Pointer {
  const key = typeof parent === 'string' ? parent : createdKey(creatorOf(parent) ?? '');
  return set + pointer(key);
}

function changeOf(intent: Intent): Omit<Change, 'before' | 'after'> {
  const { key, type, name, live, force, why, at } = intent;
  return {
    key,
    type,
    name,
    live,
    restore: false,
    force,
    ...(why === undefined ? {} : { why }),
    at,
    notes: [],
    lost: [],
  };
}

/** What a reader should know of what could not be looked up. */
function uncheckedIn({ files }: Intent): string[] {
  return files.flatMap(({ name, unchecked }) =>
    unchecked.length === 0 ? [] : [`cannot check what ${name} looks up: ${inWords(unchecked, MOST_NAMED)}`],
  );
}

/** Whether objects of the type name versions of others. */
function isPinned({ references = {} }: ResourceType): boolean {
  return Object.values(references).some(({ version }) => version !== undefined);
}

/** Whether an existing object can get another value at that place. */
function isChangeable(type: ResourceType, path: Pointer): boolean {
  const [field = ''] = segmentsOf(path);
  if (Object.hasOwn(type.files ?? {}, path)) return !type.createOnly?.includes(path);
  const isElsewhere = sectionOf(type, path) !== undefined || isDrafted(type, path);
  if (isElsewhere || isApart(type, field) || Object.hasOwn(type.moves ?? {}, path)) return true;
  const createOnly = [
    ...(typeFacts[type.type]?.createOnly ?? []).map((name) => `/${name}`),
    ...(type.createOnly ?? []),
  ];
  return type.calls.update !== undefined && !createOnly.some((place) => isWithin(path, place));
}
