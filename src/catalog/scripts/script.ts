import { isObject, type Json, type JsonObject, parseJson } from '../../json/json.ts';
import { movedAs } from '../divisions.ts';
import type { FileReading } from '../file-reading.ts';
import type { Fixed, ResourceType } from '../vocabulary.ts';

/** They have the same ID in every org. Source: CX as Code 1.84.1, script (2026-07). */
const BUILT_IN = [
  '476c2b71-7429-11e4-9a5b-3f91746bffa3',
  '766f1221-047a-11e5-bba2-db8c0964d007',
  'ffde0662-8395-9b04-7dcb-b90172109065',
];

/**
 * Agent scripts: what Genesys Cloud exports of one is imported again, as a new version of the script of that name, and
 * published. Source of import, publication and deletion: CX as Code 1.84.1, script (2026-07).
 */
export const script = {
  type: 'script',
  noun: 'script',
  calls: {
    list: 'getScripts',
    read: 'getScript',
    create: 'postScriptsPublished',
    remove: 'deleteScript',
  },
  identity: '/name',
  list: { size: 500, find: 'name', lacks: ['/file'] },
  tracked: () => 'COMPOSERSCRIPT',
  references: { '/division': { type: 'auth_division' } },
  moves: movedAs('SCRIPT'),
  files: {
    '/file': {
      noun: 'an exported script',
      most: 20 * 1024 * 1024,
      complaint: notExported,
      read: readScript,
      job: 'import',
      // Saving makes a version, and publishing a date.
      shown: ({ versionId, publishedDate }) =>
        typeof versionId === 'string'
          ? `version ${versionId}, ${typeof publishedDate === 'string' ? `published ${publishedDate}` : 'not published'}`
          : undefined,
      then: {
        op: 'postScriptsPublished',
        params: {},
        query: { scriptDataVersion: '0' },
        body: { scriptId: '$id' },
      },
      fetch: { call: { op: 'postScriptExport', params: { scriptId: '$id' }, body: {} }, at: '/url' },
    },
  },
  jobs: {
    import: {
      work: 'import',
      making: ['scripter:script:add'],
      changing: ['scripter:script:edit'],
      import: {
        path: '/uploads/v2/scripter',
        form: { field: 'file', ending: '.script', token: 'bearer' },
        name: 'scriptName',
        replaces: 'scriptIdToReplace',
        id: '/correlationId',
      },
      watch: {
        op: 'getScriptsUploadStatus',
        params: { uploadId: '$job' },
        state: '/succeeded',
        blind: true,
        done: [true],
        failed: [],
        messages: ['/message'],
        everyMs: 2000,
        forMs: 60_000,
      },
    },
  },
  fixed: BUILT_IN.map(
    (id): Fixed => ({
      where: { id },
      why: 'this script is built into Genesys Cloud: it can be referred to, not changed',
    }),
  ),
  managed: [
    '/createdDate',
    '/customActions',
    '/features',
    '/modifiedDate',
    '/pages',
    '/publishedDate',
    '/startPageId',
    '/startPageName',
    '/variables',
    '/versionDate',
    '/versionId',
  ],
  remove: { undocumented: true },
} satisfies ResourceType;

function parsed(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function notExported(bytes: Uint8Array): string | undefined {
  return isObject(parsed(new TextDecoder().decode(bytes)))
    ? undefined
    : 'it is no JSON, as an exported script is';
}

/** The file goes as it is: `{{…}}` is the script's own. The IDs that stand in it are those of the org it was exported from. */
function readScript(text: string): FileReading {
  const { organizationId } = (parsed(text) ?? {}) as JsonObject;
  const said = typeof organizationId === 'string' ? organizationId : '';
  const at = { from: Math.max(0, said === '' ? 0 : text.indexOf(said)), length: Math.max(1, said.length) };
  const what = said === '' ? 'another org' : `the organization ${said}`;
  return {
    text,
    own: undefined,
    says: {},
    mentions: [],
    missing: [],
    complaints: [],
    unchecked: [{ what: `IDs of ${what}, which are not translated,`, at }],
  };
}
