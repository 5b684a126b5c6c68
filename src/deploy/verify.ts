import { typeNamed } from '../catalog/index.ts';
import type { Part, ResourceType } from '../catalog/vocabulary.ts';
import { equal, get, isObject, type Json } from '../json/json.ts';
import { pointer, segmentsOf, valueAt } from '../json/pointer.ts';
import { FRESH_MS } from '../org/fresh.ts';
import type { FreshParts } from '../org/fresh-parts.ts';
import { readPart } from '../org/parts.ts';
import { NotSent } from '../org/session.ts';
import { holds, otherwise, said, type Values } from '../plan/difference.ts';
import { type Document, normalize } from '../plan/document.ts';
import type { Operation, Step } from '../plan/plan.ts';
import { valuesWithIds } from '../store/events.ts';
import type { Calls } from './calls.ts';
import { changedMeanwhile } from './failures.ts';

/** Checks again what the plan saw, right before a call that relies on it. */
export class Verifier {
  readonly #calls: Calls;
  readonly #parts: FreshParts;
  readonly #observedAt: number;

  /** @param observedAt when the facts of the plan were gathered: milliseconds since the epoch */
  constructor(calls: Calls, parts: FreshParts, observedAt: number) {
    this.#calls = calls;
    this.#parts = parts;
    this.#observedAt = observedAt;
  }

  /**
   * Checks what a step relies on, if that was read too long ago. An update looks for itself.
   * @throws ChangesetError when somebody changed it
   */
  async verify(operation: Operation, step: Step, now: Values): Promise<void> {
    const isFresh = this.#calls.session.clock.now() - this.#observedAt <= FRESH_MS;
    if (isFresh || operation.id === undefined || step.does === 'update') return;
    const type = typeNamed(operation.type);
    const places = Object.keys(valuesWithIds(step.asks, this.#calls.ids));
    const part = type.parts?.[segmentsOf(places[0] ?? '')[0] ?? ''];
    if (part?.read.one) await this.#verifyElements(operation, step, part, now);
    else if (part) {
      const { elements } = await readPart(this.#calls.session, part, operation.id);
      for (const path of places)
        expect(operation, now, path, get(elements, segmentsOf(path)[1] ?? '') ?? null);
    } else if (step.does === 'delete' || step.does === 'move') {
      const raw = await this.#calls.documents.get(type, operation.id);
      if (raw)
        expectDocument(
          operation,
          type,
          now,
          step.does === 'move' ? places : undefined,
          this.#calls.found(normalize(type, raw), { asked: {}, now }),
        );
    }
  }

  /** The same before another attempt: an update reads its object again. */
  async verifyAgain(operation: Operation, step: Step, now: Values): Promise<void> {
    if (step.does === 'update' && operation.id !== undefined)
      this.#calls.documents.forget(typeNamed(operation.type), operation.id);
    await this.verify(operation, step, now).catch((error: unknown) => {
      throw new NotSent(error);
    });
  }

  /** Elements are written whole: each must be as the plan saw it, or as it shall be already. */
  async #verifyElements(operation: Operation, step: Step, part: Part, now: Values): Promise<void> {
    const keyOf = (path: string): string => segmentsOf(path)[1] ?? '';
    const left = operation.steps.slice(operation.steps.indexOf(step) + 1);
    const places = Object.keys(step.asks);
    const name = segmentsOf(places[0] ?? '')[0] ?? '';
    const next = left
      .flatMap(({ asks }) => Object.keys(asks))
      .filter((path) => segmentsOf(path)[0] === name)
      .map(keyOf);
    const found = await this.#parts.get(part, operation.id ?? '', places.map(keyOf), next);
    for (const path of places) {
      const element = found.get(keyOf(path)) ?? null;
      const asked = step.asks[path] ?? null;
      if (holds(element, asked) && (asked !== null || element === null)) continue;
      const expected = said(now, path);
      // What others say more of it, as a column that is new, is no change of what it said.
      if (expected !== undefined && expected !== null && holds(element, expected)) continue;
      expect(operation, now, path, element);
      for (const [column, value] of Object.entries(isObject(asked) ? asked : {})) {
        const place = path + pointer(column);
        const isUntouched = expected === undefined && said(now, place) === undefined;
        const other = isObject(element) ? (get(element, column) ?? null) : null;
        if (isUntouched && other !== null && !equal(other, value))
          throw changedMeanwhile(operation, place, value, other);
      }
    }
  }
}

/** Stops the operation when a place is not as the plan, and this run so far, left it. */
export function expect(operation: Operation, values: Values, path: string, found: Json): void {
  const [other] = otherwise(values, path, found);
  if (other) throw changedMeanwhile(operation, other.path, other.before, other.after);
}

/** The same for places of the document itself: for these, or for all that it has. */
function expectDocument(
  operation: Operation,
  type: ResourceType,
  values: Values,
  places: readonly string[] | undefined,
  document: Document,
): void {
  const whole = said(values, '');
  const all = Object.keys(isObject(whole) ? whole : {}).map((field) => pointer(field));
  for (const path of places ?? all) {
    const isOwn = !Object.hasOwn(type.parts ?? {}, segmentsOf(path)[0] ?? '');
    if (isOwn) expect(operation, values, path, valueAt(document, path) ?? null);
  }
}
