import type { Json } from '../../../json/json.ts';
import type { Stretch } from '../../file-reading.ts';

/** A text in which each `{{key}}` has its value, and the way back to the places of the file. */
export interface Substituted {
  readonly text: string;
  readonly missing: readonly { readonly name: string; readonly at: Stretch }[];
  /** Where something of the text stands in the file. */
  readonly inFile: (at: Stretch) => Stretch;
  /** Whether a value of a variable lies in it. */
  readonly isFilled: (at: Stretch) => boolean;
}

interface Filled {
  /** Where the value stands in the text, and where `{{key}}` stood in the file. */
  readonly now: Stretch;
  readonly was: Stretch;
}

/** Fills in `{{key}}`, in the text and before anybody parses it: a third of real flow files are no YAML before that. */
export function filledIn(file: string, valueFor: (variable: string) => Json | undefined): Substituted {
  const filled: Filled[] = [];
  const missing: { name: string; at: Stretch }[] = [];
  let text = '';
  let done = 0;
  for (const match of file.matchAll(/\{\{\s*([\w.-]+)\s*\}\}/g)) {
    const [written, name = ''] = match;
    const was = { from: match.index, length: written.length };
    const value = valueFor(name);
    if (value === undefined) missing.push({ name, at: was });
    text += file.slice(done, was.from);
    const shown = value === undefined ? written : typeof value === 'string' ? value : JSON.stringify(value);
    filled.push({ now: { from: text.length, length: shown.length }, was });
    text += shown;
    done = was.from + was.length;
  }
  text += file.slice(done);
  return {
    text,
    missing,
    inFile: ({ from, length }) => {
      const start = originOf(from, filled, 'start');
      return { from: start, length: Math.max(originOf(from + length, filled, 'end') - start, 1) };
    },
    isFilled: (at) =>
      filled.some(({ now }) => now.from < at.from + at.length && at.from < now.from + now.length),
  };
}

/** Where an offset of the text stood in the file; inside a value, at the begin or the end of its `{{key}}`. */
function originOf(offset: number, filled: readonly Filled[], edge: 'start' | 'end'): number {
  const before = filled.findLast(({ now }) => (edge === 'start' ? now.from <= offset : now.from < offset));
  if (!before) return offset;
  const { now, was } = before;
  const isInside = edge === 'start' ? offset < now.from + now.length : offset <= now.from + now.length;
  if (isInside) return edge === 'start' ? was.from : was.from + was.length;
  return offset - (now.from + now.length) + was.from + was.length;
}
