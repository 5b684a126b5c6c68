import type { Json } from '../json/json.ts';

/** A text as one field of a line: in quotes where it needs them, and a text that is empty, so that it is one. */
function field(value: Json | undefined): string {
  if (value === undefined) return '';
  const text = String(value);
  return text === '' || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Lines of fields as RFC 4180 writes them. What is undefined is left out. */
export function writeCsv(lines: readonly (readonly (Json | undefined)[])[]): string {
  return lines.map((line) => `${line.map(field).join(',')}\r\n`).join('');
}
