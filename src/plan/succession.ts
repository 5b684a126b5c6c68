/** The ID that an object has today, from those of deleted objects to those of the ones made again; undefined for the same. */
export function successorOf(id: string, succession: ReadonlyMap<string, string>): string | undefined {
  const seen = new Set([id]);
  let last = id;
  for (let next = succession.get(last); next !== undefined; next = succession.get(last)) {
    if (seen.has(next)) return undefined;
    seen.add(next);
    last = next;
  }
  return last === id ? undefined : last;
}
