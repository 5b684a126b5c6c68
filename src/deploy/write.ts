import { typeNamed } from '../catalog/index.ts';
import type { ResourceType } from '../catalog/vocabulary.ts';
import { type ChangesetError, failure } from '../diagnostics.ts';
import { exitCodes } from '../exit-codes.ts';
import { get, isObject, type Json, objectOf } from '../json/json.ts';
import { segmentsOf } from '../json/pointer.ts';
import { isDuplicate, isMissing, PlatformError } from '../org/errors.ts';
import type { FreshDocuments } from '../org/fresh.ts';
import { FreshParts } from '../org/fresh-parts.ts';
import { readObject } from '../org/objects.ts';
import { NotSent, type Session, unsent } from '../org/session.ts';
import { type Values, valuesAt } from '../plan/difference.ts';
import { normalize } from '../plan/document.ts';
import { isGone } from '../plan/facts.ts';
import type { OperationKey } from '../plan/intent.ts';
import { titleOf } from '../plan/operations.ts';
import type { Operation, Plan, Step } from '../plan/plan.ts';
import type { SecretValues } from '../plan/secrets.ts';
import { versionNumber } from '../plan/versions.ts';
import { Calls, type Effect, LOOKS_MS, type StepState } from './calls.ts';
import { Creator } from './create.ts';
import { DraftPublisher } from './drafts.ts';
import { elementsAnswered, replaceElement } from './elements.ts';
import { goneMeanwhile, isRefusal } from './failures.ts';
import type { Hands } from './hand-over.ts';
import { type Contents, JobSteps, type Noted } from './job-steps.ts';
import { replaceSection, update, updateByDraft } from './updates.ts';
import { Verifier } from './verify.ts';

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
  readonly #calls: Calls;
  readonly #parts: FreshParts;
  readonly #verifier: Verifier;
  readonly #creator: Creator;
  readonly #jobs: JobSteps;

  constructor(
    session: Session,
    documents: FreshDocuments,
    ids: ReadonlyMap<OperationKey, string>,
    { observedAt, contents, labels, secrets, hands }: WriterFacts,
  ) {
    this.#calls = new Calls(session, documents, ids, secrets);
    this.#parts = new FreshParts(session);
    this.#verifier = new Verifier(this.#calls, this.#parts, observedAt);
    this.#creator = new Creator(this.#calls, hands);
    this.#jobs = new JobSteps(this.#calls, contents, labels);
  }

  /**
   * Sends one call, and waits for the end of the job that it begins.
   * @throws PlatformError, NoAnswer, JobFailed, DoneInPart, or NotSent when the object is not as the plan saw it
   */
  async perform(operation: Operation, step: Step, state: StepState, noted: Noted): Promise<Effect> {
    const effect = await this.#perform(operation, step, state, noted);
    const id = effect.id ?? this.#calls.objectId(operation) ?? '';
    const version = this.#calls.documents.version(typeNamed(operation.type), id);
    return version === undefined ? effect : { ...effect, version };
  }

  async #perform(operation: Operation, step: Step, state: StepState, noted: Noted): Promise<Effect> {
    const type = typeNamed(operation.type);
    const job = step.job === undefined ? undefined : type.jobs?.[step.job];
    const [field = '', key = ''] = segmentsOf(Object.keys(state.asked)[0] ?? '');
    const part = key === '' || step.does === 'create' ? undefined : type.parts?.[field];
    if (job && part?.bulk)
      return { ours: await this.#jobs.runBulk(operation, step, job, part, state, noted) };
    if (job && !part) return this.#jobs.runJob(operation, step, job, state, noted);
    if (step.does === 'create') return this.#creator.create(operation, step, type, state.asked);
    const id = this.#calls.objectId(operation) ?? '';
    if (step.section !== undefined) {
      return { ours: await replaceSection(this.#calls, operation, step, step.section, id, state) };
    }
    if (step.draft && type.draft) {
      return { ours: await updateByDraft(this.#calls, operation, type, type.draft, id, state) };
    }
    if (step.does === 'update') return { ours: await update(this.#calls, operation, step, id, state) };
    if (step.does === 'publish' && type.versions) {
      const { session, documents } = this.#calls;
      const draft = new DraftPublisher(session, documents, type, type.versions, operation, id);
      return { ours: await draft.publish(this.#calls.params(step), state) };
    }
    if (step.does === 'discard') return { ours: await this.#discard(operation, step, type, id, state) };
    if (step.does === 'restore') return { id, ours: await this.#restore(type, step, id, state) };
    if (job) return this.#jobs.fileElement(operation, step, job, id, state, noted);
    const sent = step.over
      ? replaceElement(this.#calls, operation, step, step.over, state)
      : this.#calls.send(step);
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
      this.#calls.documents.set(type, id, null);
      return { ours: { '': null } };
    }
    // Whoever changes something beside an object may change its version with it.
    if (type.update?.version) this.#calls.documents.forget(type, id);
    if (step.does === 'move') return { ours: await this.#calls.settled(type, id, body, state) };
    if (step.does === 'publish') {
      const raw = (await this.#calls.documents.again(type, id)) ?? {};
      return { ours: valuesAt(normalize(type, raw), Object.keys(state.asked)) };
    }
    const ours = elementsAnswered(type, step, body, state.asked);
    if (part)
      for (const [path, value] of Object.entries(ours)) {
        this.#parts.set(part, id, segmentsOf(path)[1] ?? '', value);
      }
    return { ours };
  }

  /**
   * Checks what a step relies on, if that was read too long ago. An update looks for itself.
   * @throws ChangesetError when somebody changed it
   */
  verify(operation: Operation, step: Step, now: Values): Promise<void> {
    return this.#verifier.verify(operation, step, now);
  }

  /** The same before another attempt: an update reads its object again. */
  verifyAgain(operation: Operation, step: Step, now: Values): Promise<void> {
    return this.#verifier.verifyAgain(operation, step, now);
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
      const { session, documents } = this.#calls;
      const draft = new DraftPublisher(session, documents, type, type.versions, operation, id);
      await draft.putBack(this.#calls.params(step));
      return asked;
    }
    await this.#calls.send(step).catch((error: unknown) => {
      if (!isMissing(error)) throw error;
    });
    return asked;
  }

  /** The number of the version of an object that is the newest now, as documents have it. @throws NotSent without one */
  async newestVersion(operation: Operation, id: string): Promise<string> {
    const raw = await this.#calls.documents.again(typeNamed(operation.type), id);
    const number = raw && versionNumber(raw);
    if (number) return String(number);
    throw new NotSent(goneMeanwhile(operation));
  }

  /** Whether what a call was to do is so already. Where that cannot be told, it is not. */
  async #isSo(operation: Operation, step: Step, id: string, { asked, now }: StepState): Promise<boolean> {
    const open = { operation, index: 0, step, id, parent: undefined, asked, now };
    const found = await this.#calls.settlement(open).catch(() => undefined);
    return found?.status === 'done';
  }

  /** Sends a deletion again as long as the object is still there. */
  async #deleteSurely(operation: Operation, step: Step, type: ResourceType, id: string): Promise<void> {
    for (const wait of LOOKS_MS) {
      const found = await readObject(this.#calls.session, type, id);
      if (!found || isGone(type, found)) return;
      await this.#calls.session.clock.sleep(wait);
      await this.#calls.send(step).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
    }
    const message = `Genesys Cloud says each time that it has deleted ${titleOf(operation)}, and it is still there.`;
    throw failure(exitCodes.failure, 'platform.unreadable', message, { hint: 'Simulate again later.' });
  }

  /** Brings a deleted object back under its ID. */
  async #restore(type: ResourceType, step: Step, id: string, state: StepState): Promise<Values> {
    const deleted = await readObject(this.#calls.session, type, id, type.remove?.restore?.read).catch(unsent);
    const version = deleted ? get(deleted, 'version') : undefined;
    const body = await this.#calls.send({ ...step, body: withVersion(step.body ?? null, version ?? null) });
    const answered = this.#calls.documentIn(type, id, body);
    if (answered && !type.readQuery) return { '': this.#calls.told(id, answered, state) };
    const raw = await this.#calls.documents.again(type, id);
    return { '': (raw && this.#calls.told(id, normalize(type, raw), state)) ?? state.asked[''] ?? null };
  }
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

/** The body with the version that was read. */
function withVersion(body: Json, version: Json): Json {
  if (!isObject(body)) return body;
  return objectOf(
    Object.entries(body).map(([key, value]) => [key, value === '$version' ? version : value] as const),
  );
}
