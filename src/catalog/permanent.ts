import { type Pointer, segmentsOf } from '../json/pointer.ts';
import type { ResourceType } from './vocabulary.ts';

/** Whether a place stays once it is there: nothing takes it away again. */
export function staysAt({ permanent = [] }: ResourceType, path: Pointer): boolean {
  const segments = segmentsOf(path);
  return permanent.some((pattern) => {
    const wanted = segmentsOf(pattern);
    return (
      wanted.length === segments.length && wanted.every((each, i) => each === '*' || each === segments[i])
    );
  });
}
