/** The noun with the article that its sound wants: `a queue`, `an e-mail route`, `an SMS address`, `a user`. */
export function withArticle(noun: string): string {
  const isVowel = /^[A-Z]{2}/.test(noun) ? /^[AEFHILMNORSX]/ : /^([aeio]|u(?!s|ni|ti))/i;
  return `${isVowel.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** The same at the start of a sentence. */
export function withCapitalArticle(noun: string): string {
  const text = withArticle(noun);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
