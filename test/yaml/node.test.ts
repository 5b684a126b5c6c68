import { expect, test } from 'vitest';
import { child, jsonOf, keyAt, merged, type Node, nodeAt, textChild } from '../../src/yaml/node.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { sourceFile } from '../../src/yaml/text.ts';

function parsed(text: string): Node {
  const { root, diagnostics } = parseYaml(sourceFile('x.yaml', text));
  expect(diagnostics).toEqual([]);
  if (!root) throw new Error('nothing was read');
  return root;
}

test('every value knows where it was written', () => {
  const root = parsed('a: { b: [x, "y z"] }\n');
  expect(nodeAt(root, '/a/b/1').at).toMatchObject({ line: 1, column: 13, length: 5 });
  expect(nodeAt(root, '/a/b').at).toMatchObject({ line: 1, column: 9, length: 1 });
  expect(keyAt(root, '/a/b')?.at).toMatchObject({ line: 1, column: 6, length: 1 });
  expect(keyAt(root, '/a/b/1')).toBeUndefined();
});

test('where a path ends early, the deepest value on the way answers', () => {
  const root = parsed('a: { b: x }\n');
  expect(jsonOf(nodeAt(root, '/a/c/d'))).toEqual({ b: 'x' });
  expect(jsonOf(nodeAt(root, '/a/b/c'))).toBe('x');
});

test('keys with slashes and tildes are found', () => {
  expect(jsonOf(nodeAt(parsed('a/b~c: 1\n'), '/a~1b~0c'))).toBe(1);
});

test.each([
  ['yes', 'yes'],
  ['on', 'on'],
  ['~', null],
  ['True', true],
  ['0x10', 16],
  ['0o17', 15],
  ['017', 17],
  ['1_000', '1_000'],
  ['12:30:45', '12:30:45'],
  ['2026-01-01', '2026-01-01'],
  ['=', '='],
  ["'529'", '529'],
  ['"\\u00e9\\t"', 'é\t'],
])('%s is read as YAML 1.2 says', (written, value) => {
  expect(jsonOf(parsed(`a: ${written}\n`))).toEqual({ a: value });
});

test('names of the prototype are keys like others', () => {
  const root = parsed('constructor: a\ntoString: b\n');
  expect(textChild(root, 'constructor')).toBe('a');
  expect(child(root, 'valueOf')).toBeUndefined();
  expect(jsonOf(root)).toEqual({ constructor: 'a', toString: 'b' });
});

test('merging says only what the second one says', () => {
  const base = parsed('a: 1\nb: { c: 2, d: [1, 2] }\ne: { f: 1 }\n');
  const over = parsed('b: { d: [3], g: null }\ne: x\nh: { i: 1 }\n');
  expect(jsonOf(merged(base, over))).toEqual({
    a: 1,
    b: { c: 2, d: [3], g: null },
    e: 'x',
    h: { i: 1 },
  });
  expect(jsonOf(base)).toEqual({ a: 1, b: { c: 2, d: [1, 2] }, e: { f: 1 } });
});
