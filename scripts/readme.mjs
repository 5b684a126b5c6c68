#!/usr/bin/env node
// Puts the real output of simulate into README.md. With --check it fails when the README says something else.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = join(root, 'README.md');
const store = mkdtempSync(join(tmpdir(), 'changeset-readme-'));
const { PATH, HOME } = process.env;
const words = ['-C', root, '--store', store, 'simulate', 'sandbox', 'release-42.yaml'];
const { stdout } = spawnSync(process.execPath, [join(root, 'dist/cli/main.js'), ...words], {
  encoding: 'utf8',
  env: { PATH, HOME },
});
rmSync(store, { recursive: true, force: true });

// The ID of a plan is made of the day and chance; everything else is the same in every run.
const output = stdout.replace(/P-\d{8}-[a-z0-9]{4}/g, 'P-20261121-7k2m').trimEnd();
const text = readFileSync(readme, 'utf8');
const block = `<!-- simulate -->\n\`\`\`\n${output}\n\`\`\`\n<!-- /simulate -->`;
const updated = text.replace(/<!-- simulate -->.*<!-- \/simulate -->/s, () => block);
if (updated === text) process.exit(0);
if (process.argv.includes('--check')) {
  process.stderr.write('README.md does not show what simulate says: npm run readme\n');
  process.exit(1);
}
writeFileSync(readme, updated);
