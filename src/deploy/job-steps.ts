import { typeNamed } from '../catalog/index.ts';
import type { Job, Part, ResourceType } from '../catalog/vocabulary.ts';
import { type ChangesetError, failure } from '../diagnostics.ts';
import { exitCodes } from '../exit-codes.ts';
import { equal, get, isObject, type Json, type JsonObject } from '../json/json.ts';
import { segmentsOf, valueAt } from '../json/pointer.ts';
import { UploadFailed } from '../org/errors.ts';
import { readPart } from '../org/parts.ts';
import { type CallOptions, NotSent } from '../org/session.ts';
import { type Values, valuesAt } from '../plan/difference.ts';
import { normalize } from '../plan/document.ts';
import { idOfObject, isOfKind } from '../plan/facts.ts';
import { titleOf } from '../plan/operations.ts';
import { elementStep } from '../plan/part-steps.ts';
import type { Operation, Plan, Step } from '../plan/plan.ts';
import { runBulk } from './bulk.ts';
import { type Calls, type Effect, LOOKS_MS, type StepState } from './calls.ts';
import { inTheWayOf } from './create.ts';
import { replaceElement } from './elements.ts';
import { DoneInPart, goneMeanwhile } from './failures.ts';
import { JobFailed, runJob } from './jobs.ts';
import { expect } from './verify.ts';

/** The bytes of a file that a step hands over, by their digest; undefined where nobody kept them. */
export type Contents = (digest: string) => Promise<Uint8Array | undefined>;

/** Writes down under which ID the platform works on a step. */
export type Noted = (job: string) => Promise<void>;

/** Steps that are jobs. */
export class JobSteps {
  readonly #calls: Calls;
  readonly #contents: Contents;
  readonly #labels: Plan['labels'];

  /** @param labels what people call the files, by their digests */
  constructor(calls: Calls, contents: Contents, labels: Plan['labels']) {
    this.#calls = calls;
    this.#contents = contents;
    this.#labels = labels;
  }

  /** Many elements by one job. */
  async runBulk(
    operation: Operation,
    step: Step,
    job: Job,
    part: Part,
    { asked }: StepState,
    noted: Noted,
  ): Promise<Values> {
    const id = this.#calls.objectId(operation) ?? '';
    const one = async (path: string, isThere: boolean): Promise<void> => {
      const [name = '', key = ''] = segmentsOf(path);
      const call = elementStep(name, part, id, [key, asked[path] ?? null], isThere ? 'change' : 'add');
      if (call) await this.#calls.send(call);
    };
    const begin = (options: CallOptions): Promise<Json | undefined> => this.#calls.send(step, options);
    const title = titleOf(operation);
    return runBulk({ session: this.#calls.session, job, begin, noted, part, id, title, asked, one });
  }

  /** A job, and then the object as the platform has it: the job itself does not say what it has made of it. */
  async runJob(operation: Operation, step: Step, job: Job, state: StepState, noted: Noted): Promise<Effect> {
    const known = this.#calls.objectId(operation);
    const bytes = step.content === undefined ? undefined : await this.#contents(step.content);
    if (step.content !== undefined && !bytes) throw new NotSent(contentMissing(operation, step.content));
    const type = typeNamed(operation.type);
    await this.#readyFor(operation, type, state, known).catch((error: unknown) => {
      throw new NotSent(error);
    });
    const work = `${job.work ?? step.does} ${titleOf(operation)}`;
    const begin = (options: CallOptions): Promise<Json | undefined> => this.#calls.send(step, options);
    const fields = job.import && isObject(step.body) ? { fields: step.body } : {};
    const facts = { session: this.#calls.session, job, begin, bytes, about: known, work, noted, ...fields };
    const made = await runJob(facts).catch(async (error: unknown) => {
      // It is sent once; what the plan did not see, and is there now, is what it has made.
      const isLost = job.import && known === undefined && error instanceof UploadFailed;
      const found = isLost ? await this.#nowThere(operation, type, state).catch(() => '') : '';
      if (found !== '') return found;
      throw error instanceof JobFailed ? await this.#afterFailure(operation, state, known, error) : error;
    });
    const id = made ?? known ?? (await this.#nowThere(operation, type, state));
    const raw = id === '' ? null : await this.#calls.documents.again(type, id);
    if (!raw) throw vanished(operation);
    const document = normalize(type, raw);
    return known === undefined
      ? { id, ours: { '': document } }
      : { id, ours: valuesAt(document, Object.keys(state.asked)) };
  }

  /** A job that takes the file of one element, and then the element as the platform has it. */
  async fileElement(
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
      over
        ? replaceElement(this.#calls, operation, step, over, state, options)
        : this.#calls.send(step, options);
    const facts = { session: this.#calls.session, job, begin, bytes, about: id, element, work, noted };
    // What could not be made of the file leaves the element without one, as it was.
    await runJob(facts).catch((error: unknown) => {
      throw error instanceof JobFailed ? new NotSent(error) : error;
    });
    const { elements } = await readPart(this.#calls.session, part, id);
    return { ours: { [path]: get(elements, element) ?? null } };
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
    const raw = await this.#calls.documents.again(type, known);
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
    const named = await this.#calls.named(operation.live, type, undefined);
    const found = named.find((raw) => isOfKind(type, raw, asked['']));
    // A listing may still show what is deleted.
    return found && (await this.#calls.documents.again(type, idOfObject(found))) ? found : undefined;
  }

  /** The ID of what a job has made without saying which: a listing may not show it at once. */
  async #nowThere(operation: Operation, type: ResourceType, state: StepState): Promise<string> {
    for (const wait of [0, ...LOOKS_MS]) {
      if (wait > 0) await this.#calls.session.clock.sleep(wait);
      const found = await this.#alike(operation, type, state);
      if (found) return idOfObject(found);
    }
    return '';
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
      const raw = id === undefined ? null : await this.#calls.documents.again(type, id);
      if (id === undefined || !raw) return new NotSent(error);
      return new DoneInPart({ id, ours: { '': normalize(type, raw) } }, error);
    }
    const document = normalize(type, (await this.#calls.documents.again(type, known)) ?? {});
    const isAsBefore = Object.entries(now).every(([path, value]) =>
      equal(valueAt(document, path) ?? null, value),
    );
    return isAsBefore ? new NotSent(error) : error;
  }
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
