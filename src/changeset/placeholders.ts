import type { Diagnostic } from '../diagnostics.ts';
import { MARKS } from '../json/marks.ts';
import { type Pointer, pointer } from '../json/pointer.ts';
import { didYouMean } from '../nearest.ts';
import { quote } from '../yaml/finding.ts';
import type { Node, ScalarNode } from '../yaml/node.ts';

/** What `${…}` may hold at a place, beyond `var.…`. */
type Allowed = 'variables' | 'variables and name' | 'all';

/** What is known of the places of a value: whether a secret may stand there, and whether the platform has a `${…}` of its own. */
export interface Places {
  readonly takesSecret: (path: Pointer) => boolean;
  readonly isTemplate: (path: Pointer) => boolean;
}

const NO_PLACES: Places = { takesSecret: () => false, isTemplate: () => false };

/** The `${…}` in a value, its keys included, that mean nothing in any environment. */
export function placeholderFindings(
  node: Node,
  allowed: Allowed,
  places: Places = NO_PLACES,
  path: Pointer = '',
): Diagnostic[] {
  if (node.kind === 'scalar')
    return findingsIn(node, places.takesSecret(path) ? 'all' : allowed, places.isTemplate(path));
  if (node.kind === 'list')
    return node.items.flatMap((item, index) =>
      placeholderFindings(item, allowed, places, path + pointer(String(index))),
    );
  return [...node.entries].flatMap(([name, { key, value }]) => [
    ...findingsIn(key, allowed, false),
    ...markFindings(key),
    ...placeholderFindings(value, allowed, places, path + pointer(name)),
  ]);
}

/** Plans have names of their own for what stands for secrets. */
function markFindings({ text, at }: ScalarNode): Diagnostic[] {
  if (!MARKS.includes(text)) return [];
  const message = `${quote(text)} cannot be written here: plans say it of secrets.`;
  return [{ severity: 'error', code: 'secret.mark', message, hint: 'A secret is  "${secret.x}"', at }];
}

function findingsIn({ value, at }: ScalarNode, allowed: Allowed, isTemplate: boolean): Diagnostic[] {
  if (typeof value !== 'string' || !value.includes('${')) return [];
  return Array.from(value.matchAll(/\$\$\{|\$\{([^}]*)(\}?)/g)).flatMap(([written, word, end]) => {
    if (word === undefined || (isTemplate && !/^(var|secret)\./.test(word))) return [];
    const wrong = end === '' ? notClosed(written) : meaningless(word, allowed);
    return wrong ? [{ severity: 'error' as const, ...wrong, at }] : [];
  });
}

/** What is wrong with a secret in a name. */
export const SECRET_PLACE = 'A secret can only stand in the text of a field, never in a name.';

type Wrong = Pick<Diagnostic, 'code' | 'message' | 'hint'>;

const ESCAPE = 'To write it as it is:  $${';

function notClosed(written: string): Wrong {
  return { code: 'variable.unknown', message: `${quote(written)} is not closed by a }.`, hint: ESCAPE };
}

function meaningless(word: string, allowed: Allowed): Wrong | undefined {
  if (/^var\.[A-Za-z0-9_.-]+$/.test(word) || (word === 'name' && allowed !== 'variables')) return undefined;
  if (/^secret\.[A-Za-z0-9_.-]+$/.test(word) && allowed === 'all') return undefined;
  const [kind = '', ...rest] = word.split('.');
  if (kind === 'secret') {
    return { code: 'secret.place', message: SECRET_PLACE };
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
