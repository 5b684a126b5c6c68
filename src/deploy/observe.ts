import { answer } from '../org/reader.ts';
import type { Session } from '../org/session.ts';
import { Facts, Inquiry } from '../plan/facts.ts';

export interface Observed<T> {
  readonly result: T;
  readonly facts: Facts;
  /** When the first question was asked: milliseconds since the epoch. */
  readonly observedAt: number;
}

/** More rounds than any plan needs: each answers what the round before could not know to ask. */
const MOST_ROUNDS = 30;

/** Runs a planner until it has no questions left, asking the org in between. Reads only. */
export async function observe<T>(session: Session, plan: (inquiry: Inquiry) => T): Promise<Observed<T>> {
  const facts = new Facts();
  const observedAt = session.clock.now();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const inquiry = new Inquiry(facts);
    const result = plan(inquiry);
    if (inquiry.questions.length === 0) return { result, facts, observedAt };
    await answer(session, inquiry.questions, facts);
  }
  throw new Error('the planner asks without end');
}
