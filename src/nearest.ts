import { distance } from 'fastest-levenshtein';

/** The words that somebody may have meant, nearest first; none when nothing is near. */
export function nearest(word: string, candidates: Iterable<string>, count = 3): string[] {
  const wanted = fold(word);
  // Words of two letters are near nothing: "id" is no slip of "in".
  const limit = wanted.length <= 2 ? 0 : Math.max(1, Math.floor(wanted.length / 3));
  return [...new Set(candidates)]
    .map((candidate) => ({ candidate, far: farness(wanted, fold(candidate), limit) }))
    .filter(({ far }) => far <= limit)
    .sort((a, b) => a.far - b.far || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

/** A hint that names the nearest word, or undefined where none is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const [best] = nearest(word, candidates, 1);
  return best === undefined ? undefined : `Did you mean "${best}"?`;
}

function farness(wanted: string, candidate: string, limit: number): number {
  if (wanted === candidate) return 0;
  if (wanted.length >= 3 && candidate.startsWith(wanted)) return 1;
  // The distance of two long texts takes long, and is at least this.
  const atLeast = Math.abs(wanted.length - candidate.length);
  if (atLeast > limit) return atLeast;
  if (isSwap(wanted, candidate)) return 1;
  return distance(wanted, candidate);
}

function fold(word: string): string {
  return word
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
}

/**
 * Whether the name is probably a slip of the other one: they differ only by case, white space, or one inserted,
 * missing, wrong or swapped letter. Digits do not count as slips ("Queue 1" and "Queue 2" are two queues), and names of
 * three letters or fewer differ by one letter on purpose ("EN" and "ES").
 */
export function isSlipOf(name: string, other: string): boolean {
  if (name === other) return false;
  const left = spaceless(name);
  const right = spaceless(other);
  if (left === right) return true;
  if (Math.min(left.length, right.length) <= 3) return false;
  if (digitsOf(left) !== digitsOf(right)) return false;
  return distance(left, right) === 1 || isSwap(left, right);
}

function spaceless(name: string): string {
  return name.toLowerCase().replace(/\s+/g, '');
}

function digitsOf(name: string): string {
  return name.replace(/\D/g, '');
}

function isSwap(left: string, right: string): boolean {
  const [from, to] = [[...left], [...right]];
  if (from.length !== to.length) return false;
  const [first, second, ...more] = from.flatMap((letter, i) => (letter === to[i] ? [] : [i]));
  if (first === undefined || second !== first + 1 || more.length > 0) return false;
  return from[first] === to[second] && from[second] === to[first];
}
