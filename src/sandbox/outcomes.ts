/** Flow outcomes as the platform keeps them. */
import type { Document } from './model.ts';

/** One without a description has a space for it. Source: CX as Code 1.84.1. */
export function fillOutcome(outcome: Document): Document {
  return { ...outcome, description: outcome.description || ' ' };
}
