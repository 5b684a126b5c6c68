import { typeNamed } from '../catalog/index.ts';
import type { ResourceType } from '../catalog/vocabulary.ts';
import type { Diagnostic } from '../diagnostics.ts';
import { type Pointer, pointer, valueAt } from '../json/pointer.ts';
import { consumingOf } from './consumers.ts';
import { type Document, normalize } from './document.ts';
import { type Inquiry, identityOf, idOfObject, isGone } from './facts.ts';
import { inboundOf, inWords, renameNotes } from './inbound.ts';
import type { Intent } from './intent.ts';
import type { Labels } from './labels.ts';
import { type Change, titleOf } from './operations.ts';
import { refusal } from './refusal.ts';
import { drawnValues, exclusiveValues, isInRange, without } from './values.ts';

/** The most users of an object that a message names. */
const MOST_NAMED = 10;

/** What stands in the way of changes, and what a reader should know of them, as only all of them together show. */
export class Guards {
  readonly changes: Change[];
  readonly diagnostics: Diagnostic[] = [];
  readonly #intents: readonly Intent[];
  readonly #inquiry: Inquiry;
  readonly #labels: Labels;

  constructor(changes: readonly Change[], intents: readonly Intent[], inquiry: Inquiry, labels: Labels) {
    this.changes = [...changes];
    this.#intents = intents;
    this.#inquiry = inquiry;
    this.#labels = labels;
    this.#guardDeletions();
    this.#noteRenames();
    this.#noteCopies();
    for (const change of this.changes) this.#guardValues(change);
  }

  /** Deletions of what other objects still use are refused, or listed as losses with `force`. */
  #guardDeletions(): void {
    for (const [index, change] of this.changes.entries()) {
      if (change.after) continue;
      const inbound = inboundOf(change, this.changes, this.#inquiry, this.#labels);
      if (!inbound) continue;
      if (inbound.holders.length > 0 && !change.force) {
        this.diagnostics.push({
          severity: 'error',
          code: 'delete.referenced',
          message: `the ${titleOf({ ...change, type: change.type.type })} is in use: ${inWords(inbound.holders, MOST_NAMED)}.`,
          hint: 'Take it out of them in this changeset, or add  force: true  to delete it all the same.',
          ...(change.at ? { at: change.at } : {}),
        });
      }
      const lost =
        inbound.holders.length > 0 ? [`it is taken out of ${inWords(inbound.holders, MOST_NAMED)}`] : [];
      const notes = inbound.unchecked.map((what) => `${what} may refer to it: they were not looked through`);
      const awaits = [...(change.awaits ?? []), ...inbound.releases];
      this.changes[index] = { ...change, notes, lost, awaits };
    }
  }

  #noteRenames(): void {
    for (const [index, change] of this.changes.entries()) {
      if (change.identifiedBy !== 'was') continue;
      const notes = renameNotes(change, this.changes, this.#inquiry, this.#labels);
      if (notes) this.changes[index] = { ...change, notes: [...change.notes, ...notes] };
    }
  }

  /** What flows hold copies of is heard only after they are published again. */
  #noteCopies(): void {
    for (const [index, change] of this.changes.entries()) {
      if (!change.type.copied || !change.before || !change.after) continue;
      const consuming = consumingOf(change, this.changes, this.#inquiry);
      if (!consuming) continue;
      const { holders, unchecked } = consuming;
      const notes = [
        ...(holders.length > 0
          ? [`callers notice it when these are published again: ${inWords(holders, MOST_NAMED)}`]
          : []),
        ...unchecked.map((what) => `${what} may have to be published again`),
      ];
      this.changes[index] = { ...change, notes: [...change.notes, ...notes] };
    }
  }

  /** Values that another object holds, and numbers that are nobody's. */
  #guardValues(change: Change): void {
    const { type, before, after } = change;
    const taken = without(exclusiveValues(type, after), exclusiveValues(type, before));
    const others = taken.length > 0 ? this.#others(type, change) : [];
    for (const { path, value } of taken) {
      const holder = others?.find(({ document }) => valueAt(document, path + pointer(value)) !== undefined);
      if (!holder) continue;
      const message = `${value} belongs to the ${type.noun} "${holder.name}".`;
      this.#refuseChange(
        change,
        'value.taken',
        message,
        'Take it out of that one in this changeset first.',
        path,
      );
    }
    for (const { path, value, range } of without(drawnValues(type, after), drawnValues(type, before))) {
      const ranges = this.#others(typeNamed(range.type), undefined);
      if (!ranges || ranges.some(({ document }) => isInRange(range, document, value))) continue;
      const { noun } = typeNamed(range.type);
      const message = `No ${noun} has the number ${value}.`;
      this.#refuseChange(
        change,
        'value.outside',
        message,
        `Add a ${range.type} for it to this changeset.`,
        path,
      );
    }
  }

  /** The other objects of a type as they will be. */
  #others(
    type: ResourceType,
    change: Change | undefined,
  ): { readonly name: string; readonly document: Document }[] | undefined {
    const listed = this.#inquiry.everywhere(type);
    if (!listed || listed === 'hidden') return undefined;
    const changed = new Map(this.changes.map((other) => [other.id, other]));
    const kept = listed
      .filter((item) => !isGone(type, item) && !changed.has(idOfObject(item)))
      .map((item) => ({ name: identityOf(type, item), document: normalize(type, item) }));
    const now = this.changes
      .filter((other) => other.type === type && other !== change)
      .flatMap(({ name, after }) => (after ? [{ name, document: after }] : []));
    return [...kept, ...now];
  }

  #refuseChange(change: Change, code: string, message: string, hint: string, path: Pointer): void {
    const intent = this.#intents.find(({ key }) => key === change.key);
    if (intent) this.diagnostics.push(refusal(intent, code, message, hint, path));
  }
}
