/** Files of grammars: where they go, and taking them away. */
import { type Answer, type Call, param } from '../call.ts';
import { collectionAt } from '../collections.ts';
import { type GrammarFile, grammarDocument, grammarFilesPath } from '../grammars.ts';
import { GRAMMAR_LANGUAGES } from '../paths.ts';
import { objectBody } from './body.ts';
import { concrete, foundToChange, remove } from './documents.ts';

const languages = collectionAt(GRAMMAR_LANGUAGES);

/** Answers where a file goes, and with which headers. */
export function askUpload(call: Call, kind: GrammarFile): Answer {
  objectBody(call, { mode: 'create', seen: undefined });
  const { org } = call;
  const { id, grammar } = languageIn(call);
  const { address, headers } = org.storage.sign('grammars', 'application/octet-stream', (bytes) => {
    org.put(grammarFilesPath(grammar), grammarDocument(id, kind, bytes, org.now()));
  });
  return { status: 201, body: { url: address, uploadKey: kind, headers } };
}

export function deleteFile(call: Call, kind: GrammarFile): Answer {
  const { id, grammar } = languageIn(call);
  call.org.remove(grammarFilesPath(grammar), `${id}-${kind}`);
  const language = foundToChange(call, concrete(call, languages), id);
  const { [`${kind}FileMetadata`]: _, ...rest } = language;
  call.org.put(concrete(call, languages).path, { ...rest, id });
  return {};
}

export function deleteLanguage(call: Call): Answer {
  const { id, grammar } = languageIn(call);
  const answer = remove(call, concrete(call, languages));
  for (const kind of ['dtmf', 'voice']) call.org.remove(grammarFilesPath(grammar), `${id}-${kind}`);
  return answer;
}

function languageIn(call: Call): { id: string; grammar: string } {
  const id = param(call, 'languageCode');
  foundToChange(call, concrete(call, languages), id);
  return { id, grammar: param(call, 'grammarId') };
}
