import type { Diagnostic, Position } from '../diagnostics.ts';

/** One field, without its quotes, and where it stands. */
export interface Cell {
  readonly text: string;
  readonly at: Position;
}

/** A file of lines that have the same fields, as RFC 4180 describes them. */
export interface CsvTable {
  readonly header: readonly Cell[];
  readonly lines: readonly (readonly Cell[])[];
}

/** An excerpt is for reading: of a longer line only the start is shown. */
const MAX_EXCERPT = 240;

/**
 * Reads fields with commas between, in double quotes where they hold commas, quotes or line ends. Lines end with LF, CRLF
 * or CR; a byte order mark is passed over, and so are lines without anything. What cannot be read is said with its place.
 * @param name what messages call the file
 */
export function readCsv(name: string, bytes: Uint8Array): CsvTable | readonly Diagnostic[] {
  const [one, two] = bytes;
  if ((one === 0xff && two === 0xfe) || (one === 0xfe && two === 0xff))
    return [finding(startOf(name), 'csv.encoding', 'The file is UTF-16 text; it must be UTF-8.')];
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const hint = 'Save it as UTF-8. In Excel: CSV UTF-8 (Comma delimited).';
    return [finding(startOf(name), 'csv.encoding', 'The file is no UTF-8 text.', hint)];
  }
  return new CsvReader(name, text).read();
}

function startOf(file: string): Position {
  return { file, line: 1, column: 1, length: 1, source: '' };
}

function finding(at: Position, code: string, message: string, hint?: string): Diagnostic {
  return { severity: 'error', code, message, ...(hint ? { hint } : {}), at };
}

class CsvReader {
  readonly #name: string;
  readonly #text: string;
  readonly #findings: Diagnostic[] = [];
  #offset = 0;
  #line = 1;
  #lineStart = 0;

  constructor(name: string, text: string) {
    this.#name = name;
    this.#text = text;
  }

  read(): CsvTable | readonly Diagnostic[] {
    const lines: Cell[][] = [];
    while (this.#offset < this.#text.length && this.#findings.length === 0) {
      const cells = this.#cells();
      if (cells.length > 1 || cells[0]?.text !== '') lines.push(cells);
    }
    const [header = [], ...rest] = lines;
    for (const cells of this.#findings.length > 0 ? [] : rest) this.#count(cells, header.length);
    return this.#findings.length > 0 ? this.#findings : { header, lines: rest };
  }

  /** Every line has as many fields as the first. */
  #count(cells: readonly Cell[], expected: number): void {
    const extra = cells[expected] ?? cells.at(-1);
    if (cells.length === expected || !extra) return;
    const hint = 'A field that holds a comma stands in quotes:  "Smith, Ada"';
    const message = `This line has ${cells.length === 1 ? 'one field' : `${cells.length} fields`}; the first line has ${expected}.`;
    this.#findings.push(finding(extra.at, 'csv.fields', message, hint));
  }

  #cells(): Cell[] {
    const cells: Cell[] = [];
    for (;;) {
      cells.push(this.#text[this.#offset] === '"' ? this.#quoted() : this.#plain());
      const next = this.#text[this.#offset];
      if (next === ',') this.#offset += 1;
      else {
        if (next !== undefined) this.#endLine();
        return cells;
      }
    }
  }

  #plain(): Cell {
    const start = this.#offset;
    const at = this.#position();
    while (this.#offset < this.#text.length && !/[,\r\n]/.test(this.#text[this.#offset] ?? ''))
      this.#offset += 1;
    const text = this.#text.slice(start, this.#offset);
    if (text.includes('"')) {
      const hint =
        'The whole field stands in quotes, and each quote in it is written twice:  "say ""hello"""';
      this.#findings.push(finding(at, 'csv.quotes', 'A quote stands inside a field without quotes.', hint));
    }
    return { text, at };
  }

  #quoted(): Cell {
    const at = this.#position();
    const parts: string[] = [];
    this.#offset += 1;
    for (;;) {
      const start = this.#offset;
      while (this.#offset < this.#text.length && this.#text[this.#offset] !== '"') {
        if (/[\r\n]/.test(this.#text[this.#offset] ?? '')) this.#endLine();
        else this.#offset += 1;
      }
      parts.push(this.#text.slice(start, this.#offset));
      if (this.#offset >= this.#text.length) {
        this.#findings.push(finding(at, 'csv.quotes', 'The quote that opens here is never closed.'));
        break;
      }
      this.#offset += 1;
      if (this.#text[this.#offset] !== '"') break;
      parts.push('"');
      this.#offset += 1;
    }
    const next = this.#text[this.#offset];
    if (next !== undefined && !/[,\r\n]/.test(next)) {
      const message = 'Something stands between the quote that closes a field and the next comma.';
      const hint = 'A quote inside of a field is written twice:  "say ""hello"""';
      this.#findings.push(finding(this.#position(), 'csv.quotes', message, hint));
      this.#offset = this.#text.length;
    }
    return { text: parts.join(''), at };
  }

  #endLine(): void {
    this.#offset += this.#text.startsWith('\r\n', this.#offset) ? 2 : 1;
    this.#line += 1;
    this.#lineStart = this.#offset;
  }

  #position(): Position {
    const before = this.#text.slice(this.#lineStart, this.#offset);
    const source = /^[^\r\n]{0,240}/.exec(this.#text.slice(this.#lineStart, this.#lineStart + MAX_EXCERPT));
    const column = (/[\ud800-\udbff]/.test(before) ? Array.from(before).length : before.length) + 1;
    return { file: this.#name, line: this.#line, column, length: 1, source: source?.[0] ?? '' };
  }
}
