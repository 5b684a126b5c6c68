/** The names of one type in one environment: the changeset's name on the left, this org's on the right. */
export type NameTable = readonly (readonly [changeset: string, live: string])[];

/** This org's name of what the changeset calls so: an exact entry first, then the pattern with most letters. */
export function toLive(table: NameTable, name: string): string {
  return translations(table, name)[0] ?? name;
}

/** The changeset's name of what this org calls so: `toLive` backwards. */
export function fromLive(table: NameTable, live: string): string {
  const backwards = table.map(([name, other]) => [other, name] as const);
  return translations(backwards, live).find((name) => toLive(table, name) === live) ?? live;
}

/** What the name becomes by each entry that fits it, best first. */
function translations(table: NameTable, name: string): string[] {
  const exact = table.filter(([from]) => from === name);
  const patterns = table
    .filter(([from]) => from.includes('*'))
    .sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1))
    .flatMap(([from, to]) => {
      const middle = matched(from, name);
      return middle === undefined ? [] : [to.replace('*', () => middle)];
    });
  return [...exact.map(([, to]) => to), ...patterns];
}

/** What the star of the pattern stands for in this name. */
function matched(pattern: string, name: string): string | undefined {
  const star = pattern.indexOf('*');
  const head = pattern.slice(0, star);
  const tail = pattern.slice(star + 1);
  if (name.length < head.length + tail.length || !name.startsWith(head) || !name.endsWith(tail))
    return undefined;
  return name.slice(head.length, name.length - tail.length);
}
