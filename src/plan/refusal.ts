import type { Diagnostic, Position } from '../diagnostics.ts';
import { isWithin, type Pointer, segmentsOf } from '../json/pointer.ts';
import type { Edit, Intent } from './intent.ts';

/** An entry that cannot be carried out: where it says the place, or else where the entry stands. */
export function refusal(
  intent: Intent,
  code: string,
  message: string,
  hint?: string,
  path?: Pointer,
): Diagnostic {
  const edit = path === undefined ? undefined : editAt(intent, path);
  const at = (edit && placeIn(edit, path ?? '')) ?? intent.at;
  return { severity: 'error', code, message, ...(hint ? { hint } : {}), at };
}

/** What an entry says of a place. */
export function editAt(intent: Intent, path: Pointer): Edit | undefined {
  return intent.edits.find((edit) => isWithin(path, edit.path) || isWithin(edit.path, path));
}

/** Where the changeset says what becomes of a place: the element of a part, its attribute, or all of the edit. */
function placeIn(edit: Edit, path: Pointer): Position {
  if (edit.verb !== 'elements' || !isWithin(path, edit.path)) return edit.at;
  const [key, attribute = ''] = segmentsOf(path.slice(edit.path.length));
  const elements = [...edit.add, ...edit.change, ...(edit.exactly ?? [])];
  const element = elements.find(({ reference }) => reference.name === key);
  return element?.places?.get(attribute) ?? element?.reference.at ?? edit.at;
}
