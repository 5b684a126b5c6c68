import { typeNamed } from '../catalog/index.ts';
import type { Job, ResourceType } from '../catalog/vocabulary.ts';
import { equal, get, isObject, type Json, type JsonObject } from '../json/json.ts';
import { pointer, segmentsOf, valueAt } from '../json/pointer.ts';
import { holds, said, type Values, valuesAt } from './difference.ts';
import { type Document, normalize, sectionDocument } from './document.ts';
import { type Inquiry, idOfObject, isOfKind } from './facts.ts';
import { NEW_SECRET } from './hand-over.ts';
import { jobStateIn } from './jobs.ts';
import { titleOf } from './operations.ts';
import type { Operation, Step } from './plan.ts';
import { asDone, isUnseen, NO_SECRETS, type SecretValues } from './secrets.ts';
import { versionNumber } from './versions.ts';

/** A call of which nobody wrote down what became of it. */
export interface OpenStep {
  readonly operation: Operation;
  readonly index: number;
  readonly step: Step;
  /** The object's ID; undefined for what the call was to create. */
  readonly id: string | undefined;
  /** The ID of what a new object belongs to. */
  readonly parent: string | undefined;
  /** What it asked for. */
  readonly asked: Values;
  /** What stood at the touched places before it. */
  readonly now: Values;
  /** The ID of the job that it began, where it had come so far. */
  readonly job?: string | undefined;
}

/**
 * What became of a call, found by reading the org. `refused`: it had no effect. `unknown`: nobody can tell, for this
 * reason, or it had its effect in part.
 */
export type Settlement =
  | {
      readonly status: 'done';
      readonly id?: string;
      readonly ours: Values;
      /** What a person has to see to, as sentences. */
      readonly note?: string;
    }
  | { readonly status: 'refused' }
  | {
      readonly status: 'unknown';
      readonly reason: string;
      readonly id?: string;
      readonly ours?: Values;
      /**
       * The platform works on it still: look again after so many milliseconds, at most for so long after the call. `isBlind`:
       * it may as well wait for its file; what still says so then had no effect.
       */
      readonly again?: { readonly afterMs: number; readonly forMs: number; readonly isBlind?: boolean };
    };

const REFUSED = { status: 'refused' } as const;
const UNSEEN = {
  status: 'unknown',
  reason: 'what it sent can never be read back, so that whether it had its effect cannot be told.',
} as const;

/** What became of a call, in the org as it is now; undefined while questions are open. Pure. */
export function settle(
  open: OpenStep,
  inquiry: Inquiry,
  secrets: SecretValues = NO_SECRETS,
): Settlement | undefined {
  const type = typeNamed(open.operation.type);
  const { step, id } = open;
  const job = step.job === undefined ? undefined : type.jobs?.[step.job];
  const [field = '', key] = segmentsOf(Object.keys(open.asked)[0] ?? '');
  const part = type.parts?.[field];
  if (job && key !== undefined && part?.bulk) return settleBulk(open, type, job, inquiry);
  if (job && !part) return settleJob(open, type, job, inquiry);
  if (step.does === 'create') return settleCreate(open, type, inquiry, secrets);
  if (id === undefined) return REFUSED; // what it is about was never made
  if (part) return settlePart(open, type, id, inquiry);
  if (step.does === 'discard') return settleDiscard(open, type, id, inquiry);
  const raw = inquiry.document(type, id);
  if (raw === undefined) return undefined;
  const seen = (found: Document): Document => asDone(found, open.asked, open.now, secrets);
  const document = raw && seen(normalize(type, raw));
  if (step.does === 'delete') return document ? REFUSED : { status: 'done', ours: { '': null } };
  if (step.does === 'restore') {
    return document ? { status: 'done', id, ours: { '': document } } : REFUSED;
  }
  if (!document) {
    return { status: 'unknown', reason: `${titleOf(open.operation)} was deleted since.` };
  }
  if (isUnseen(type, Object.keys(open.asked))) return { ...UNSEEN, ours: open.asked };
  if (type.versions && step.does === 'publish' && versionNumber(raw) === undefined) return REFUSED;
  if (step.does === 'publish' && Object.keys(open.asked).some((path) => type.files?.[path])) {
    if (isAsBefore(document, open.asked, open.now)) return REFUSED;
    return { status: 'done', ours: valuesAt(document, Object.keys(open.asked)) };
  }
  if (step.section === undefined) return settleUpdate(open, document);
  const section = inquiry.section(type, id, step.section);
  if (section === undefined) return undefined;
  return settleUpdate(open, seen(sectionDocument(type, step.section, section)));
}

function settleDiscard(
  { asked }: OpenStep,
  type: ResourceType,
  id: string,
  inquiry: Inquiry,
): Settlement | undefined {
  const raw = inquiry.draft(type, id);
  if (raw === undefined) return undefined;
  const found = valuesAt(raw ? normalize(type, raw) : {}, Object.keys(asked));
  const isBack = !raw || (type.draft === undefined && equal(found, asked));
  return isBack ? { status: 'done', ours: asked } : REFUSED;
}

/** The object that carries what the create asked for, and that the plan had not seen, is the one that it made. */
function settleCreate(
  open: OpenStep,
  type: ResourceType,
  inquiry: Inquiry,
  secrets: SecretValues,
): Settlement | undefined {
  const named = inquiry.named(type, open.operation.live, open.parent);
  if (!named) return undefined;
  const whole = named.map((item) => inquiry.document(type, idOfObject(item)));
  if (whole.includes(undefined)) return undefined;
  const found = whole.filter((raw) => isObject(raw));
  if (found.length === 0) return REFUSED;
  const seen = (raw: JsonObject): Document => asDone(normalize(type, raw), open.asked, {}, secrets);
  const made = found.filter((raw) => holds(seen(raw), open.asked[''] ?? null));
  const [one] = made;
  if (one && made.length === 1)
    return { status: 'done', id: idOfObject(one), ours: { '': seen(one) }, ...noteOn(type) };
  const ids = (one ? made : found).map(idOfObject).join(' or ');
  const reason = one
    ? `several objects are what it asked for, with the IDs ${ids}; which one it made cannot be told.`
    : `there is one of that name, with the ID ${ids}, and it is not as the call asked; whether the call made it or somebody else did cannot be told.`;
  return { status: 'unknown', reason };
}

/** Nobody has written down whether the secret of what was made was handed over. */
function noteOn({ handOver }: ResourceType): { readonly note?: string } {
  const note = `Whether its ${handOver?.slice(1)} was handed over is not on record; where it was not: ${NEW_SECRET}`;
  return handOver === undefined ? {} : { note };
}

/** A job tells itself what became of it. One that has its file nowhere, or no ID on the disk, has done nothing. */
function settleJob(open: OpenStep, type: ResourceType, job: Job, inquiry: Inquiry): Settlement | undefined {
  const { step, id } = open;
  if (open.job === undefined && job.upload) return REFUSED;
  if (open.job === undefined && job.import) return settleImport(open, type, inquiry);
  const answer = open.job === undefined ? null : inquiry.job(type, step.job ?? '', open.job, id);
  if (answer === undefined) return undefined;
  const state = jobStateIn(job, open.job ?? '', answer);
  const title = titleOf(open.operation);
  if (state.is === 'idle') return REFUSED;
  if (state.is === 'running') {
    const { everyMs: afterMs = 0, forMs = 0, blind: isBlind = false } = job.watch ?? {};
    const reason = `Genesys Cloud works on ${title} still (job ${open.job}).`;
    return { status: 'unknown', reason, again: { afterMs, forMs, ...(isBlind ? { isBlind } : {}) } };
  }
  const made = state.is === 'done' ? (state.made ?? id) : id;
  const raw = made === undefined ? namedOnce(open, type, inquiry) : inquiry.document(type, made);
  if (raw === undefined) return undefined;
  const document = raw && normalize(type, raw);
  if (!document) {
    if (id === undefined && state.is !== 'done') return REFUSED;
    return { status: 'unknown', reason: `${title} was deleted since.` };
  }
  const whole = made ?? idOfObject(raw ?? {});
  const ours = id === undefined ? { '': document } : valuesAt(document, Object.keys(open.asked));
  if (state.is === 'done') return { status: 'done', id: whole, ours };
  const isAsBefore =
    id !== undefined &&
    Object.entries(ours).every(([path, value]) => equal(value, said(open.now, path) ?? null));
  if (isAsBefore) return REFUSED;
  if (id !== undefined && !job.upload && isBack(open, type, ours)) return { status: 'done', id: whole, ours };
  if (state.is === 'failed' && id === undefined) {
    const reason = `Genesys Cloud could not finish ${title}, and left what it had made of it.`;
    return { status: 'unknown', reason, id: whole, ours };
  }
  const end = state.is === 'failed' ? 'failed' : 'is not known any more';
  const reason = `the job ${open.job ?? ''} for ${title} ${end}, and yet it is not as before: somebody changed it since.`;
  return { status: 'unknown', reason };
}

/**
 * A file of which nobody knows under which ID it was taken, if it was. A new object of the name that was free before is its;
 * of one that was there before and shows something else now, nobody can tell.
 */
function settleImport(open: OpenStep, type: ResourceType, inquiry: Inquiry): Settlement | undefined {
  const { id, now, asked } = open;
  const raw = id === undefined ? namedOnce(open, type, inquiry) : inquiry.document(type, id);
  if (raw === undefined) return undefined;
  if (!raw) return REFUSED;
  const document = normalize(type, raw);
  if (id === undefined) return { status: 'done', id: idOfObject(raw), ours: { '': document } };
  if (isAsBefore(document, asked, now)) return REFUSED;
  const reason = `${titleOf(open.operation)} is not as before; whether the call changed it or somebody else did cannot be told.`;
  return { status: 'unknown', reason };
}

function isAsBefore(document: Document, asked: Values, now: Values): boolean {
  return Object.keys(asked).every((path) => equal(valueAt(document, path) ?? null, said(now, path) ?? null));
}

/** Whether the org has again what a call without a file was to put back. It may be dated anew. */
function isBack({ asked }: OpenStep, type: ResourceType, found: Values): boolean {
  return Object.entries(asked).every(([path, value]) => {
    const [back, now] = [type.files?.[path]?.back, found[path]];
    if (!back || typeof value !== 'string' || typeof now !== 'string') return equal(now, value);
    return back.value(now) === back.value(value);
  });
}

/** A job about elements: while it runs nobody can tell; once it is over, the elements do. */
function settleBulk(open: OpenStep, type: ResourceType, job: Job, inquiry: Inquiry): Settlement | undefined {
  const { id, step } = open;
  if (open.job === undefined || id === undefined) return REFUSED;
  const answer = inquiry.job(type, step.job ?? '', open.job, id);
  if (answer === undefined) return undefined;
  const state = jobStateIn(job, open.job, answer);
  if (state.is === 'idle') return REFUSED;
  if (state.is !== 'running') return settlePart(open, type, id, inquiry);
  const { everyMs: afterMs = 0, forMs = 0 } = job.watch ?? {};
  const reason = `Genesys Cloud works on ${titleOf(open.operation)} still (job ${open.job}).`;
  return { status: 'unknown', reason, again: { afterMs, forMs } };
}

/** The object of the operation's name; null where there is none. */
function namedOnce(open: OpenStep, type: ResourceType, inquiry: Inquiry): JsonObject | null | undefined {
  const named = inquiry.named(type, open.operation.live, open.parent);
  if (!named) return undefined;
  const [item] = named.filter((raw) => isOfKind(type, raw, open.asked['']));
  return item ? inquiry.document(type, idOfObject(item)) : null;
}

function settleUpdate(open: OpenStep, document: Document): Settlement {
  const paths = Object.keys(open.asked);
  const found: Values = Object.fromEntries(paths.map((path) => [path, valueAt(document, path) ?? null]));
  const isThere = (path: string): boolean => {
    const asked = open.asked[path] ?? null;
    const there = found[path] ?? null;
    // What is as before may say more than was asked, as an element that was to go, or a set that was to be emptied.
    const stays = !equal(there, asked) && equal(there, said(open.now, path) ?? null);
    return !stays && holds(there, asked);
  };
  if (paths.every(isThere)) return { status: 'done', ours: found };
  if (paths.some((path) => !isThere(path) && equal(found[path], said(open.now, path) ?? null)))
    return REFUSED;
  // One call changes all places or none: where one is as asked, another hand has changed the others afterwards.
  if (paths.some((path) => isThere(path) && !equal(said(open.now, path) ?? null, open.asked[path] ?? null)))
    return { status: 'done', ours: open.asked };
  const fields = paths.map((path) => path.slice(1).replaceAll('/', '.')).join(', ');
  return {
    status: 'unknown',
    reason: `${fields} of ${titleOf(open.operation)} is neither as before nor as the call asked: somebody changed it since.`,
  };
}

/** Elements are taken in or out one by one: a call about many may have had its effect on some. */
function settlePart(
  open: OpenStep,
  type: ResourceType,
  id: string,
  inquiry: Inquiry,
): Settlement | undefined {
  const places = Object.keys(open.asked).map((path) => [path, ...segmentsOf(path)] as const);
  const [name] = places.map(([, part]) => part ?? '');
  const owner = inquiry.document(type, id);
  if (owner === undefined) return undefined;
  if (owner === null) return { status: 'unknown', reason: `${titleOf(open.operation)} was deleted since.` };
  const keys = places.map(([, , key]) => key ?? '');
  const elements = inquiry.part(type, id, name ?? '', keys)?.elements;
  if (!elements) return undefined;
  const found: Values = Object.fromEntries(
    places.map(([path, , key]) => [path, get(elements, key ?? '') ?? null]),
  );
  const { holds: held = [] } = type.parts?.[name ?? ''] ?? {};
  const pending = held.find(({ attribute, pending: word }) =>
    places.some(([path]) => word !== undefined && valueAt(found[path], pointer(attribute)) === word),
  );
  if (pending) {
    const { everyMs: afterMs = 0, forMs = 0 } = type.jobs?.[pending.job]?.watch ?? {};
    const reason = `Genesys Cloud works on the file of ${titleOf(open.operation)} still.`;
    return { status: 'unknown', reason, again: { afterMs, forMs } };
  }
  const isThere = (path: string): boolean => holdsElement(found[path] ?? null, open.asked[path] ?? null);
  const there = places.filter(([path]) => isThere(path));
  if (there.length === places.length) return { status: 'done', ours: found };
  const wasThere = places.filter(([path]) =>
    holdsElement(said(open.now, path) ?? null, open.asked[path] ?? null),
  );
  if (there.length <= wasThere.length) return REFUSED;
  return {
    status: 'unknown',
    reason: `it had its effect on ${there.length} of ${places.length} elements.`,
    ours: found,
  };
}

function holdsElement(found: Json, asked: Json): boolean {
  return asked === null ? found === null : found !== null && holds(found, asked);
}
