#!/usr/bin/env node
// The main job on an org inside this machine, told step by step: simulate, apply, simulate again, roll back.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, 'dist', 'cli', 'main.js');
const store = mkdtempSync(join(tmpdir(), 'changeset-demo-'));

if (!existsSync(program)) {
  const build = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit', shell: true });
  if (build.status !== 0) process.exit(build.status ?? 1);
}

function tell(text) {
  process.stdout.write(`\n\n${text}\n${'─'.repeat(Math.min(text.length, 100))}\n`);
}

/** Shows a command as a person types it, and runs it in a store of its own. */
function run(words, shown = words) {
  process.stdout.write(`\n$ changeset ${shown.join(' ')}\n\n`);
  const { status } = spawnSync(process.execPath, [program, '-C', root, '--store', store, ...words], {
    stdio: 'inherit',
  });
  if (status !== 0) {
    process.stdout.write(`\nThe demo stopped: exit code ${status}.\n`);
    rmSync(store, { recursive: true, force: true });
    process.exit(1);
  }
}

const simulate = ['simulate', 'sandbox', 'release-42.yaml'];

tell('1. What would changesets/release-42.yaml change? Simulate reads the org and writes nothing.');
run(simulate);

tell('2. Do exactly that. (A person is asked for the name of the environment; --yes answers for the demo.)');
run(['apply', '--yes']);

tell('3. Simulate again: nothing is left to change.');
run(simulate);

const [deployment] = readdirSync(join(store, 'deployments'));
tell('4. Undo it. What others changed in the meantime would be shown, not overwritten.');
run(['rollback', deployment, '--yes']);

tell('5. Simulate once more: the org is as before, so this is the first plan again.');
run(simulate);

rmSync(store, { recursive: true, force: true });
tell('That was the main job, on an org inside this machine. README.md says how to use your own.');
