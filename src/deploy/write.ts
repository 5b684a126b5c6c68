import { withArticle } from '../catalog/article.ts';
import { typeNamed } from '../catalog/index.ts';
import type { Draft, Job, Part, ResourceType } from '../catalog/vocabulary.ts';
import { type ChangesetError, failure } from '../diagnostics.ts';
import { exitCodes } from '../exit-codes.ts';
import { equal, get, isArray, isObject, type Json, type JsonObject, objectOf } from '../json/json.ts';
import { pointer, segmentsOf, valueAt, withValueAt } from '../json/pointer.ts';
import { isDuplicate, isMissing, PlatformError, UploadFailed } from '../org/errors.ts';
import { FRESH_MS, type FreshDocuments } from '../org/fresh.ts';
import { FreshParts } from '../org/fresh-parts.ts';
import { attributesOf, readPart } from '../org/parts.ts';
import { answer, readObject } from '../org/reader.ts';
import { type Before, type CallOptions, NotSent, type Session, unsent } from '../org/session.ts';
import { holds, otherwise, said, type Values, valuesAt } from '../plan/difference.ts';
import {
  childId,
  creatorOf,
  type Document,
  idOf,
  normalize,
  ownId,
  sectionBody,
  sectionDocument,
  updateBody,
  withIds,
} from '../plan/document.ts';
import { Facts, idOfObject, isGone, isOfKind, questionKey } from '../plan/facts.ts';
import type { OperationKey } from '../plan/intent.ts';
import { titleOf } from '../plan/operations.ts';
import type { Operation, Plan, Step } from '../plan/plan.ts';
import { asDone, asFound, isWriteOnly, revealed, type SecretValues, withHmacs } from '../plan/secrets.ts';
import { type OpenStep, type Settlement, settle } from '../plan/settle.ts';
import { elementStep, keyFieldOf } from '../plan/steps.ts';
import { versionNumber } from '../plan/versions.ts';
import { valuesWithIds } from '../store/events.ts';
import { runBulk } from './bulk.ts';
import { DraftPublisher } from './drafts.ts';
import { changedMeanwhile, DoneInPart, goneMeanwhile, isRefusal } from './failures.ts';
import { HandOver, type Hands, withoutSecret } from './hand-over.ts';
import { JobFailed, runJob } from './jobs.ts';
import { observe } from './observe.ts';
import { publish } from './publish.ts';

/** Waits, in milliseconds, between looks at what became of a create or a deletion. */
const LOOKS_MS = [500, 2000, 5000];

/** How far an operation has come when a step begins. */
export interface StepState {
  /** What the step asks for, with the IDs that are known by now. */
  readonly asked: Values;
  /** The touched places as the plan saw them, with what this operation has done since. */
  readonly now: Values;
}

/** The bytes of a file that a step hands over, by their digest; undefined where nobody kept them. */
export type Contents = (digest: string) => Promise<Uint8Array | undefined>;

/** Writes down under which ID the platform works on a step. */
export type Noted = (job: string) => Promise<void>;

/** What a call did: the ID of what it created, and the places as the platform answered them. */
export interface Effect {
  readonly id?: string;
  readonly version?: number;
  readonly ours: Values;
}

/** What the calls of a plan need beside it. */
export interface WriterFacts {
  /** When the facts were gathered that the plan was made from: milliseconds since the epoch. */
  readonly observedAt: number;
  /** The files that steps hand over. */
  readonly contents: Contents;
  /** What people call them, by their digests. */
  readonly labels: Plan['labels'];
  readonly secrets: SecretValues;
  readonly hands: Hands;
}

/** Sends the calls of operations. The one place that writes to an org. */
export class Writer {
  readonly #session: Session;
  readonly #documents: FreshDocuments;
  readonly #ids: ReadonlyMap<OperationKey, string>;
  readonly #observedAt: number;
  readonly #contents: Contents;
  readonly #parts: FreshParts;
  readonly #secrets: SecretValues;
  readonly #labels: Plan['labels'];
  readonly #hands: Hands;

  constructor(
    session: Session,
    documents: FreshDocuments,
    ids: ReadonlyMap<OperationKey, string>,
    { observedAt, contents, labels, secrets, hands }: WriterFacts,
  ) {
    this.#secrets = secrets;
    this.#hands = hands;
    this.#session = session;
    this.#documents = documents;
    this.#ids = ids;
    this.#observedAt = observedAt;
    this.#contents = contents;
    this.#parts = new FreshParts(session);
    this.#labels = labels;
  }

  /**
   * Sends one call, and waits for the end of the job that it begins.
   * @throws PlatformError, NoAnswer, JobFailed, DoneInPart, or NotSent when the object is not as the plan saw it
   */
  async perform(operation: Operation, step: Step, state: StepState, noted: Noted): Promise<Effect> {
    const effect = await this.#perform(operation, step, state, noted);
    const id = effect.id ?? operation.id ?? this.#ids.get(operation.key.replace(/#link$/, '')) ?? '';
    const version = this.#documents.version(typeNamed(operation.type), id);
    return version === undefined ? effect : { ...effect, version };
  }

  async #perform(operation: Operation, step: Step, state: StepState, noted: Noted): Promise<Effect> {
    const type = typeNamed(operation.type);
    const job = step.job === undefined ? undefined : type.jobs?.[step.job];
    const [field = '', key = ''] = segmentsOf(Object.keys(state.asked)[0] ?? '');
    const part = key === '' || step.does === 'create' ? undefined : type.parts?.[field];
    if (job && part?.bulk) return { ours: await this.#runBulk(operation, step, job, part, state, noted) };
    if (job && !part) return this.#runJob(operation, step, job, state, noted);
    if (step.does === 'create') return this.#create(operation, step, type, state.asked);
    const id = operation.id ?? this.#ids.get(operation.key.replace(/#link$/, '')) ?? '';
    if (step.section !== undefined) {
      return { ours: await this.#replaceSection(operation, step, step.section, id, state) };
    }
    if (step.draft && type.draft) {
      return { ours: await this.#publish(operation, type, type.draft, id, state) };
    }
    if (step.does === 'update') return { ours: await this.#update(operation, step, id, state) };
    if (step.does === 'publish' && type.versions) {
      const draft = new DraftPublisher(this.#session, this.#documents, type, type.versions, operation, id);
      return { ours: await draft.publish(this.#params(step), state) };
    }
    if (step.does === 'discard') return { ours: await this.#discard(operation, step, type, id, state) };
    if (step.does === 'restore') return { id, ours: await this.#restore(type, step, id, state) };
    if (job) return this.#fileElement(operation, step, job, id, state, noted);
    const sent = step.over ? this.#replaceElement(operation, step, step.over, state) : this.#send(step);
    const body = await sent.catch(async (error: unknown) => {
      // What is gone already need not be deleted, what is no element need not be taken out, and what is there, as an
      // attempt whose answer was lost has left it, need not be added, if that is so.
      const isGoing = step.does === 'delete' || step.does === 'remove';
      const isDone = (isMissing(error) && isGoing) || (isDuplicate(error) && step.does === 'add');
      if (isDone && (await this.#isSo(operation, step, id, state))) return undefined;
      const mayLack = step.does === 'delete' && type.remove?.undocumented;
      throw mayLack && isRefusal(error) && isMissingCall(error)
        ? new NotSent(undeletable(operation, error))
        : error;
    });
    if (step.does === 'delete') {
      if (type.remove?.mayFail) await this.#deleteSurely(operation, step, type, id);
      this.#documents.set(type, id, null);
      return { ours: { '': null } };
    }
    // Whoever changes something beside an object may change its version with it.
    if (type.update?.version) this.#documents.forget(type, id);
    if (step.does === 'move') return { ours: await this.#settled(type, id, body, state) };
    if (step.does === 'publish') {
      const raw = (await this.#documents.again(type, id)) ?? {};
      return { ours: valuesAt(normalize(type, raw), Object.keys(state.asked)) };
    }
    const ours = elementsAnswered(type, step, body, state.asked);
    if (part)
      for (const [path, value] of Object.entries(ours)) {
        this.#parts.set(part, id, segmentsOf(path)[1] ?? '', value);
      }
    return { ours };
  }

  /** Many elements by one job. */
  async #runBulk(
    operation: Operation,
    step: Step,
    job: Job,
    part: Part,
    { asked }: StepState,
    noted: Noted,
  ): Promise<Values> {
    const id = operation.id ?? this.#ids.get(operation.key.replace(/#link$/, '')) ?? '';
    const one = async (path: string, isThere: boolean): Promise<void> => {
      const [name = '', key = ''] = segmentsOf(path);
      const call = elementStep(name, part, id, [key, asked[path] ?? null], isThere ? 'change' : 'add');
      if (call) await this.#send(call);
    };
    const begin = (options: CallOptions): Promise<Json | undefined> => this.#send(step, options);
    const title = titleOf(operation);
    return runBulk({ session: this.#session, job, begin, noted, part, id, title, asked, one });
  }

  /** A job, and then the object as the platform has it: the job itself does not say what it has made of it. */
  async #runJob(operation: Operation, step: Step, job: Job, state: StepState, noted: Noted): Promise<Effect> {
    const known = operation.id ?? this.#ids.get(operation.key.replace(/#link$/, ''));
    const bytes = step.content === undefined ? undefined : await this.#contents(step.content);
    if (step.content !== undefined && !bytes) throw new NotSent(contentMissing(operation, step.content));
    const type = typeNamed(operation.type);
    await this.#readyFor(operation, type, state, known).catch((error: unknown) => {
      throw new NotSent(error);
    });
    const work = `${job.work ?? step.does} ${titleOf(operation)}`;
    const begin = (options: CallOptions): Promise<Json | undefined> => this.#send(step, options);
    const fields = job.import && isObject(step.body) ? { fields: step.body } : {};
    const facts = { session: this.#session, job, begin, bytes, about: known, work, noted, ...fields };
    const made = await runJob(facts).catch(async (error: unknown) => {
      // It is sent once; what the plan did not see, and is there now, is what it has made.
      const isLost = job.import && known === undefined && error instanceof UploadFailed;
      const found = isLost ? await this.#nowThere(operation, type, state).catch(() => '') : '';
      if (found !== '') return found;
      throw error instanceof JobFailed ? await this.#afterFailure(operation, state, known, error) : error;
    });
    const id = made ?? known ?? (await this.#nowThere(operation, type, state));
    const raw = id === '' ? null : await this.#documents.again(type, id);
    if (!raw) throw vanished(operation);
    const document = normalize(type, raw);
    return known === undefined
      ? { id, ours: { '': document } }
      : { id, ours: valuesAt(document, Object.keys(state.asked)) };
  }

  /**
   * Looks right before a job begins: it would write over whatever is there.
   * @throws ChangesetError when the object is not as the plan saw it, or somebody works on it
   */
  async #readyFor(
    operation: Operation,
    type: ResourceType,
    state: StepState,
    known: string | undefined,
  ): Promise<void> {
    if (known === undefined) {
      const found = await this.#alike(operation, type, state);
      if (found) throw inTheWayOf(operation, type, idOfObject(found));
      return;
    }
    const raw = await this.#documents.again(type, known);
    if (!raw) throw goneMeanwhile(operation);
    const who = type.held?.(raw);
    if (who !== undefined) throw heldBy(operation, who);
    if (operation.before[''] === null) return; // what an earlier attempt has left of it
    const document = normalize(type, raw);
    for (const path of Object.keys(state.asked)) {
      expect(operation, state.now, path, valueAt(document, path) ?? null);
    }
  }

  /** The object of the name and kind of one that is to be made. */
  async #alike(
    operation: Operation,
    type: ResourceType,
    { asked }: StepState,
  ): Promise<JsonObject | undefined> {
    const named = await this.#named(operation.live, type, undefined);
    const found = named.find((raw) => isOfKind(type, raw, asked['']));
    // A listing may still show what is deleted.
    return found && (await this.#documents.again(type, idOfObject(found))) ? found : undefined;
  }

  /** The ID of what a job has made without saying which: a listing may not show it at once. */
  async #nowThere(operation: Operation, type: ResourceType, state: StepState): Promise<string> {
    for (const wait of [0, ...LOOKS_MS]) {
      if (wait > 0) await this.#session.clock.sleep(wait);
      const found = await this.#alike(operation, type, state);
      if (found) return idOfObject(found);
    }
    return '';
  }

  /** A job that takes the file of one element, and then the element as the platform has it. */
  async #fileElement(
    operation: Operation,
    step: Step,
    job: Job,
    id: string,
    state: StepState,
    noted: Noted,
  ): Promise<Effect> {
    const { over, content = '' } = step;
    const [path = ''] = Object.keys(state.asked);
    const [field = '', element = ''] = segmentsOf(path);
    const part = typeNamed(operation.type).parts?.[field];
    const bytes = await this.#contents(content);
    if (!part || !bytes) throw new NotSent(contentMissing(operation, content));
    const name = this.#labels[content] ?? content;
    const held = part.holds?.find((each) => each.job === step.job);
    const work = `${held?.work ?? step.does} ${name} of ${titleOf(operation)}, ${element}`;
    const begin = (options: CallOptions): Promise<Json | undefined> =>
      over ? this.#replaceElement(operation, step, over, state, options) : this.#send(step, options);
    const facts = { session: this.#session, job, begin, bytes, about: id, element, work, noted };
    // What could not be made of the file leaves the element without one, as it was.
    await runJob(facts).catch((error: unknown) => {
      throw error instanceof JobFailed ? new NotSent(error) : error;
    });
    const { elements } = await readPart(this.#session, part, id);
    return { ours: { [path]: get(elements, element) ?? null } };
  }

  /** What a failed job has left: nothing, or an object that it began to make. */
  async #afterFailure(
    operation: Operation,
    state: StepState,
    known: string | undefined,
    error: JobFailed,
  ): Promise<Error> {
    const type = typeNamed(operation.type);
    const { now } = state;
    if (known === undefined) {
      const left = await this.#alike(operation, type, state);
      const id = left && idOfObject(left);
      const raw = id === undefined ? null : await this.#documents.again(type, id);
      if (id === undefined || !raw) return new NotSent(error);
      return new DoneInPart({ id, ours: { '': normalize(type, raw) } }, error);
    }
    const document = normalize(type, (await this.#documents.again(type, known)) ?? {});
    const isAsBefore = Object.entries(now).every(([path, value]) =>
      equal(valueAt(document, path) ?? null, value),
    );
    return isAsBefore ? new NotSent(error) : error;
  }

  /** Replaces an element whole: what the call says, put over the element as it is at this moment. */
  #replaceElement(
    operation: Operation,
    step: Step,
    over: NonNullable<Step['over']>,
    { asked, now }: StepState,
    options: Pick<CallOptions, 'isAnswer'> = {},
  ): Promise<Json | undefined> {
    const [path = ''] = Object.keys(asked);
    const part = typeNamed(operation.type).parts?.[segmentsOf(path)[0] ?? ''];
    const prepare = async (before: Before): Promise<Json> => {
      const raw = await this.#session.call({ op: over.op, params: this.#params({ ...step, ...over }) });
      const item = isObject(raw) ? raw : {};
      const found = part ? attributesOf(part, item) : {};
      if (!(before === 'unknown' && equal(found, asked[path]))) expect(operation, now, path, found);
      const kept = Object.entries(item).filter(([field]) => !part?.managed?.includes(field));
      const body = this.#withIds(step.body ?? null);
      return putOver(objectOf(kept), isObject(body) ? body : {});
    };
    const call = { op: step.op, params: this.#params(step) };
    const { isAnswer } = options;
    return this.#session.call(call, { repeat: 'always', prepare, ...(isAnswer ? { isAnswer } : {}) });
  }

  /** The number of the version of an object that is the newest now, as documents have it. @throws NotSent without one */
  async newestVersion(operation: Operation, id: string): Promise<string> {
    const raw = await this.#documents.again(typeNamed(operation.type), id);
    const number = raw && versionNumber(raw);
    if (number) return String(number);
    throw new NotSent(goneMeanwhile(operation));
  }

  /** Whether what a call was to do is so already. Where that cannot be told, it is not. */
  async #isSo(operation: Operation, step: Step, id: string, { asked, now }: StepState): Promise<boolean> {
    const open = { operation, index: 0, step, id, parent: undefined, asked, now };
    const found = await observe(this.#session, (inquiry) => settle(open, inquiry, this.#secrets)).catch(
      () => undefined,
    );
    return found?.result?.status === 'done';
  }

  /** Sends a deletion again as long as the object is still there. */
  async #deleteSurely(operation: Operation, step: Step, type: ResourceType, id: string): Promise<void> {
    for (const wait of LOOKS_MS) {
      const found = await readObject(this.#session, type, id);
      if (!found || isGone(type, found)) return;
      await this.#session.clock.sleep(wait);
      await this.#send(step).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
    }
    const message = `Genesys Cloud says each time that it has deleted ${titleOf(operation)}, and it is still there.`;
    throw failure(exitCodes.failure, 'platform.unreadable', message, { hint: 'Simulate again later.' });
  }

  /** Brings a deleted object back under its ID. */
  async #restore(type: ResourceType, step: Step, id: string, state: StepState): Promise<Values> {
    const deleted = await readObject(this.#session, type, id, type.remove?.restore?.read).catch(unsent);
    const version = deleted ? get(deleted, 'version') : undefined;
    const body = await this.#send({ ...step, body: withVersion(step.body ?? null, version ?? null) });
    const answered = this.#documentIn(type, id, body);
    if (answered && !type.readQuery) return { '': this.#told(id, answered, state) };
    const raw = await this.#documents.again(type, id);
    return { '': (raw && this.#told(id, normalize(type, raw), state)) ?? state.asked[''] ?? null };
  }

  /** A create is sent once. If its answer is lost, the object is looked for before anybody sends another. */
  async #create(operation: Operation, step: Step, type: ResourceType, asked: Values): Promise<Effect> {
    const [first] = type.parent === undefined ? [] : Object.values(this.#params(step));
    const carried = isObject(step.body)
      ? await this.#carry(type, this.#withIds(step.body)).catch(unsent)
      : null;
    const isAnswer = (body: Json | undefined): boolean => isObject(body) && idOfObject(body) !== '';
    const once = { repeat: 'refused', isAnswer } as const;
    const send = (): Promise<Json | undefined> => this.#send({ ...step, body: carried ?? null }, once);
    const handOver = await HandOver.begin(operation, this.#hands);
    const made = async (body: Json | undefined): Promise<Effect> => {
      const undelivered = await handOver?.end(body);
      const { id, document } = this.#made(operation, type, first, withoutSecret(operation, body));
      const state = { asked, now: operation.before };
      const told = this.#told(id, document, state);
      if (undelivered) throw new DoneInPart({ id, ours: { '': told } }, undelivered);
      // Some answers leave out what only a read with parameters shows.
      if (!type.readQuery || holds(told, asked[''] ?? null)) return { id, ours: { '': told } };
      const raw = await this.#documents.again(type, id).catch(() => null);
      return { id, ours: { '': raw ? this.#told(id, normalize(type, raw), state) : told } };
    };
    const sent = send().then(made, async (error: unknown) => {
      const isTaken = isDuplicate(error);
      if (isRefusal(error) && !isTaken) throw error;
      if (isTaken && !type.madeThoughRefused) throw await this.#inTheWay(operation, type, first, error);
      // What the plan did not see, and is as this call asked, is what it has made.
      const found = await this.#lookFor({ operation, step, parent: first, asked }).catch(() => undefined);
      if (found?.status === 'done' && handOver) {
        const effect = { id: found.id ?? '', ours: found.ours };
        throw new DoneInPart(effect, handOver.missed('the answer that had it was lost'));
      }
      if (found?.status === 'done') return this.#withHmacs(found);
      if (isTaken) throw await this.#inTheWay(operation, type, first, error);
      const isSafe = found?.status === 'refused' && (type.unique === 'org' || type.unique === 'parent');
      if (!isSafe) throw error;
      // Where there is one after all, out of sight, it may be the one that was lost.
      return made(
        await send().catch((second: unknown) => Promise.reject(isDuplicate(second) ? error : second)),
      );
    });
    return sent.catch(async (error: unknown) => {
      await handOver?.withdraw();
      throw error;
    });
  }

  /** What a create of this run was found to have made holds what this run has sent. */
  #withHmacs({ id = '', ours }: Settlement & { status: 'done' }): Effect {
    const document = ours[''];
    return { id, ours: isObject(document) ? { '': withHmacs(id, document, this.#secrets) } : ours };
  }

  /** What a create has made, by its answer. */
  #made(
    operation: Operation,
    type: ResourceType,
    parent: string | undefined,
    body: Json | undefined,
  ): { readonly id: string; readonly document: Document } {
    const own = isObject(body) ? idOfObject(body) : '';
    const id = own === '' || parent === undefined ? own : childId(parent, own);
    const document = this.#documentIn(type, id, body);
    if (document && id !== '') return { id, document };
    const message = `Genesys Cloud created ${titleOf(operation)} without saying its ID.`;
    throw failure(exitCodes.failure, 'platform.unreadable', message);
  }

  /** What became of a create that was not answered. What it has made may not be visible at once. */
  async #lookFor(open: Pick<OpenStep, 'operation' | 'step' | 'parent' | 'asked'>): Promise<Settlement> {
    const whole = { ...open, index: 0, id: undefined, now: open.operation.before };
    let settlement: Settlement | undefined;
    for (const wait of LOOKS_MS) {
      await this.#session.clock.sleep(wait);
      settlement = (await observe(this.#session, (inquiry) => settle(whole, inquiry, this.#secrets))).result;
      if (settlement?.status !== 'refused') break;
    }
    return settlement ?? { status: 'refused' };
  }

  async #named(live: string, type: ResourceType, parent: string | undefined): Promise<readonly JsonObject[]> {
    const question = { ask: 'named', type, live, parent } as const;
    const facts = new Facts();
    await answer(this.#session, [question], facts);
    return facts.named.get(questionKey(question)) ?? [];
  }

  /** The platform says that there is one of this name: says which. */
  async #inTheWay(
    operation: Operation,
    type: ResourceType,
    parent: string | undefined,
    error: PlatformError,
  ): Promise<ChangesetError> {
    const [found] = await this.#named(operation.live, type, parent).catch(() => []);
    if (found) return inTheWayOf(operation, type, idOfObject(found), error);
    const title = `${withArticle(type.noun)} "${operation.live}"`;
    const message = `Something that this client does not see is in the way of ${title}: ${error.platformMessage} It may be in a division that the client has no right to view.`;
    return failure(exitCodes.conflict, 'create.duplicate', message, {
      hint: 'Simulate again.',
      cause: error,
    });
  }

  /** Fields of other objects that bodies must repeat beside their IDs. */
  async #carry(type: ResourceType, body: Json): Promise<Json> {
    let result: Json | undefined = body;
    for (const [path, to] of Object.entries(type.references ?? {})) {
      const own = to.carries ? idOf(valueAt(result, path)) : undefined;
      if (own === undefined) continue;
      const parent = to.in === undefined ? undefined : idOf(valueAt(result, siblingOf(path, to.in)));
      const id = parent === undefined ? own : childId(parent, own);
      const target = await this.#documents.get(typeNamed(to.type ?? ''), id);
      for (const place of to.carries ?? []) {
        const value = valueAt(target ?? {}, place);
        if (value !== undefined) result = withValueAt(result, path + place, value);
      }
    }
    return result ?? null;
  }

  /** An update of a field that has a call of its own. */
  async #replaceSection(
    operation: Operation,
    step: Step,
    section: string,
    id: string,
    { asked, now }: StepState,
  ): Promise<Values> {
    const type = typeNamed(operation.type);
    const prepare = async (before: Before): Promise<Json> => {
      if (before !== 'nothing') this.#documents.setSection(type, id, section, undefined);
      const raw = await this.#documents.section(type, id, section);
      const document = sectionDocument(type, section, raw);
      // What the platform has put into a new object was not there when the plan was made.
      const found = asFound(document, asked, now, this.#secrets);
      for (const path of operation.before[''] === null ? [] : Object.keys(asked)) {
        const value = valueAt(found, path) ?? null;
        if (!(before === 'unknown' && equal(value, asked[path]))) expect(operation, now, path, value);
      }
      return sectionBody(type, section, withValues(document, this.#revealed(asked)), raw);
    };
    const call = { op: step.op, params: this.#params(step) };
    const body = await this.#session.call(call, { repeat: 'always', prepare });
    const isAnswer =
      body !== undefined && body !== null && !(isObject(body) && Object.keys(body).length === 0);
    const places = Object.keys(asked);
    const told = (value: Json): Document =>
      this.#told(id, sectionDocument(type, section, value), { asked, now });
    const valuesIn = (value: Json): Values => valuesAt(told(value), places);
    // An answer that is not as asked may be none: it has no ID to know it by.
    const isOurs = isAnswer && holds(valuesIn(body), asked);
    this.#documents.setSection(type, id, section, isOurs ? body : undefined);
    if (Object.keys(type.sections?.[section]?.holds ?? {}).length > 0) this.#documents.forget(type, id);
    const settled = await this.#documents.section(type, id, section);
    // Of a new object nothing was recorded: all of the field is ours.
    if (operation.before[''] === null) return valuesAt(told(settled), [...places, pointer(section)]);
    return valuesIn(settled);
  }

  /** An update: what the plan changes, put over the object as it is at this moment. */
  async #update(operation: Operation, step: Step, id: string, { asked, now }: StepState): Promise<Values> {
    const type = typeNamed(operation.type);
    const prepare = async (before: Before): Promise<Json> => {
      const raw =
        before === 'nothing'
          ? await this.#documents.get(type, id, Object.keys(asked))
          : await this.#documents.again(type, id);
      if (!raw) throw goneMeanwhile(operation);
      const document = normalize(type, raw);
      const found = asFound(document, asked, now, this.#secrets);
      for (const path of Object.keys(asked)) {
        if (isWriteOnly(type, path)) continue;
        const value = valueAt(found, path) ?? null;
        // After an attempt whose answer was lost the object may be as that attempt made it.
        const isOurs = (before === 'unknown' && equal(value, asked[path])) || this.#isUnderNew(path);
        if (!isOurs) expect(operation, now, path, value);
      }
      const wanted = withValues(document, this.#revealed(asked));
      return this.#carry(type, updateBody(type, wanted, raw, Object.keys(asked)));
    };
    const call = { op: step.op, params: this.#params(step) };
    const body = await this.#session.call(call, { repeat: 'always', prepare });
    return this.#settled(type, id, body, { asked, now });
  }

  /** All that the object shall be, by way of a draft. */
  async #publish(
    operation: Operation,
    type: ResourceType,
    draft: Draft,
    id: string,
    { asked, now }: StepState,
  ): Promise<Values> {
    const places = Object.keys(asked);
    const isDone = (document: Document): boolean => {
      const found = asFound(document, asked, now, this.#secrets);
      return places.every((path) => holds(valueAt(found, path), asked[path] ?? null));
    };
    const read = async (before: Before) => {
      const raw =
        before === 'nothing' ? await this.#documents.get(type, id) : await this.#documents.again(type, id);
      if (!raw) throw goneMeanwhile(operation);
      const document = normalize(type, raw);
      const found = asFound(document, asked, now, this.#secrets);
      if (!(before === 'unknown' && isDone(document))) {
        for (const path of places) expect(operation, now, path, valueAt(found, path) ?? null);
      }
      const wanted = withValues(document, this.#revealed(asked));
      const body = (version: Json): Promise<Json> =>
        this.#carry(type, updateBody(type, wanted, { ...raw, version }, draft.takes));
      return { now: document, wanted, body };
    };
    const again = async (): Promise<Document> =>
      normalize(type, (await this.#documents.again(type, id)) ?? {});
    const isPublished = async (): Promise<boolean> => isDone(await again());
    await publish(this.#session, { operation, type, draft, id, read, isPublished });
    this.#documents.forget(type, id);
    return valuesAt(this.#told(id, await again(), { asked, now }), places);
  }

  /** Takes a draft back that nobody will publish. */
  async #discard(
    operation: Operation,
    step: Step,
    type: ResourceType,
    id: string,
    { asked }: StepState,
  ): Promise<Values> {
    if (type.versions) {
      const draft = new DraftPublisher(this.#session, this.#documents, type, type.versions, operation, id);
      await draft.putBack(this.#params(step));
      return asked;
    }
    await this.#send(step).catch((error: unknown) => {
      if (!isMissing(error)) throw error;
    });
    return asked;
  }

  /** Whether a place stands under the key of what this deployment created: the platform may have put something there. */
  #isUnderNew(path: string): boolean {
    const made = new Set(this.#ids.values());
    return segmentsOf(path).some((key) => made.has(key));
  }

  /** The places as the answer has them. Some answers have no body, and may have had no effect: then it is read. */
  async #settled(type: ResourceType, id: string, body: Json | undefined, state: StepState): Promise<Values> {
    const answered = this.#documentIn(type, id, body);
    const places = Object.keys(state.asked);
    // Some answers leave out what only a read with parameters shows: then it is read.
    const isAll = answered && places.every((place) => valueAt(answered, place) !== undefined);
    const said = isAll || !type.readQuery ? answered : undefined;
    const document = said ?? normalize(type, (await this.#documents.again(type, id)) ?? {});
    return valuesAt(this.#told(id, document, state), places);
  }

  /** What was answered as records tell it: no secret is in it. */
  #told(id: string, document: Document, { asked, now }: StepState): Document {
    return withHmacs(id, asDone(document, asked, now, this.#secrets), this.#secrets);
  }

  /** What is asked for with secrets in it: for a body that is sent next, and nothing else. */
  #revealed<T extends Json | Values>(asked: T): T {
    try {
      return revealed(asked as Json, this.#secrets) as T;
    } catch (error) {
      const message = `The value of a secret cannot be had: ${error instanceof Error ? error.message : ''}.`;
      throw new NotSent(failure(exitCodes.invalidInput, 'secret.missing', message));
    }
  }

  /** The answer as a document, which is kept for the steps to come. Undefined when it is none. */
  #documentIn(type: ResourceType, id: string, body: Json | undefined): Document | undefined {
    if (!isObject(body)) return undefined;
    const own = type.parent === undefined ? id : ownId(id);
    const isIt = type.singleton ? Object.keys(body).length > 0 : get(body, 'id') === own;
    if (!isIt) return undefined;
    const raw = { ...body, id };
    // Some answers lack what only a read with parameters shows.
    if (!type.readQuery && !type.singleton) this.#documents.set(type, id, raw);
    else this.#documents.forget(type, id, raw);
    return normalize(type, raw);
  }

  /**
   * Checks what a step relies on, if that was read too long ago. An update looks for itself.
   * @throws ChangesetError when somebody changed it
   */
  async verify(operation: Operation, step: Step, now: Values): Promise<void> {
    const isFresh = this.#session.clock.now() - this.#observedAt <= FRESH_MS;
    if (isFresh || operation.id === undefined || step.does === 'update') return;
    const type = typeNamed(operation.type);
    const places = Object.keys(valuesWithIds(step.asks, this.#ids));
    const part = type.parts?.[segmentsOf(places[0] ?? '')[0] ?? ''];
    if (part?.read.one) await this.#verifyElements(operation, step, part, now);
    else if (part) {
      const { elements } = await readPart(this.#session, part, operation.id);
      for (const path of places)
        expect(operation, now, path, get(elements, segmentsOf(path)[1] ?? '') ?? null);
    } else if (step.does === 'delete' || step.does === 'move') {
      const raw = await this.#documents.get(type, operation.id);
      if (raw)
        expectDocument(
          operation,
          type,
          now,
          step.does === 'move' ? places : undefined,
          asFound(normalize(type, raw), {}, now, this.#secrets),
        );
    }
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

  /** The same before another attempt: an update reads its object again. */
  async verifyAgain(operation: Operation, step: Step, now: Values): Promise<void> {
    if (step.does === 'update' && operation.id !== undefined)
      this.#documents.forget(typeNamed(operation.type), operation.id);
    await this.verify(operation, step, now).catch((error: unknown) => {
      throw new NotSent(error);
    });
  }

  #send(step: Step, options: CallOptions = { repeat: 'always' }): Promise<Json | undefined> {
    const body = step.body === undefined ? undefined : this.#revealed(this.#withIds(step.body));
    const query = step.query ? { query: listsJoined(this.#withIds(step.query)) } : {};
    return this.#session.call({ op: step.op, params: this.#params(step), ...query, body }, options);
  }

  #params(step: Step): Record<string, string> {
    return Object.fromEntries(
      Object.entries(step.params).map(([name, value]) => {
        const id = String(this.#withIds(value));
        return [name, creatorOf(value) === undefined ? id : ownId(id)];
      }),
    );
  }

  #withIds(value: Json): Json {
    return withIds(value, (reference) =>
      this.#ids.get(creatorOf(isObject(reference) ? reference : null) ?? ''),
    );
  }
}

/** What is to be made is there: somebody else has made it since. */
function inTheWayOf(operation: Operation, type: ResourceType, id: string, cause?: unknown): ChangesetError {
  const message = `There is ${withArticle(type.noun)} "${operation.live}" already. It has the ID ${id}.`;
  return failure(exitCodes.conflict, 'create.duplicate', message, { hint: 'Simulate again.', cause });
}

/** Whether an answer may mean that there is no such call. */
function isMissingCall(error: unknown): error is PlatformError {
  return error instanceof PlatformError && !error.isForeign && [404, 405].includes(error.status);
}

/** A deletion that the contract does not have, where the org does not have it either. */
function undeletable(operation: Operation, error: PlatformError): ChangesetError {
  const { noun } = typeNamed(operation.type);
  const message = `Genesys Cloud documents no call that deletes a ${noun}, and this org refuses the one that others have: ${error.platformMessage} ${titleOf(operation)} is still there.`;
  const hint = `Delete it in Genesys Cloud itself, and run this again: what is gone counts as deleted.`;
  return failure(exitCodes.failure, 'delete.undocumented', message, { hint, cause: error });
}

/** Somebody has begun to work on it since the plan was made. */
function heldBy(operation: Operation, who: string): ChangesetError {
  const message = `${who} works on ${titleOf(operation)} just now: Genesys Cloud takes no change of it by anybody else.`;
  const hint = `Ask ${who} to save and leave it. Nothing of it was written.`;
  return failure(exitCodes.conflict, 'object.held', message, { hint });
}

/** A file that a call is to hand over is not among those of the plan. */
function contentMissing(operation: Operation, digest: string): ChangesetError {
  const message = `The file for ${titleOf(operation)}, ${digest}, is not kept with this deployment.`;
  return failure(exitCodes.failure, 'content.missing', message, {
    hint: 'Nothing was sent. Apply the changeset again, from the folder that has the file.',
  });
}

/** A job says that it succeeded, and what it was about is not there. */
function vanished(operation: Operation): ChangesetError {
  const message = `Genesys Cloud says that it has done its work on ${titleOf(operation)}, which is not there.`;
  return failure(exitCodes.failure, 'platform.unreadable', message);
}

/** What is said, over what is there; inside an object null takes a field away. */
function putOver(there: JsonObject, said: JsonObject): JsonObject {
  const entries = Object.entries(said).map(([key, value]) => {
    const old = get(there, key);
    if (!isObject(value)) return [key, value] as const;
    const inner = Object.entries(putOver(isObject(old) ? old : {}, value));
    return [key, objectOf(inner.filter(([, each]) => each !== null))] as const;
  });
  return { ...there, ...objectOf(entries) };
}

/** A pointer to what stands beside a place. */
function siblingOf(path: string, field: string): string {
  return pointer(...segmentsOf(path).slice(0, -1), field);
}

/** The body with the version that was read. */
function withVersion(body: Json, version: Json): Json {
  if (!isObject(body)) return body;
  return objectOf(
    Object.entries(body).map(([key, value]) => [key, value === '$version' ? version : value] as const),
  );
}

/** Lists that travel as one text, `a,b`. */
function listsJoined(query: Json): JsonObject {
  return objectOf(
    Object.entries(isObject(query) ? query : {}).map(([key, value]) => {
      const list = isObject(value) ? get(value, '$list') : undefined;
      return [key, isArray(list) ? list.join(',') : value] as const;
    }),
  );
}

/** The document with these values. */
export function withValues(document: Document, values: Values): Document {
  const result = Object.entries(values).reduce<Json | undefined>(
    (rest, [path, value]) => withValueAt(rest, path, value === null ? undefined : value),
    document,
  );
  return isObject(result) ? result : {};
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

/** What the platform answered about the elements of a part, where it answered any. */
function elementsAnswered(type: ResourceType, step: Step, body: Json | undefined, asked: Values): Values {
  const row = rowAnswered(type, step, body, asked);
  if (row) return row;
  const entities = isObject(body) ? get(body, 'entities') : body;
  const failures = valueAt(body ?? null, '/failures');
  const refused = new Set((isArray(failures) ? failures : []).map(idOf));
  const items = (isArray(entities) ? entities : []).filter(isObject);
  return Object.fromEntries(
    Object.entries(asked).map(([path, value]) => {
      const [name, id] = segmentsOf(path);
      if (refused.has(id)) return [path, null];
      const item = items.find((candidate) => idOfObject(candidate) === id);
      const attributes = Object.keys(type.parts?.[name ?? '']?.attributes ?? {});
      if (!item || !isObject(value) || step.does === 'remove') return [path, value];
      const answered = attributes.flatMap((key) =>
        Object.hasOwn(item, key) ? [[key, item[key] ?? null] as const] : [],
      );
      return [path, { ...value, ...objectOf(answered) }];
    }),
  );
}

/** A row as the platform answered it. Undefined where it is none. */
function rowAnswered(
  type: ResourceType,
  step: Step,
  body: Json | undefined,
  asked: Values,
): Values | undefined {
  const [path = ''] = Object.keys(asked);
  const [name = '', key] = segmentsOf(path);
  const part = type.parts?.[name];
  if (!part?.rows || step.does === 'remove' || !isObject(body)) return undefined;
  const field = keyFieldOf(part);
  if (get(body, field) !== key) return undefined;
  return { [path]: objectOf(Object.entries(body).filter(([column]) => column !== field)) };
}
