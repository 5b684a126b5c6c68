import { expect, test } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics.ts';
import { renderCount, renderDiagnostics } from '../../src/render/diagnostics.ts';
import { styleFor } from '../../src/render/style.ts';
import { changeset, mapping, settingOfQueue } from '../support/reading.ts';

const plain = styleFor(false);

function shown(findings: readonly Diagnostic[]): string {
  return renderDiagnostics(findings, plain);
}

test('a number where a text is meant, and a "#" that eats half a name', () => {
  const { diagnostics } = changeset(`name: release-42
changes:
  - type: routing_queue
    name: 529
  - type: routing_queue
    name: Support #1
`);
  expect(shown(diagnostics)).toBe(`changesets/release-42.yaml:4:11  error  text.number
   4 |     name: 529
     |           ^^^ YAML reads this as a number; a name is text.   Write:  name: "529"

changesets/release-42.yaml:6:19  error  text.comment
   6 |     name: Support #1
     |                   ^^ " #" starts a comment: the name would be only "Support".   Write:  name: "Support #1"
`);
});

test('a value left empty', () => {
  const { diagnostics } = changeset(settingOfQueue('whisperPrompt:'));
  expect(shown(diagnostics)).toBe(`changesets/release-42.yaml:6:22  error  value.empty
   6 |       whisperPrompt:
     |                     ^ nothing after the colon. YAML would read null, and null clears the field in the org.
     |   Write the value, or  whisperPrompt: null  to clear it, or take the line out to leave it as it is.
`);
});

test('a bare list of members', () => {
  const { diagnostics } = changeset(settingOfQueue('members: [ada.lovelace@harbour.example]'));
  expect(shown(diagnostics)).toBe(`changesets/release-42.yaml:6:16  error  list.verb
   6 |       members: [ada.lovelace@harbour.example]
     |                ^ does this list add to the members or replace them?   Write one of:
     |   members: { add:     [ada.lovelace@harbour.example] }    the others stay
     |   members: { exactly: [ada.lovelace@harbour.example] }    all other members are removed
`);
});

test('${…} inside braces', () => {
  const { diagnostics } = mapping('environment: prod\ncredentials: { clientId: ${env.GC_PROD_CLIENT_ID} }\n');
  expect(shown(diagnostics)).toBe(`mappings/prod.yaml:2:26  error  yaml.quote
   2 | credentials: { clientId: \${env.GC_PROD_CLIENT_ID} }
     |                          ^ inside { } and [ ] a \${…} must be in quotes.   Write:  "\${env.GC_PROD_CLIENT_ID}"
`);
});

test('a rename that Genesys Cloud does not offer', () => {
  const { diagnostics } = changeset(`name: release-42
changes:
  - type: routing_skill
    name: Spanish
    was: Spansh
`);
  expect(shown(diagnostics)).toBe(`changesets/release-42.yaml:5:10  error  rename.impossible
   5 |     was: Spansh
     |          ^^^^^^ Genesys Cloud cannot rename a skill.
     |   To replace it: create "Spanish", move what uses "Spansh", delete "Spansh" in a later release.
`);
});

test('several findings are one block each, with an empty line between', () => {
  const { diagnostics } = changeset('name: 1\nchanges: 2\n');
  expect(shown(diagnostics).split('\n\n')).toHaveLength(2);
  expect(shown(diagnostics)).toMatch(/[^\n]\n$/);
});

test('a finding without a place in a file is one line, with the hint below', () => {
  const finding: Diagnostic = {
    severity: 'warning',
    code: 'x.y',
    message: 'Look.',
    hint: 'Do this.\nOr that.',
  };
  expect(shown([finding])).toBe('warning  x.y  Look.\n  Do this.\n  Or that.\n');
});

test('a finding whose line cannot be shown still says where it is', () => {
  const { diagnostics } = changeset(Buffer.from('\ufeffname: x\n', 'utf16le'));
  expect(shown(diagnostics)).toBe(`changesets/release-42.yaml:1:1  error  yaml.encoding
     | The file is UTF-16 text; it must be UTF-8.
     |   Save it as UTF-8. In Windows PowerShell:  … | Out-File -Encoding utf8 <file>
`);
});

test('as many carets stand below a line as it has wrong characters, and a tab is one', () => {
  const { diagnostics } = changeset('name:\t\t529\nchanges: []\n');
  expect(shown(diagnostics)).toContain('   1 | name:  529\n     |        ^^^ YAML reads');
});

test('carets stand below their place behind characters that are shown as escapes, and below those', () => {
  const source = 'name: "\u202ea" \u{1f600} x';
  const at = { file: 'f.yaml', line: 1, source };
  const under = (column: number, length: number): string => {
    const finding = { severity: 'error', code: 'x.y', message: 'm', at: { ...at, column, length } } as const;
    return shown([finding]).split('\n').slice(1, 3).join('\n');
  };
  expect(under(14, 1)).toBe('   1 | name: "\\u202ea" \u{1f600} x\n     |                    ^ m');
  expect(under(8, 2)).toBe('   1 | name: "\\u202ea" \u{1f600} x\n     |        ^^^^^^^ m');
});

test('a line from a file cannot steer the terminal', () => {
  const hostile = 'name: "\\e]8;;http://evil.example\\a \u202egnp.exe \u200b" #x\nchanges: []\n';
  const { diagnostics } = changeset(hostile);
  expect(shown(diagnostics)).not.toMatch(UNSAFE);
  expect(shown(changeset('name: \u001b[2Jx\n').diagnostics)).toContain('\\u001b[2Jx');
});

test('a name that a message repeats cannot steer the terminal', () => {
  const name = '"\\e[31mred\\x07\\u202e\\u2028\\x9b2J\\x7f\\ufeff"';
  const { diagnostics } = changeset(`name: x
changes:
  - { type: routing_skill, name: ${name} }
  - { type: routing_skill, name: ${name}, was: ${name} }
  - { type: ${name}, name: x, ${name}: 1 }
`);
  expect(diagnostics.map(({ code }) => code)).toEqual([
    'entry.twice',
    'entry.was',
    'rename.impossible',
    'type.unknown',
    'field.unknown',
  ]);
  expect(shown(diagnostics)).not.toMatch(UNSAFE);
  expect(shown(diagnostics)).toContain('\\u001b[31mred');
});

test('a file name cannot steer the terminal', () => {
  const at = { file: 'changesets/\u001b[2J\n.yaml', line: 1, column: 1, length: 1, source: 'x' };
  const text = shown([{ severity: 'error', code: 'x.y', message: 'm', at }]);
  expect(text).not.toMatch(UNSAFE);
  expect(text.split('\n')[0]).toBe('changesets/\\u001b[2J\\u000a.yaml:1:1  error  x.y');
});

test('colours set off the severity and nothing else', () => {
  const { diagnostics } = changeset('name: 1\nchanges: []\n');
  const coloured = renderDiagnostics(diagnostics, styleFor(true));
  const uncoloured = renderDiagnostics(diagnostics, plain);
  expect(coloured).toContain('\u001b[31merror\u001b[39m');
  expect(coloured.replace(/\p{Cc}\[\d+m/gu, '')).toBe(uncoloured);
});

test('the last line counts errors and files, and says that nothing was written', () => {
  const a = changeset('name: 1\nchanges: 2\n').diagnostics;
  const b = mapping('environment: 1\n').diagnostics;
  expect(renderCount(a, 5)).toBe('2 problems. Nothing was written to Genesys Cloud.   exit code 5\n');
  expect(renderCount([...a, ...b], 5)).toMatch(/^3 problems in 2 files\. /);
  expect(renderCount([], 5)).toBe('');
});

const UNSAFE = /(?!\n)[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;
