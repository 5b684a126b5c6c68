/** A grammar of Harbour Bank, with files that somebody has uploaded. */
import { addTo, idOf } from '../build.ts';
import { grammarDocument, grammarFilesPath } from '../grammars.ts';
import type { OrgState } from '../model.ts';
import { GRAMMAR_LANGUAGES, GRAMMARS } from '../paths.ts';
import { below } from '../templates.ts';

/** When the files were uploaded: 3 February 2025. */
const UPLOADED = Date.UTC(2025, 1, 3, 4, 5, 6, 789);

/** A file that says which words are understood. */
export function grammarOf(words: readonly string[]): Buffer {
  const items = words.map((word) => `<item>${word}</item>`).join('');
  return Buffer.from(
    `<?xml version="1.0"?><grammar root="r"><rule id="r"><one-of>${items}</one-of></rule></grammar>`,
  );
}

export function addGrammars(state: OrgState): void {
  const { id } = addTo(state, GRAMMARS, { name: 'Card_Types', description: 'Debit, credit, prepaid' });
  const path = below(GRAMMAR_LANGUAGES, [id]);
  const voiceFileMetadata = { fileName: 'cards (final).grxml' };
  addTo(state, path, { id: 'en-us', language: 'en-us', grammarId: id, voiceFileMetadata });
  addTo(state, path, { id: 'fr-fr', language: 'fr-fr', grammarId: id });
  const files = grammarFilesPath(idOf(GRAMMARS, 'Card_Types'));
  addTo(state, files, grammarDocument('en-us', 'voice', grammarOf(['debit', 'credit']), UPLOADED));
  addTo(state, files, grammarDocument('en-us', 'dtmf', grammarOf(['1', '2']), UPLOADED));
}
