/** Who speaks which language in Harbour Bank, and who works in which team. */
import { addTeamMembers, addTo, addUserLanguage, addUserSkill, idOf } from '../build.ts';
import { idIn } from '../json.ts';
import type { OrgState } from '../model.ts';
import { DIVISIONS, LANGUAGES, USERS } from '../paths.ts';
import { OTHERS, TEAM_ROWS } from './people.ts';
import { SKILL_GROUP_ROWS } from './routing.ts';

const LANGUAGE_NAMES: readonly string[] = [
  ...['English - Spoken', 'English - Written', 'French - Spoken', 'French - Written'],
  ...['Spanish - Spoken', 'Mandarin - Spoken', 'Arabic - Spoken', 'Vietnamese - Spoken'],
];

/** Skills that nobody has by chance. */
const SPECIAL_SKILLS: readonly string[] = ['Cards', 'Cards fraud', 'Home loans', 'Wealth'];

/** A language that is no longer offered. */
const DELETED_LANGUAGE = 'Latin - Written';

/** Adds languages with those who speak them, and the members of the teams. */
export function addDirectory(state: OrgState): void {
  for (const name of LANGUAGE_NAMES) addTo(state, LANGUAGES, name);
  addTo(state, LANGUAGES, { name: DELETED_LANGUAGE, state: 'deleted', version: '2' });
  OTHERS.forEach((email, index) => {
    addUserLanguage(state, email, 'English - Spoken', 3 + (index % 3));
    if (index % 4 === 0)
      addUserLanguage(state, email, LANGUAGE_NAMES[2 + (index % 6)] ?? '', 1 + (index % 5));
  });
  addTeams(state);
  addSpecialists(state);
}

/** Everybody is in one team at most, and in one of the own division. */
function addTeams(state: OrgState): void {
  let free: readonly string[] = OTHERS;
  for (const [team, division, count] of TEAM_ROWS) {
    const members = free.filter((email) => isIn(state, email, division)).slice(0, count);
    addTeamMembers(state, team, members);
    free = free.filter((email) => !members.includes(email));
  }
}

function isIn(state: OrgState, email: string, division: string): boolean {
  const user = state.collections[USERS]?.[idOf(USERS, email)];
  return idIn(user?.division) === idOf(DIVISIONS, division);
}

/** Those for whom the skill groups are made. */
function addSpecialists(state: OrgState): void {
  for (const [, division, skill, proficiency] of SKILL_GROUP_ROWS) {
    if (!SPECIAL_SKILLS.includes(skill)) continue;
    const able = OTHERS.filter((email) => isIn(state, email, division)).slice(2, 8);
    for (const email of able) addUserSkill(state, email, skill, proficiency);
  }
}
