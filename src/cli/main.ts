#!/usr/bin/env node
import { toolVersion } from '../version.ts';

const words = process.argv.slice(2);
if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
  process.stdout.write(`${toolVersion()}\n`); // answered at once: nothing else is loaded
} else {
  const { main } = await import('./program.ts');
  process.exitCode = await main(words);
}
