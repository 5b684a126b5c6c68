/**
 * Loaded before the tool in a process of its own: kills it with SIGKILL at a line of its journal, which KILL_AT names:
 * `before 7`, `torn 7` (half of it is in the file), `after 7` (it is on the disk).
 */
import { open } from 'node:fs/promises';

const [moment, line] = (process.env.KILL_AT ?? '').split(' ');
const file = await open(process.execPath, 'r');
const handles = Object.getPrototypeOf(file);
await file.close();
const { appendFile, datasync } = handles;
let lines = 0;

const die = () => process.kill(process.pid, 'SIGKILL');

handles.appendFile = async function (bytes) {
  lines += 1;
  const isHere = lines === Number(line);
  if (isHere && moment === 'before') die();
  if (isHere && moment === 'torn') {
    await appendFile.call(this, bytes.subarray(0, bytes.length / 2));
    die();
  }
  return appendFile.call(this, bytes);
};

handles.datasync = async function () {
  await datasync.call(this);
  if (lines === Number(line) && moment === 'after') die();
};
