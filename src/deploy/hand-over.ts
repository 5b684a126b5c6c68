import { typeNamed } from '../catalog/index.ts';
import { type ChangesetError, failure } from '../diagnostics.ts';
import type { Environment } from '../environment/environment.ts';
import { exitCodes } from '../exit-codes.ts';
import { isObject, type Json } from '../json/json.ts';
import { valueAt, withValueAt } from '../json/pointer.ts';
import { type Hand, openHand } from '../org/hand-over.ts';
import { NotSent } from '../org/session.ts';
import { NEW_SECRET, receiverOf } from '../plan/hand-over.ts';
import { titleOf } from '../plan/operations.ts';
import type { Operation } from '../plan/plan.ts';

/** Finds who is given what the platform says only once of a new object, and sees to it that they can be given it. */
export type Hands = (operation: Operation) => Promise<Hand>;

/** Whom a mapping names. */
export function handsIn(environment: Environment): Hands {
  return async ({ type, name }) => {
    const receiver = receiverOf(environment, type, name);
    if (!receiver) throw new Error(`${environment.file} does not say who is given it`);
    return openHand(receiver);
  };
}

/** For runs that hand nothing over. */
export const NOBODY: Hands = () => Promise.reject(new Error('nobody is there to be given it'));

/** For runs whose secrets are worth nothing: they are thrown away. */
export const ANYBODY: Hands = async () => ({ give: async () => {}, withdraw: async () => {} });

/** @throws ChangesetError with exit code 5 where somebody cannot be given what is to come */
export async function demandHands(operations: readonly Operation[], hands: Hands): Promise<void> {
  for (const operation of operations.filter(handsOver)) {
    const hand = await hands(operation).catch((error: unknown) => {
      throw unready(operation, error);
    });
    await hand.withdraw();
  }
}

/** Whether the platform says something of what the operation makes that it says only then. */
export function handsOver({ type, action }: Operation): boolean {
  return action === 'create' && typeNamed(type).handOver !== undefined;
}

/** A create whose answer has a secret: who is given it is ready before the call is sent. */
export class HandOver {
  readonly #operation: Operation;
  readonly #hand: Hand;

  private constructor(operation: Operation, hand: Hand) {
    this.#operation = operation;
    this.#hand = hand;
  }

  /** @throws NotSent when nobody can be given the secret; undefined where the create has none */
  static async begin(operation: Operation, hands: Hands): Promise<HandOver | undefined> {
    if (!handsOver(operation)) return undefined;
    const hand = await hands(operation).catch((error: unknown) => {
      throw new NotSent(unready(operation, error));
    });
    return new HandOver(operation, hand);
  }

  /** Hands the secret over. Returns why that was not possible. */
  async end(answer: Json | undefined): Promise<ChangesetError | undefined> {
    const secret = valueAt(answer ?? null, typeNamed(this.#operation.type).handOver ?? '');
    if (typeof secret !== 'string' || secret === '')
      return this.missed("Genesys Cloud's answer was without it");
    return this.#hand.give(secret).then(
      () => undefined,
      (error: unknown) => undelivered(this.#operation, wordsOf(error)),
    );
  }

  /** The object is there, and its secret is not. */
  missed(why: string): ChangesetError {
    return undelivered(this.#operation, why);
  }

  /** Nothing is to be given any more. */
  withdraw(): Promise<void> {
    return this.#hand.withdraw();
  }
}

/** An answer without what is handed over. */
export function withoutSecret(operation: Operation, answer: Json | undefined): Json | undefined {
  const { handOver } = typeNamed(operation.type);
  return handOver !== undefined && isObject(answer) ? withValueAt(answer, handOver, undefined) : answer;
}

function unready(operation: Operation, error: unknown): ChangesetError {
  const message = `The secret of the ${titleOf(operation)} could not be handed over: ${wordsOf(error)}.`;
  return failure(exitCodes.invalidInput, 'handOver.unready', message, {
    hint: 'The object was not created. See to it that the secret can go where the mapping says under handOver.',
  });
}

function undelivered(operation: Operation, why: string): ChangesetError {
  const message = `The ${titleOf(operation)} was created, and its secret was not handed over: ${why}.`;
  return failure(exitCodes.failure, 'handOver.failed', message, { hint: NEW_SECRET });
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown reason';
}
