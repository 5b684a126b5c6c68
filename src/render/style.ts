import pc from 'picocolors';

/** How words are set off. Marks stand beside colours everywhere: nothing is said by colour alone. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
}

/** @param colours whether the reader is a terminal that shows them */
export function styleFor(colours: boolean): Style {
  const { bold, dim, red, green, yellow } = pc.createColors(colours);
  return { bold, dim, red, green, yellow };
}

/**
 * Names come from files and from the org: characters that would steer a terminal, or hide how a name really reads,
 * are shown as escapes.
 */
export function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

/** The name in quotes, safe to print. */
export function quoted(name: string): string {
  return `"${visible(name)}"`;
}

/** `1 member`, `2 members`. */
export function counted(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : pluralOf(noun)}`;
}

export function pluralOf(noun: string): string {
  return noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

/** A digest or an ID, short enough to read. */
export function short(id: string): string {
  const [kind, hex] = id.includes(':') ? id.split(':') : ['', id];
  return `${kind ? `${kind}:` : ''}${(hex ?? '').slice(0, 8)}…`;
}
