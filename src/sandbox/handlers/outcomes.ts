/** Updates of flow outcomes, which answer with what was done instead of the outcome. */
import { randomUUID } from 'node:crypto';
import type { Answer, Call } from '../call.ts';
import { collectionAt } from '../collections.ts';
import { FLOW_OUTCOMES } from '../paths.ts';
import { replace } from './documents.ts';

/** Answers an operation with an ID of its own. */
export function putOutcome(call: Call): Answer {
  replace(call, collectionAt(FLOW_OUTCOMES));
  const { id, name } = call.client;
  const done = { actionName: 'UPDATE', actionStatus: 'SUCCESS', complete: true };
  return { body: { id: randomUUID(), ...done, client: { id, name } } };
}
