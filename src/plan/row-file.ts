import { type Cell, readCsv } from '../changeset/csv.ts';
import type { FileContent } from '../changeset/files.ts';
import type { Diagnostic, Position } from '../diagnostics.ts';
import { objectOf } from '../json/json.ts';
import { nearest } from '../nearest.ts';
import { PlainValue, type WantedElement } from './intent.ts';

/**
 * The rows of a file: the first line names the columns, the one of that name has the keys. What a cell means is told by the
 * type of its column, which nobody knows here: it is `{ $cell: <text> }` until then.
 * @param key the name of the column with the keys
 */
export function rowsOfFile(
  { name, bytes }: FileContent,
  key: string,
  diagnostics: Diagnostic[],
): WantedElement[] {
  const table = readCsv(name, bytes);
  if (!('header' in table)) {
    diagnostics.push(...table);
    return [];
  }
  const { header, lines } = table;
  const wrong = headerFindings(name, header, key);
  diagnostics.push(...wrong);
  const index = header.findIndex(({ text }) => text === key);
  if (wrong.length > 0) return [];
  const seen = new Map<string, Position>();
  return lines.flatMap((cells): WantedElement[] => {
    const own = cells[index];
    if (!own) return [];
    const earlier = seen.get(own.text);
    if (earlier) {
      const message = `The key ${JSON.stringify(own.text)} stands in line ${earlier.line} already.`;
      diagnostics.push({ severity: 'error', code: 'csv.twice', message, at: own.at });
      return [];
    }
    seen.set(own.text, own.at);
    const columns = header.flatMap(({ text }, column) => (column === index ? [] : [[text, column] as const]));
    return [
      {
        reference: new PlainValue(own.text, own.at),
        attributes: objectOf(
          columns.map(([column, place]) => [column, { $cell: cells[place]?.text ?? '' }] as const),
        ),
        places: new Map(columns.map(([column, place]) => [column, cells[place]?.at ?? own.at])),
      },
    ];
  });
}

function headerFindings(name: string, header: readonly Cell[], key: string): Diagnostic[] {
  const names = header.map(({ text }) => text);
  const say = (at: Position | undefined, message: string, hint?: string): Diagnostic => ({
    severity: 'error',
    code: 'csv.header',
    message,
    ...(hint === undefined ? {} : { hint }),
    at: at ?? { file: name, line: 1, column: 1, length: 1, source: '' },
  });
  if (!names.includes(key)) {
    const [first] = header;
    const only = names.length === 1 ? /[;\t|]/.exec(first?.text ?? '')?.[0] : undefined;
    const [near] = nearest(key, names);
    const hint = only
      ? `Fields are separated by commas, not by ${only === '\t' ? 'tabs' : only}`
      : near === undefined
        ? `The first line names the columns:  ${key},…`
        : `Is "${near}" it? It must be called  ${key}`;
    return [
      say(first?.at, `The first line has no column "${key}", which says what the rows are called.`, hint),
    ];
  }
  return header.flatMap(({ text, at }, index) => {
    if (text.trim() === '') return [say(at, `Column ${index + 1} has no name.`)];
    return names.indexOf(text) < index ? [say(at, `There are two columns "${text}".`)] : [];
  });
}
