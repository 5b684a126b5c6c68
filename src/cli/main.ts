#!/usr/bin/env node
import { toolVersion } from '../version.ts';

const words = process.argv.slice(2);
if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
  process.stdout.write(`${toolVersion()}\n`); // answered at once: nothing else is loaded
} else {
  const { main } = await import('./program.ts');
  const code = await main(words);
  process.exitCode = code;
  // What was only being read when somebody stopped the command may still be under way: nobody waits for it.
  if (code === 130 || code === 143)
    process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}
