import type { HeldFile, Part, PartCall, ResourceType } from '../catalog/vocabulary.ts';
import { equal, get, isObject, type Json, type JsonObject, objectOf } from '../json/json.ts';
import { pointer, segmentsOf } from '../json/pointer.ts';
import type { Values } from './difference.ts';
import { type Document, halvesOf, referenceOfKey } from './document.ts';
import { filled } from './filled.ts';
import { heldIn, withHeld } from './held.ts';
import type { Step } from './plan.ts';

import type { StepFacts } from './steps.ts';

/** Calls about elements: `drop` those that go, `bring` those that come or change. */
export function partSteps(
  facts: StepFacts,
  before: Document,
  after: Document,
  stage: 'drop' | 'bring',
): Step[] {
  return Object.entries(facts.type.parts ?? {}).flatMap(([name, part]) => {
    const old = elementsAt(before, name);
    const now = elementsAt(after, name);
    const calls = new PartSteps(name, part, facts);
    if (stage === 'drop') {
      const dropped = Object.keys(old).filter((key) => !Object.hasOwn(now, key));
      return [
        ...calls.steps(
          part.remove,
          dropped.map((key) => [key, null]),
          'remove',
        ),
        ...calls.withoutFiles(old, now),
      ];
    }
    const fresh = Object.entries(now).filter(([key]) => !Object.hasOwn(old, key));
    const isBare = part.change !== undefined && part.type !== undefined;
    const added = fresh.map(
      ([key, value]) => [key, isBare ? initialOf(part) : withHeld(part, value, () => null)] as const,
    );
    const reached: JsonObject = { ...old, ...objectOf(added) };
    // Files come last, each by a call of its own.
    const unfiled = Object.entries(now).map(([key, value]) => {
      const file = (held: HeldFile): Json => stayingIn(held, get(reached, key), value);
      return [key, withHeld(part, value, file)] as const;
    });
    const changed = unfiled.filter(
      ([key, value]) =>
        !equal(
          withHeld(part, get(reached, key) ?? null, (held) => heldIn(held, value)),
          value,
        ),
    );
    const singly = [
      ...calls.steps(part.add, added, 'add'),
      ...calls.steps(part.change ?? part.add, changed, 'change'),
      ...calls.withFiles(objectOf(unfiled), now),
    ];
    const bulk = bulkCalls(facts, name, added.length, added.length + changed.length);
    return bulk !== undefined && bulk < singly.length
      ? [bulkStep(facts, name, [...added, ...changed], bulk)]
      : singly;
  });
}

/** The call that writes one element of a part. */
export function elementStep(
  name: string,
  part: Part,
  id: Json,
  [key, attributes]: Element,
  does: 'add' | 'change',
): Step | undefined {
  const call = does === 'add' ? part.add : (part.change ?? part.add);
  return new PartSteps(name, part, { id }).steps(call, [[key, attributes]], does)[0];
}

/**
 * How many calls the job of a part takes for so many elements: its own, and reading them back, page by page or one by one.
 * Undefined where there is none.
 */
function bulkCalls(
  { type, after, pages = {} }: StepFacts,
  name: string,
  added: number,
  count: number,
): number | undefined {
  const part = type.parts?.[name];
  if (!part?.bulk) return undefined;
  const { size = 1 } = part.read;
  const known = Object.keys(elementsAt(after ?? {}, name)).length;
  const all = pages[name] === undefined ? Math.ceil(known / size) : pages[name] + Math.ceil(added / size);
  return part.bulk.calls + Math.min(all, part.read.one ? count : all);
}

/** One job for all of these elements. */
function bulkStep({ type, id }: StepFacts, name: string, elements: readonly Element[], calls: number): Step {
  const job = type.parts?.[name]?.bulk?.job ?? '';
  const begin = type.jobs?.[job]?.begin ?? { op: '', params: {} };
  const sorted = [...elements].sort(([a], [b]) => (a < b ? -1 : 1));
  const asks: Values = Object.fromEntries(
    sorted.map(([key, attributes]) => [pointer(name, key), attributes]),
  );
  return { ...filled(begin, { $id: id }), does: 'add', job, calls, asks };
}

/** How the elements of parts that have a choice are written, in words for people. */
export function waysOf(type: ResourceType, steps: readonly Step[]): string[] {
  return Object.entries(type.parts ?? {}).flatMap(([name, { bulk, noun }]) => {
    const own = steps.filter(({ asks, does }) => {
      const [path] = Object.keys(asks);
      return ['add', 'change'].includes(does) && path !== undefined && segmentsOf(path)[0] === name;
    });
    const [job] = own.filter((step) => step.job !== undefined);
    if (!bulk) return [];
    if (!job) return own.length > 1 ? [`${own.length} ${noun}s by ${own.length} single calls`] : [];
    const count = Object.keys(job.asks).length;
    return [
      `${count} ${noun}s by one ${bulk.does} of about ${job.calls} calls, in the place of ${count} single ones; what others do to these ${noun}s while it runs is written over, all other ${noun}s stay`,
    ];
  });
}

/** The file that an element goes on holding; null where it is another one, or none. */
function stayingIn(held: HeldFile, before: Json | undefined, after: Json | undefined): Json {
  const file = heldIn(held, before);
  return file === heldIn(held, after) ? file : null;
}

function elementsAt(document: Document, part: string): JsonObject {
  const elements = get(document, part);
  return isObject(elements) ? elements : {};
}

function initialOf(part: Part): JsonObject {
  return objectOf(
    Object.entries(part.attributes ?? {}).flatMap(([name, attribute]) =>
      attribute.initially === undefined ? [] : [[name, attribute.initially] as const],
    ),
  );
}

/** The field of an element that is known by a text, or of a row, which holds that. */
export function keyFieldOf({ read }: Part): string {
  return segmentsOf(read.element ?? '/id')[0] ?? '';
}

/** An element's key and its attributes once the call is done; null when it is gone. */
type Element = readonly [key: string, attributes: Json];

/** What the calls about a part need to know of its object. */
type PartFacts = Pick<StepFacts, 'id' | 'kept'> & Partial<Pick<StepFacts, 'type'>>;

class PartSteps {
  readonly #name: string;
  readonly #part: Part;
  readonly #facts: PartFacts;

  constructor(name: string, part: Part, facts: PartFacts) {
    this.#name = name;
    this.#part = part;
    this.#facts = facts;
  }

  /** Takes away files that others take the place of, or none: then nothing may go on saying what it was. */
  withoutFiles(old: JsonObject, now: JsonObject): Step[] {
    const { holds = [], change } = this.#part;
    if (!change) return [];
    return Object.entries(old).flatMap(([key, element]) => {
      if (!Object.hasOwn(now, key)) return [];
      let reached: Json = element;
      return holds.flatMap((held) => {
        const file = heldIn(held, element);
        const next = heldIn(held, get(now, key));
        if (file === null || file === next) return [];
        const isSaid = next !== null || file === held.nameless || held.named === 'after';
        const nameless = isSaid ? [] : this.#saying(change, key, over(reached, held, held.nameless), held);
        reached = over(reached, held, null);
        return [...nameless, ...this.steps(held.drop, [[key, reached]], 'change')];
      });
    });
  }

  /** Brings files that elements do not hold yet. */
  withFiles(old: JsonObject, now: JsonObject): Step[] {
    const { holds = [], change } = this.#part;
    if (!change) return [];
    return Object.entries(now).flatMap(([key, element]) => {
      let reached: Json = get(old, key) ?? null;
      return holds.flatMap((held) => {
        const file = heldIn(held, element);
        if (typeof file !== 'string' || heldIn(held, reached) === file) return [];
        const nameless = over(reached, held, held.nameless);
        reached = over(reached, held, file);
        const content = this.#facts.kept?.[pointer(this.#name, key, held.attribute)] ?? file;
        const uploaded = { does: 'upload', job: held.job, content } as const;
        const named = this.#saying(change, key, reached, held);
        if (held.named !== 'after') return named.map((step) => ({ ...step, ...uploaded }));
        const begin = this.#facts.type?.jobs?.[held.job]?.begin ?? change;
        const [sent] = this.steps(begin, [[key, nameless]], 'change');
        return sent && file !== held.nameless
          ? [{ ...sent, ...uploaded }, ...named]
          : sent
            ? [{ ...sent, ...uploaded }]
            : [];
      });
    });
  }

  /** The call that changes an element, and says which file it holds. */
  #saying(change: PartCall, key: string, element: Json, held: HeldFile): Step[] {
    const said = held.said(String(heldIn(held, element)));
    return this.steps(change, [[key, element]], 'change').map((step) => ({
      ...step,
      body: { ...(isObject(step.body) ? step.body : {}), ...said },
    }));
  }

  steps(call: PartCall, elements: readonly Element[], does: 'add' | 'change' | 'remove'): Step[] {
    const sorted = [...elements].sort(([a], [b]) => (a < b ? -1 : 1));
    const size = call.batch ?? 1;
    const steps: Step[] = [];
    for (let start = 0; start < sorted.length; start += size) {
      steps.push(this.#step(call, sorted.slice(start, start + size), does));
    }
    return steps;
  }

  #step(call: PartCall, elements: readonly Element[], does: 'add' | 'change' | 'remove'): Step {
    const { pair, attributes: facts = {}, type } = this.#part;
    const isKeyed = type === undefined;
    const halves = elements.map(([key]) => (isKeyed ? ([key, undefined] as const) : halvesOf(key)));
    const plain = halves.map(([element]) => (isKeyed ? element : referenceOfKey(element)));
    const ids = plain.map((id) => ({ id }));
    const known = isKeyed ? keyFieldOf(this.#part) : 'id';
    const whole = elements.map(([, value], index) => {
      // What is new says nothing by null; what was there is cleared by it. Files are sent by calls of their own.
      const all = does === 'change' && isKeyed ? initialOf(this.#part) : {};
      const said = Object.entries({ ...all, ...(isObject(value) ? value : {}) }).filter(
        ([name, attribute]) => !facts[name]?.file && !(does === 'add' && attribute === null),
      );
      return { [known]: plain[index] ?? null, ...objectOf(said) };
    });
    const [one, two] = pair?.as ?? ['', ''];
    const pairs = halves.map(([element, other]) => ({
      [one]: referenceOfKey(element),
      [two]: referenceOfKey(other ?? ''),
    }));
    const single = call.batch === undefined;
    const values = {
      $id: this.#facts.id,
      $element: plain[0] ?? null,
      $other: referenceOfKey(halves[0]?.[1] ?? ''),
      $elements: (single ? ids[0] : ids) ?? null,
      $attributes: (single ? whole[0] : whole) ?? null,
      $ids: plain,
      $idList: { $list: plain },
      $pairs: pairs,
    };
    const asks: Values = Object.fromEntries(
      elements.map(([key, attributes]) => [pointer(this.#name, key), attributes]),
    );
    const over = call.over ? { over: filled(call.over, values) } : {};
    return { ...filled(call, values), ...over, does, asks };
  }
}

/** The element with another file, or none. */
function over(element: Json, held: HeldFile, file: Json): Json {
  return isObject(element) ? { ...element, [held.attribute]: file } : element;
}
