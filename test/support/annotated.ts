import { readFileSync } from 'node:fs';
import type { Diagnostic } from '../../src/diagnostics.ts';

/**
 * Files with the findings that reading them must bring, for people to read and to write:
 *
 *     === what the case is about
 *       name: 529
 *     ~       ^^^ text.number
 *     ~ the message
 *     ~ > the hint
 *
 * A line of the file stands two columns to the right; lines with ~ are findings about the line above.
 */
export interface Case {
  readonly about: string;
  /** The file, with its findings. */
  readonly annotated: string;
  /** The file alone. */
  readonly text: string;
}

export function casesIn(url: URL): Case[] {
  const parts = readFileSync(url, 'utf8').split(/^=== /m).slice(1);
  return parts.map((part) => {
    const end = part.indexOf('\n');
    const annotated = part.slice(end + 1).trimEnd();
    return { about: part.slice(0, end), annotated, text: fileIn(annotated) };
  });
}

function fileIn(annotated: string): string {
  const lines = annotated.split('\n').filter((line) => !line.startsWith('~'));
  return `${lines.map((line) => line.slice(2)).join('\n')}\n`;
}

/** The file with these findings written under its lines. */
export function annotate(text: string, findings: readonly Diagnostic[]): string {
  const lines = text.replace(/\n$/, '').split('\n');
  return lines
    .flatMap((line, index) => [
      `  ${line}`.trimEnd(),
      ...findings.filter(({ at }) => at?.line === index + 1).flatMap(written),
    ])
    .join('\n');
}

function written({ code, message, hint, at }: Diagnostic): string[] {
  const place = `~ ${' '.repeat((at?.column ?? 1) - 1)}${'^'.repeat(at?.length ?? 0)} ${code}`;
  return [
    place,
    `~ ${message}`,
    ...(hint === undefined ? [] : hint.split('\n').map((line) => `~ > ${line}`)),
  ];
}

/** `line:column code` of each finding. */
export function brief(findings: readonly Diagnostic[]): string[] {
  return findings.map(({ code, at }) => `${at?.line}:${at?.column} ${code}`);
}
