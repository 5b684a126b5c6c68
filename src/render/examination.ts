import type { Diagnostic } from '../diagnostics.ts';
import type { Json } from '../json/json.ts';
import type { Ability, TypeAbilities } from '../plan/abilities.ts';
import { counted, type Style, visible } from './style.ts';

/** What is shown of an examination. */
interface Examined {
  readonly environment: string;
  readonly checks: readonly {
    readonly check: string;
    readonly state: 'ok' | 'problem' | 'skipped';
    readonly message: string;
    readonly findings: readonly Diagnostic[];
  }[];
  readonly client:
    | {
        readonly name: string | undefined;
        readonly roles: readonly { readonly role: string; readonly divisions: readonly string[] }[];
      }
    | undefined;
  readonly abilities: readonly TypeAbilities[];
  readonly rateLimit: { readonly allowed: number; readonly used: number } | undefined;
}

const ACTIONS = ['read', 'create', 'update', 'delete'] as const;
const CHECK_WIDTH = 13;
const WIDEST = 110;

const marks = { ok: '✓', problem: '✗', skipped: '.' } as const;

/** Each check in a line, what to do about problems below them, then what the client may do with which type. */
export function renderExamination({ environment, checks, abilities }: Examined, style: Style): string {
  const problems = checks.filter(({ state }) => state === 'problem').length;
  const lines = [
    `${style.bold(`doctor ${environment}`)} · nothing is written to the org`,
    '',
    ...checks.flatMap((check) => checkLines(check, style)),
    ...(abilities.length > 0 ? ['', ...abilityLines(abilities)] : []),
    '',
    problems === 0 ? style.green('No problems.') : style.red(`${counted(problems, 'problem')}.`),
  ];
  return `${lines.join('\n')}\n`;
}

function checkLines({ check, state, message, findings }: Examined['checks'][number], style: Style): string[] {
  const paint = { ok: style.green, problem: style.red, skipped: style.dim }[state];
  const hints = findings.flatMap(({ hint }) => (hint === undefined ? [] : hint.split('\n')));
  const indent = ' '.repeat(CHECK_WIDTH + 5);
  return [
    `  ${paint(marks[state])} ${check.padEnd(CHECK_WIDTH)} ${visible(message)}`,
    ...[...new Set(hints)].map((line) => `${indent}${visible(line)}`.trimEnd()),
  ];
}

function abilityLines(abilities: readonly TypeAbilities[]): string[] {
  const width = Math.max(...abilities.map(({ type }) => type.length)) + 3;
  const line = (type: string, cells: readonly string[]): string =>
    `  ${type.padEnd(width)}${cells.map((cell) => cell.padEnd(9)).join('')}`.trimEnd();
  return [
    line('the client may', ACTIONS),
    ...abilities.map((row) =>
      line(
        row.type,
        ACTIONS.map((action) => cellOf(row[action])),
      ),
    ),
    ...legend(abilities),
  ];
}

function cellOf({ may }: Ability): string {
  if (may === 'unknown') return '?';
  return may === 'never' ? '-' : may;
}

/** What the words of the table mean, as far as they occur, and the permissions behind each `no`. */
function legend(abilities: readonly TypeAbilities[]): string[] {
  const all = abilities.flatMap((row) => ACTIONS.map((action) => row[action]));
  const divisions = new Set(
    all.flatMap((ability) => (ability.may === 'some' ? [inWords(ability.divisions)] : [])),
  );
  const [only] = divisions;
  const lacks = [...new Set(all.flatMap((ability) => (ability.may === 'no' ? ability.lacks : [])))].sort();
  return [
    ...(only === undefined
      ? []
      : [`  some: only in ${divisions.size === 1 ? only : 'some divisions, which --json names'}`]),
    ...(all.some(({ may }) => may === 'unknown') ? ['  ?: Genesys Cloud does not say what it takes'] : []),
    ...(all.some(({ may }) => may === 'never') ? ['  -: not possible with this type'] : []),
    ...(lacks.length > 0 ? wrapped('  no: the client lacks ', lacks) : []),
  ];
}

function inWords(divisions: readonly string[]): string {
  return divisions.map((name) => `"${visible(name)}"`).join(', ');
}

/** Words with commas between them, in as many lines as it takes. */
function wrapped(lead: string, words: readonly string[]): string[] {
  const lines: string[] = [];
  let line = lead;
  words.forEach((word, index) => {
    const next = `${word}${index < words.length - 1 ? ', ' : ''}`;
    if (line.length + next.length > WIDEST) {
      lines.push(line.trimEnd());
      line = ' '.repeat(lead.length);
    }
    line += next;
  });
  return [...lines, line];
}

export function examinationJson({ environment, checks, client, abilities, rateLimit }: Examined): Json {
  return {
    environment,
    checks: checks.map(({ check, state, message }) => ({ check, state, message })),
    client: client
      ? {
          name: client.name ?? null,
          roles: client.roles.map(({ role, divisions }) => ({ role, divisions: [...divisions] })),
        }
      : null,
    rights: abilities.map((row) => ({
      type: row.type,
      ...Object.fromEntries(ACTIONS.map((action) => [action, abilityJson(row[action])])),
    })),
    rateLimit: rateLimit ? { ...rateLimit } : null,
  };
}

function abilityJson(ability: Ability): Json {
  if (ability.may === 'some') return { may: 'some', divisions: [...ability.divisions] };
  return ability.may === 'no' ? { may: 'no', lacks: [...ability.lacks] } : { may: ability.may };
}
