import type { Changeset } from '../changeset/changeset.ts';
import { SECRET_PLACE } from '../changeset/placeholders.ts';
import type { Diagnostic, Position } from '../diagnostics.ts';
import type { Json } from '../json/json.ts';
import { isMark } from '../json/marks.ts';
import { didYouMean } from '../nearest.ts';
import { jsonOf } from '../yaml/node.ts';
import { secretText } from './secrets.ts';

/** What `${…}` may stand for in an entry. */
export interface Scope {
  readonly variables: ReadonlyMap<string, Json>;
  /** The mapping file, for messages. */
  readonly mapping: string;
  /** The entry's own name, where it has one already. */
  readonly name?: string;
  /** The secrets that the mapping names, where one may stand. */
  readonly secrets?: ReadonlySet<string>;
  /** Whether the platform has a `${…}` of its own here. [false] */
  readonly isTemplate?: boolean;
}

/** What of `${…}` is a changeset's own in a text in which the platform has one too. */
const OURS = /^(var|secret)\.|^name$/;

/**
 * The text with every `${var.x}` and `${name}` replaced, and `${secret.x}` by what stands for it; `$${` is an escaped
 * `${`. A text that is only one `${var.x}` keeps the variable's type. Anything else in `${…}` is a finding, unless the
 * text is a template of the platform.
 */
export function substitute(text: string, scope: Scope, at: Position, findings: Diagnostic[]): Json {
  if (!text.includes('${')) return text;
  const isOurs = (word: string): boolean => !scope.isTemplate || OURS.test(word);
  const whole = /^\$\{([^}]*)\}$/.exec(text)?.[1];
  if (whole !== undefined && isOurs(whole)) return meaningOf(whole, scope, at, findings);
  const parts: Json[] = [];
  let end = 0;
  for (const { 0: written, 1: word, index } of text.matchAll(/\$\$\{|\$\{([^}]*)\}/g)) {
    parts.push(text.slice(end, index));
    end = index + written.length;
    if (word === undefined) parts.push('${');
    else if (!isOurs(word)) parts.push(written);
    else {
      const meaning = meaningOf(word, scope, at, findings);
      parts.push(isMark(meaning) ? meaning : String(meaning));
    }
  }
  return secretText([...parts, text.slice(end)]);
}

function meaningOf(word: string, scope: Scope, at: Position, findings: Diagnostic[]): Json {
  const say = (code: string, message: string, hint?: string): string => {
    findings.push({ severity: 'error', code, message, ...(hint ? { hint } : {}), at });
    return '';
  };
  if (word === 'name' && scope.name !== undefined) return scope.name;
  const [kind, ...rest] = word.split('.');
  const name = rest.join('.');
  if (kind === 'var') {
    const value = scope.variables.get(name);
    if (value !== undefined) return value;
    const hint =
      didYouMean(name, scope.variables.keys()) ?? `Add  variables: { ${name}: … }  to ${scope.mapping}.`;
    return say('variable.unknown', `${scope.mapping} has no variable "${name}".`, hint);
  }
  if (kind === 'secret') {
    if (!scope.secrets) return say('secret.place', SECRET_PLACE);
    if (scope.secrets.has(name)) return { $secret: name };
    const hint =
      didYouMean(name, scope.secrets) ?? `Add  secrets: { ${name}: { env: … } }  to ${scope.mapping}.`;
    return say('secret.unknown', `${scope.mapping} has no secret "${name}".`, hint);
  }
  if (kind === 'env')
    return say('variable.env', '${env.…} belongs in a mapping; a changeset takes ${var.…}.');
  const known = scope.name === undefined ? '${var.…}' : '${var.…} and ${name}';
  return say(
    'variable.unknown',
    `\${${word}} means nothing here; ${known} do.`,
    'To write it as it is:  $${',
  );
}

/** The secrets that the entries of a changeset name. */
export function secretsNamedBy({ entries }: Changeset): string[] {
  const text = JSON.stringify(entries.map(({ set }) => jsonOf(set)));
  return [...new Set(Array.from(text.matchAll(/\$\{secret\.([A-Za-z0-9_.-]+)\}/g), ([, name = '']) => name))];
}
