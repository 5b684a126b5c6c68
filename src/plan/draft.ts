import { typeFacts } from '../catalog/generated/types.ts';
import type { ResourceType } from '../catalog/vocabulary.ts';
import type { Diagnostic } from '../diagnostics.ts';
import { equal, isObject, type JsonObject, objectOf } from '../json/json.ts';
import { valueAt, withValueAt } from '../json/pointer.ts';
import { differences, valuesAt } from './difference.ts';
import { createdBy, type Document, normalize } from './document.ts';
import { edited } from './edit.ts';
import { hasFields, type Inquiry } from './facts.ts';
import { type Identified, Identifier, type Surroundings } from './identify.ts';
import { inboundOf } from './inbound.ts';
import type { Edit, Intent } from './intent.ts';
import { Labels } from './labels.ts';
import type { Change } from './operations.ts';
import type { Saw, Unchanged } from './plan.ts';

type Found = Extract<Identified, { state: 'found' }>;

/** A plan in the making: what is to change, as far as the facts go. */
export interface Draft {
  readonly changes: readonly Change[];
  readonly unchanged: readonly Unchanged[];
  readonly saw: Saw;
  readonly labels: Labels;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What the intents change in the org. While the inquiry has open questions the draft is not complete: answer them
 * and draft again. Pure: no clock, no network, no disk.
 */
export function draft(around: Surroundings, intents: readonly Intent[], inquiry: Inquiry): Draft {
  return new Drafter(around, intents, inquiry).draft();
}

class Drafter {
  readonly #intents: readonly Intent[];
  readonly #inquiry: Inquiry;
  readonly #identifier: Identifier;
  readonly #labels: Labels;
  readonly #changes: Change[] = [];
  readonly #unchanged: Unchanged[] = [];
  readonly #names: Saw['names'][number][] = [];
  readonly #objects: Saw['objects'][number][] = [];
  readonly #diagnostics: Diagnostic[] = [];
  /** Types whose list items were found to be thinner than the object. */
  readonly #thin: ReadonlySet<ResourceType>;

  constructor(around: Surroundings, intents: readonly Intent[], inquiry: Inquiry) {
    this.#intents = intents;
    this.#inquiry = inquiry;
    this.#identifier = new Identifier(around, inquiry, intents);
    this.#labels = new Labels(around.environment);
    this.#thin = this.#thinTypes();
  }

  draft(): Draft {
    for (const intent of this.#intents) this.#intent(intent);
    this.#guardDeletions();
    const bySaw = (a: { type: string }, b: { type: string }, x: string, y: string): number =>
      a.type === b.type ? (x < y ? -1 : 1) : a.type < b.type ? -1 : 1;
    return {
      changes: this.#changes,
      unchanged: this.#unchanged,
      saw: {
        names: this.#names.sort((a, b) => bySaw(a, b, a.name, b.name)),
        objects: this.#objects.sort((a, b) => bySaw(a, b, a.id, b.id)),
      },
      labels: this.#labels,
      diagnostics: [...this.#identifier.diagnostics, ...this.#diagnostics],
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
    else if (intent.action === 'create') this.#identifier.exists(intent, found.id);
    else if (intent.action === 'delete') this.#remove(intent, found);
    else this.#update(intent, found);
  }

  #absent(intent: Intent): void {
    if (intent.action === 'delete') this.#same(intent, undefined);
    else if (intent.action === 'update' || !intent.type.calls.create) this.#identifier.missing(intent);
    else if (this.#identifier.mayCreate(intent)) this.#create(intent);
  }

  #same(intent: Intent, id: string | undefined): void {
    const { key, type, name } = intent;
    this.#unchanged.push({ key, type: type.type, name, ...(id === undefined ? {} : { id }) });
  }

  #create(intent: Intent): void {
    const { type } = intent;
    const start = withValueAt({}, type.identity, intent.live);
    const result = this.#edited(intent, isObject(start) ? start : {}, intent.edits, createdBy(intent.key));
    if (!result) return;
    for (const field of typeFacts[type.type]?.required ?? []) {
      if (valueAt(result.document, `/${field}`) === undefined) {
        const message = `A new ${type.noun} needs a ${field}.`;
        this.#diagnostics.push({
          severity: 'error',
          code: 'create.required',
          message,
          hint: `Add  set: { ${field}: … }`,
          at: intent.at,
        });
      }
    }
    this.#changes.push({ ...changeOf(intent), before: undefined, after: result.document });
  }

  #update(intent: Intent, found: Found): void {
    const { type } = intent;
    const raw = this.#whole(intent, found);
    if (!raw) return;
    this.#labels.read(type, raw);
    const before = this.#withParts(type, found.id, raw, partsOf(intent));
    if (!before) return;
    const rename: Edit[] =
      found.by === 'was' ? [{ verb: 'put', path: type.identity, value: intent.live, at: intent.at }] : [];
    const result = this.#edited(intent, before, [...rename, ...intent.edits], found.id);
    if (!result) return;
    this.#objects.push({
      type: type.type,
      id: found.id,
      values: valuesAt(before, [...result.touched].sort()),
    });
    if (differences(before, result.document).length === 0) this.#same(intent, found.id);
    else {
      this.#changes.push({
        ...changeOf(intent),
        id: found.id,
        identifiedBy: found.by,
        before,
        after: result.document,
      });
    }
  }

  #edited(intent: Intent, before: Document, edits: readonly Edit[], self: JsonObject | string) {
    const { type } = intent;
    const result = edited(type, before, edits, {
      idOf: (reference) => {
        const id = this.#identifier.reference(reference);
        if (typeof id === 'string' && reference.special === undefined)
          this.#labels.set(reference.type, id, reference.live);
        return id;
      },
      foreign: (part) =>
        typeof self === 'string' && type.parts?.[part]
          ? (this.#inquiry.part(type, self, part)?.foreign ?? [])
          : [],
      self,
    });
    if (result) this.#diagnostics.push(...result.diagnostics);
    return result;
  }

  /** The object with all its fields: as it was listed, unless lists of this type cannot be trusted. */
  #whole(intent: Intent, found: Found): JsonObject | undefined {
    const { type } = intent;
    const isWhole = type.list.whole !== false && !this.#thin.has(type);
    const read = this.#inquiry.documentAtHand(type, found.id);
    if (read) return read;
    if (isWhole || !changesDocument(intent, found)) return found.raw;
    return this.#inquiry.document(type, found.id) ?? undefined;
  }

  /**
   * A whole-document update may rest on a list item only where one object of the type, read by ID in this run, was
   * equal to its item. One such read is asked for each type.
   */
  #thinTypes(): Set<ResourceType> {
    const thin = new Set<ResourceType>();
    const canaries = new Map<ResourceType, Found>();
    for (const intent of this.#intents) {
      const found = this.#identifier.identify(intent);
      const { type } = intent;
      if (found?.state !== 'found' || !type.calls.update || canaries.has(type)) continue;
      if (changesDocument(intent, found) && intent.action !== 'delete') canaries.set(type, found);
    }
    for (const [type, found] of canaries) {
      const read = this.#inquiry.document(type, found.id);
      if (read && !equal(normalize(type, read), normalize(type, found.raw))) thin.add(type);
    }
    return thin;
  }

  #withParts(type: ResourceType, id: string, raw: JsonObject, parts: Iterable<string>): Document | undefined {
    const document = normalize(type, raw);
    const entries: (readonly [string, JsonObject])[] = [];
    let complete = true;
    for (const part of parts) {
      const facts = this.#inquiry.part(type, id, part);
      if (!facts) complete = false;
      else {
        entries.push([part, facts.elements]);
        for (const [element, label] of Object.entries(facts.labels)) this.#labels.suggest(element, label);
      }
    }
    return complete ? { ...document, ...objectOf(entries) } : undefined;
  }

  #remove(intent: Intent, found: Found): void {
    const { type } = intent;
    const raw = this.#inquiry.document(type, found.id);
    if (raw === null) this.#same(intent, undefined);
    if (!raw) return;
    this.#labels.read(type, raw);
    const never = type.remove?.never;
    if (never && hasFields(raw, never.where)) {
      const message = `${never.why}.`;
      this.#diagnostics.push({ severity: 'error', code: 'delete.never', message, at: intent.at });
      return;
    }
    const before = this.#withParts(type, found.id, raw, Object.keys(type.parts ?? {}));
    if (!before) return;
    this.#objects.push({ type: type.type, id: found.id, values: { '': before } });
    this.#changes.push({
      ...changeOf(intent),
      id: found.id,
      identifiedBy: found.by,
      before,
      after: undefined,
    });
  }

  /** Deletions of what other objects still use are refused, or listed as losses with `force`. */
  #guardDeletions(): void {
    for (const [index, change] of this.#changes.entries()) {
      if (change.after) continue;
      const inbound = inboundOf(change, this.#changes, this.#inquiry, this.#labels);
      if (!inbound) continue;
      if (inbound.holders.length > 0 && !change.force) {
        this.#diagnostics.push({
          severity: 'error',
          code: 'delete.referenced',
          message: `the ${change.type.noun} "${change.name}" is in use: ${inWords(inbound.holders)}.`,
          hint: 'Take it out of them in this changeset, or add  force: true  to delete it all the same.',
          ...(change.at ? { at: change.at } : {}),
        });
      }
      const lost = inbound.holders.length > 0 ? [`it is taken out of ${inWords(inbound.holders)}`] : [];
      const notes = inbound.unchecked.map((what) => `${what} may refer to it: they were not looked through`);
      this.#changes[index] = { ...change, notes, lost };
    }
  }
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

function partsOf(intent: Intent): Set<string> {
  return new Set(
    intent.edits.flatMap(({ path }) => {
      const field = path.split('/')[1] ?? '';
      return intent.type.parts && Object.hasOwn(intent.type.parts, field) ? [field] : [];
    }),
  );
}

/** Whether a whole-document update may come of the intent. */
function changesDocument(intent: Intent, found: Found): boolean {
  const parts = partsOf(intent);
  return found.by === 'was' || intent.edits.some(({ path }) => !parts.has(path.split('/')[1] ?? ''));
}

function inWords(holders: readonly string[]): string {
  const shown = holders.slice(0, 10).join(', ');
  return holders.length > 10 ? `${shown} and ${holders.length - 10} more` : shown;
}
