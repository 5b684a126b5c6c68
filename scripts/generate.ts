import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Runs both generators with the same arguments: the path or URL of the OpenAPI document, and `--check`. They share no
 * code on purpose: engine and sandbox must not be able to agree on a mistake.
 */
const failed = ['generate-schemas.js', 'generate-sandbox.js'].filter((script) => {
  const path = fileURLToPath(new URL(script, import.meta.url));
  return spawnSync(process.execPath, [path, ...process.argv.slice(2)], { stdio: 'inherit' }).status !== 0;
});
process.exitCode = failed.length > 0 ? 1 : 0;
