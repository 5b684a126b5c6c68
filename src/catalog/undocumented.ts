import type { OperationFacts } from './facts.ts';

/**
 * Operations that the contract does not have and that others call nevertheless. Nothing says which permissions they take.
 * Source: CX as Code 1.84.1, script (2026-07).
 */
export const UNDOCUMENTED: Readonly<Record<string, OperationFacts>> = {
  deleteScript: { method: 'DELETE', path: '/api/v2/scripts/{scriptId}' },
};
