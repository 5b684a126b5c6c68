import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { idOf, paths } from '../../src/sandbox/index.ts';
import { waveOf } from '../../src/sandbox/wave.ts';
import { uat } from '../support/uat.ts';
import { openWorkbench } from '../support/workbench.ts';

const WELCOME = `name: welcome
changes:
  - type: architect_user_prompt
    name: Welcome
    set:
      resources:
        change: { en-us: { file: ../prompts/welcome.wav } }
        add: { de-de: { ttsString: Willkommen } }
`;
const files = { 'changesets/welcome.yaml': WELCOME };
const AT_ONCE = { switches: { promptTranscodingMs: 0 } };
const audio = `${paths.PROMPTS}/${idOf(paths.PROMPTS, 'Welcome')}/audio`;

describe('audio of a prompt', () => {
  test('is shown, uploaded, found done by its digest, and taken back to what others had uploaded', async () => {
    const { sandbox, made } = await uat(files, undefined, AT_ONCE);
    await made.write('prompts/welcome.wav', waveOf('a new welcome'));
    const before = sandbox.snapshot().collections[audio];
    const shown = await made.run('simulate', 'uat', 'welcome.yaml');
    expect(shown.stdout).toContain('resources (1)');
    expect(shown.stdout).toMatch(
      /en-us file "unknown audio \(welcome\.wav\)" → "prompts\/welcome\.wav \(sha256:[0-9a-f]{8}\)"/,
    );
    expect((await made.run('apply', 'uat', 'welcome.yaml', '--yes')).code).toBe(0);
    expect((await made.run('simulate', 'uat', 'welcome.yaml')).stdout).toContain('Nothing to change');

    await made.write('prompts/welcome.wav', waveOf('a newer welcome'));
    const again = await made.run('simulate', 'uat', 'welcome.yaml');
    expect(again.stdout).toMatch(/en-us file .*sha256:[0-9a-f]{8}.* → "prompts\/welcome\.wav \(sha256:/);

    const { result } = await made.json('deployments');
    expect((await made.run('rollback', result.deployments[0]?.id ?? '', '--yes')).code).toBe(0);
    const content = (all: typeof before) => all?.['en-us']?.['content'];
    expect(content(sandbox.snapshot().collections[audio])).toBe(content(before));
    expect(sandbox.violations).toEqual([]);
  });

  test('leaves no address of the platform and no token on the disk', async () => {
    const { made } = await uat(files, undefined, AT_ONCE);
    await made.write('prompts/welcome.wav', waveOf('a new welcome'));
    await made.run('apply', 'uat', 'welcome.yaml', '--yes');
    const store = join(made.folder, '.genesys-changeset');
    const names = (await readdir(store, { recursive: true, withFileTypes: true })).filter((one) =>
      one.isFile(),
    );
    expect(names.length).toBeGreaterThan(4);
    for (const { parentPath, name } of names)
      expect(await readFile(join(parentPath, name), 'latin1')).not.toMatch(
        /mediaUri|uploadUri|\?ticket=|\?Expires=/,
      );
  });

  test('is looked at before any org is asked: no WAV, empty, too large', async () => {
    const { sandbox, made } = await uat(files);
    const refusal = async (bytes: Uint8Array) => {
      await made.write('prompts/welcome.wav', bytes);
      const { code, stderr } = await made.run('simulate', 'uat', 'welcome.yaml');
      expect(code).toBe(5);
      expect(stderr).toContain('changesets/welcome.yaml:7:34');
      return stderr;
    };
    expect(await refusal(Buffer.from('ID3 an mp3'))).toContain(
      'prompts/welcome.wav will not do as an audio file (WAV): it does not begin as a WAV file (RIFF … WAVE).',
    );
    expect(await refusal(Buffer.alloc(0))).toContain('prompts/welcome.wav is empty');
    expect(await refusal(Buffer.alloc(25 * 1024 * 1024 + 1))).toContain('at most 26214400 are taken');
    expect(sandbox.requests).toEqual([]);
  });

  test('that cannot be transcoded is told with file, prompt and language, and nothing is lost', async () => {
    const { sandbox, made } = await uat(files, undefined, AT_ONCE);
    const wave = waveOf('a new welcome');
    await made.write('prompts/welcome.wav', Buffer.concat([wave.subarray(0, 12), wave.subarray(36)]));
    const before = sandbox.snapshot().collections[audio]?.['en-us']?.['content'];
    const { code, stderr } = await made.run('apply', 'uat', 'welcome.yaml', '--yes');
    expect(code).toBe(8);
    expect(stderr).toMatch(
      /Genesys Cloud could not transcode prompts\/welcome\.wav \(sha256:[0-9a-f]{8}\) of prompt "Welcome", en-us, and gave no reason\./,
    );
    const { result } = await made.json('deployments');
    expect((await made.run('rollback', result.deployments[0]?.id ?? '', '--yes')).code).toBe(0);
    expect(sandbox.snapshot().collections[audio]?.['en-us']?.['content']).toBe(before);
    expect(sandbox.violations).toEqual([]);
  });

  test('that cannot be fetched first is not replaced', async () => {
    const bench = await openWorkbench({ files: { '../a.wav': waveOf('a') } });
    const lost = bench.sandbox.snapshot().collections[audio]?.['en-us']?.['content'];
    bench.sandbox.inject({ when: { path: '/media/*' }, do: { status: 403 } });
    const { error } = await bench.apply([
      {
        type: 'architect_user_prompt',
        name: 'Welcome',
        set: { resources: { add: { 'en-us': { file: '../a.wav' } } } },
      },
    ]);
    expect(error).toMatchObject({
      diagnostics: [
        {
          code: 'file.unkept',
          message: expect.stringContaining('prompt "Welcome", en-us: the file that it has'),
        },
      ],
    });
    expect(bench.sandbox.snapshot().collections[audio]?.['en-us']?.['content']).toBe(lost);
  });

  test('is kept, although its element was not found once', async () => {
    const bench = await openWorkbench({ files: { '../a.wav': waveOf('a') } });
    const heard = bench.sandbox.snapshot().collections[audio]?.['en-us']?.['content'];
    const entries = [
      {
        type: 'architect_user_prompt',
        name: 'Welcome',
        set: { resources: { add: { 'en-us': { file: '../a.wav' } } } },
      },
    ];
    const planned = await bench.plan(entries);
    const operationId = 'getArchitectPromptResource';
    bench.sandbox.inject({ when: { operationId, times: 1 }, do: { status: 404 } });
    const { deployment, error } = await bench.apply(entries, planned);
    expect(error).toBeUndefined();
    expect(bench.sandbox.struck).toHaveLength(1);
    expect((await bench.rollback(deployment)).error).toBeUndefined();
    expect(bench.sandbox.snapshot().collections[audio]?.['en-us']?.['content']).toBe(heard);
  });
});
