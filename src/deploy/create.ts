import { withArticle } from '../catalog/article.ts';
import type { ResourceType } from '../catalog/vocabulary.ts';
import { type ChangesetError, failure } from '../diagnostics.ts';
import { exitCodes } from '../exit-codes.ts';
import { isObject, type Json } from '../json/json.ts';
import { isDuplicate, type PlatformError } from '../org/errors.ts';
import { unsent } from '../org/session.ts';
import { holds, type Values } from '../plan/difference.ts';
import { childId, type Document, normalize } from '../plan/document.ts';
import { idOfObject } from '../plan/facts.ts';
import { titleOf } from '../plan/operations.ts';
import type { Operation, Step } from '../plan/plan.ts';
import type { OpenStep, Settlement } from '../plan/settle.ts';
import { type Calls, type Effect, LOOKS_MS } from './calls.ts';
import { DoneInPart, isRefusal } from './failures.ts';
import { HandOver, type Hands, withoutSecret } from './hand-over.ts';

/** Creates objects, each of them once. */
export class Creator {
  readonly #calls: Calls;
  readonly #hands: Hands;

  constructor(calls: Calls, hands: Hands) {
    this.#calls = calls;
    this.#hands = hands;
  }

  /** A create is sent once. If its answer is lost, the object is looked for before anybody sends another. */
  async create(operation: Operation, step: Step, type: ResourceType, asked: Values): Promise<Effect> {
    const [first] = type.parent === undefined ? [] : Object.values(this.#calls.params(step));
    const carried = isObject(step.body)
      ? await this.#calls.carry(type, this.#calls.withIds(step.body)).catch(unsent)
      : null;
    const isAnswer = (body: Json | undefined): boolean => isObject(body) && idOfObject(body) !== '';
    const once = { repeat: 'refused', isAnswer } as const;
    const send = (): Promise<Json | undefined> => this.#calls.send({ ...step, body: carried ?? null }, once);
    const handOver = await HandOver.begin(operation, this.#hands);
    const made = async (body: Json | undefined): Promise<Effect> => {
      const undelivered = await handOver?.end(body);
      const { id, document } = this.#made(operation, type, first, withoutSecret(operation, body));
      const state = { asked, now: operation.before };
      const told = this.#calls.told(id, document, state);
      if (undelivered) throw new DoneInPart({ id, ours: { '': told } }, undelivered);
      // Some answers leave out what only a read with parameters shows.
      if (!type.readQuery || holds(told, asked[''] ?? null)) return { id, ours: { '': told } };
      const raw = await this.#calls.documents.again(type, id).catch(() => null);
      return { id, ours: { '': raw ? this.#calls.told(id, normalize(type, raw), state) : told } };
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
    return { id, ours: isObject(document) ? { '': this.#calls.withHmacs(id, document) } : ours };
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
    const document = this.#calls.documentIn(type, id, body);
    if (document && id !== '') return { id, document };
    const message = `Genesys Cloud created ${titleOf(operation)} without saying its ID.`;
    throw failure(exitCodes.failure, 'platform.unreadable', message);
  }

  /** What became of a create that was not answered. What it has made may not be visible at once. */
  async #lookFor(open: Pick<OpenStep, 'operation' | 'step' | 'parent' | 'asked'>): Promise<Settlement> {
    const whole = { ...open, index: 0, id: undefined, now: open.operation.before };
    let settlement: Settlement | undefined;
    for (const wait of LOOKS_MS) {
      await this.#calls.session.clock.sleep(wait);
      settlement = await this.#calls.settlement(whole);
      if (settlement?.status !== 'refused') break;
    }
    return settlement ?? { status: 'refused' };
  }

  /** The platform says that there is one of this name: says which. */
  async #inTheWay(
    operation: Operation,
    type: ResourceType,
    parent: string | undefined,
    error: PlatformError,
  ): Promise<ChangesetError> {
    const [found] = await this.#calls.named(operation.live, type, parent).catch(() => []);
    if (found) return inTheWayOf(operation, type, idOfObject(found), error);
    const title = `${withArticle(type.noun)} "${operation.live}"`;
    const message = `Something that this client does not see is in the way of ${title}: ${error.platformMessage} It may be in a division that the client has no right to view.`;
    return failure(exitCodes.conflict, 'create.duplicate', message, {
      hint: 'Simulate again.',
      cause: error,
    });
  }
}

/** What is to be made is there: somebody else has made it since. */
export function inTheWayOf(
  operation: Operation,
  type: ResourceType,
  id: string,
  cause?: unknown,
): ChangesetError {
  const message = `There is ${withArticle(type.noun)} "${operation.live}" already. It has the ID ${id}.`;
  return failure(exitCodes.conflict, 'create.duplicate', message, { hint: 'Simulate again.', cause });
}
