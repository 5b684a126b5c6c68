import { didYouMean } from '../nearest.ts';
import type { ResourceType } from './vocabulary.ts';

/** What to say of a type that does not exist: which of these was probably meant, by its noun or end ("queue"), or by its letters. */
export function typeHint(written: string, types: readonly ResourceType[]): string {
  const word = written.toLowerCase().replace(/^genesyscloud_/, '');
  const asWords = word.replaceAll(/[_-]+/g, ' ').replace(/s$/, '');
  const meant = types
    .filter(({ type, noun }) => noun.toLowerCase() === asWords || type.endsWith(`_${word}`))
    .map(({ type }) => type);
  return (
    didYouMean(
      meant[0] ?? word,
      types.map(({ type }) => type),
    ) ?? 'changeset types  lists them.'
  );
}
