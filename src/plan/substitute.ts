import type { Diagnostic, Position } from '../diagnostics.ts';
import type { Json } from '../json/json.ts';
import { didYouMean } from '../nearest.ts';

/** What `${…}` may stand for in an entry. */
export interface Scope {
  readonly variables: ReadonlyMap<string, Json>;
  /** The mapping file, for messages. */
  readonly mapping: string;
  /** The entry's own name, where it has one already. */
  readonly name?: string;
}

/**
 * The text with every `${var.x}` and `${name}` replaced; `$${` is an escaped `${`. A text that is only one `${var.x}`
 * keeps the variable's type. Anything else in `${…}` is a finding.
 */
export function substitute(text: string, scope: Scope, at: Position, findings: Diagnostic[]): Json {
  if (!text.includes('${')) return text;
  const whole = /^\$\{([^}]*)\}$/.exec(text)?.[1];
  if (whole !== undefined && !text.startsWith('$${')) return meaningOf(whole, scope, at, findings);
  return text.replace(/\$\$\{|\$\{([^}]*)\}/g, (written, word: string | undefined) =>
    word === undefined ? (written === '$${' ? '${' : written) : String(meaningOf(word, scope, at, findings)),
  );
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
    return say('secret.field', 'A secret can only stand in a field that Genesys Cloud never shows again.');
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
