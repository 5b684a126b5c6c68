import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalog } from '../src/catalog/index.ts';
import { ROOT } from './support/cli.ts';

const SRC = join(ROOT, 'src');
const BASE = ['json', 'diagnostics.ts', 'exit-codes.ts', 'nearest.ts', 'version.ts'];

/** What each folder may import, and why it may not import more. */
const borders: Readonly<Record<string, { readonly may: readonly string[]; readonly because: string }>> = {
  json: { may: [], because: 'values know nothing of what they are used for' },
  yaml: { may: BASE, because: 'reading YAML is the same for every kind of file' },
  catalog: { may: BASE, because: 'a type is data; nothing here receives a client' },
  changeset: { may: [...BASE, 'yaml', 'catalog'], because: 'a file means the same whatever the org' },
  environment: { may: [...BASE, 'yaml'], because: 'a mapping is read without asking its org' },
  plan: {
    may: [...BASE, 'yaml', 'catalog', 'changeset', 'environment'],
    because: 'planning is pure; take what the org or the store knows as an argument',
  },
  org: {
    may: [...BASE, 'catalog', 'environment', 'plan'],
    because: 'the org answers questions; it does not ask them',
  },
  store: { may: [...BASE, 'plan'], because: 'a store keeps what it is given' },
  deploy: {
    may: [...BASE, 'catalog', 'changeset', 'environment', 'plan', 'org', 'store', 'sandbox', 'project.ts'],
    because: 'nothing below the command line prints',
  },
  render: { may: [...BASE, 'catalog', 'plan', 'store'], because: 'rendering turns data into text' },
  sandbox: { may: [], because: 'engine and sandbox must not be able to agree on a mistake' },
};

async function sources(folder = ''): Promise<string[]> {
  const entries = await readdir(join(SRC, folder), { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(SRC.length + 1));
}

function importsOf(text: string): string[] {
  return [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([, target = '']) => target);
}

/** The first part of the path below `src/` that an import of a file leads to; undefined for packages. */
function targetOf(file: string, target: string): string | undefined {
  if (!target.startsWith('.')) return undefined;
  return join(file, '..', target).split('/')[0];
}

describe.each(Object.entries(borders))('src/%s', (folder, { may, because }) => {
  test(`imports only what it may: ${because}`, async () => {
    for (const file of await sources(folder)) {
      const text = await readFile(join(SRC, file), 'utf8');
      for (const target of importsOf(text)) {
        const part = targetOf(file, target);
        if (part !== undefined && part !== folder)
          expect(may, `${file} imports ${target}: ${because}`).toContain(part);
      }
    }
  });
});

test('planning and rendering have no effects', async () => {
  for (const file of [...(await sources('plan')), ...(await sources('render'))]) {
    const text = await readFile(join(SRC, file), 'utf8');
    for (const target of importsOf(text)) {
      expect(target, `${file} is pure; take what ${target} gives as an argument`).not.toMatch(
        /^node:(fs|net|http|https|child_process|timers|process)/,
      );
    }
    expect(text, `${file} is pure: no clock, no random, no process`).not.toMatch(
      /\bDate\.now\(|new Date\(\)|Math\.random|\bprocess\./,
    );
  }
});

test('only the command line writes to streams or ends the process', async () => {
  for (const file of await sources()) {
    if (file.startsWith('cli/')) continue;
    const text = await readFile(join(SRC, file), 'utf8');
    expect(text, file).not.toMatch(/process\.(stdout|stderr|exit)|console\./);
  }
});

test('every package that the program imports is installed with it', async () => {
  const { dependencies } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  for (const file of await sources()) {
    for (const target of importsOf(await readFile(join(SRC, file), 'utf8'))) {
      const [name] = /^(@[^/]+\/)?[^/]+/.exec(target) ?? [];
      if (!/^(\.|node:)/.test(target))
        expect(Object.keys(dependencies), `${file} imports it`).toContain(name);
    }
  }
});

test('nothing outside the catalog knows a type by name', async () => {
  const names = new RegExp(
    `['"\`](${[...catalog.keys()].filter((name) => name.includes('_')).join('|')})['"\`]`,
  );
  for (const file of await sources()) {
    if (/^(catalog|sandbox)\//.test(file)) continue;
    expect(
      await readFile(join(SRC, file), 'utf8'),
      `${file}: a word in the type's own file should say it`,
    ).not.toMatch(names);
  }
});

test('every file of the catalog is a registered type, named after its file', async () => {
  const files = (await sources('catalog')).filter(
    (file) => file.split('/').length === 3 && !file.includes('generated'),
  );
  const named = files.map((file) => basename(file, '.ts').replaceAll('-', '_'));
  expect(named.sort()).toEqual([...catalog.keys()].sort());
  for (const file of files) {
    const exported = Object.values((await import(join(SRC, file))) as object);
    expect(exported, `${file} has one type and nothing else`).toEqual([
      catalog.get(basename(file, '.ts').replaceAll('-', '_')),
    ]);
  }
});

test('no type is registered twice', async () => {
  const text = await readFile(join(SRC, 'catalog/index.ts'), 'utf8');
  const listed = /new Map\(\s*\[(.*?)\]\.map/s.exec(text)?.[1] ?? '';
  const names = listed.split(',').flatMap((name) => name.trim() || []);
  expect(names).toHaveLength(catalog.size);
});
