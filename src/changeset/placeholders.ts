import type { Diagnostic } from '../diagnostics.ts';
import { didYouMean } from '../nearest.ts';
import { quote } from '../yaml/finding.ts';
import type { Node, ScalarNode } from '../yaml/node.ts';

/** What `${…}` may hold at a place, beyond `var.…`. */
export type Allowed = 'variables' | 'variables and name';

/** The `${…}` in a value, its keys included, that mean nothing in any environment. */
export function placeholderFindings(node: Node, allowed: Allowed): Diagnostic[] {
  if (node.kind === 'scalar') return findingsIn(node, allowed);
  if (node.kind === 'list') return node.items.flatMap((item) => placeholderFindings(item, allowed));
  return [...node.entries.values()].flatMap(({ key, value }) => [
    ...findingsIn(key, allowed),
    ...placeholderFindings(value, allowed),
  ]);
}

function findingsIn({ value, at }: ScalarNode, allowed: Allowed): Diagnostic[] {
  if (typeof value !== 'string' || !value.includes('${')) return [];
  return Array.from(value.matchAll(/\$\$\{|\$\{([^}]*)(\}?)/g)).flatMap(([written, word, end]) => {
    if (word === undefined) return [];
    const wrong = end === '' ? notClosed(written) : meaningless(word, allowed);
    return wrong ? [{ severity: 'error' as const, ...wrong, at }] : [];
  });
}

type Wrong = Pick<Diagnostic, 'code' | 'message' | 'hint'>;

const ESCAPE = 'To write it as it is:  $${';

function notClosed(written: string): Wrong {
  return { code: 'variable.unknown', message: `${quote(written)} is not closed by a }.`, hint: ESCAPE };
}

function meaningless(word: string, allowed: Allowed): Wrong | undefined {
  if (/^var\.[A-Za-z0-9_.-]+$/.test(word) || (word === 'name' && allowed === 'variables and name')) {
    return undefined;
  }
  const [kind = '', ...rest] = word.split('.');
  if (kind === 'secret') {
    const message = 'A secret can only stand in a field that Genesys Cloud never shows again.';
    return { code: 'secret.field', message };
  }
  if (kind === 'env') {
    const message = '${env.…} belongs in a mapping; a changeset takes ${var.…}.';
    return {
      code: 'variable.env',
      message,
      hint: 'Add a variable to the mapping:  variables: { x: "${env.X}" }',
    };
  }
  const words = allowed === 'variables' ? '${var.…} does' : '${var.…} and ${name} do';
  const message = `${quote(`\${${word}}`)} means nothing here; ${words}.`;
  const name = rest.length > 0 ? rest.join('.') : word;
  if (!/^[A-Za-z_][A-Za-z0-9_.-]{0,40}$/.test(name))
    return { code: 'variable.unknown', message, hint: ESCAPE };
  if (rest.length > 0) {
    const hint = didYouMean(kind, ['var']) ? `Did you mean "\${var.${name}}"?` : ESCAPE;
    return { code: 'variable.unknown', message, hint };
  }
  const hint = `A variable of the mapping is  \${var.${name}} ; to write it as it is:  $\${${name}}`;
  return { code: 'variable.unknown', message, hint };
}
