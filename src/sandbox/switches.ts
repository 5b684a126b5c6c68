/**
 * Behaviour of the platform that is documented nowhere, contradicts itself between sources, or differs between orgs.
 * A client has to be right with every setting.
 */
export interface Switches {
  /** Status of a create or rename whose name is taken. */
  readonly duplicateStatus: 409 | 400;
  /** Whether a queue's name is unique in the org or in its division. */
  readonly queueNames: 'org' | 'division';
  /** Whether a deleted skill keeps its name reserved. */
  readonly deletedSkillNames: 'free' | 'taken';
  /** The division of a skill created without one. */
  readonly newSkillDivision: 'home' | 'none';
  /** Answer to a read by id in a division that the client may not view. */
  readonly invisibleObject: 403 | 404;
  /** Wording of `missing.division.permission`: the permissions with the division appended, or an empty list of them. */
  readonly divisionPermissionText: 'appended' | 'empty';
  /** What a page size above the maximum does. */
  readonly oversizedPage: 'refused' | 'clamped';
  /** `pageCount` of a list without entries. */
  readonly emptyPageCount: 0 | 1;
  /** Whether the links of a listing repeat the filters. */
  readonly linksKeepFilters: boolean;
  /** How the name filter of wrap-up codes matches. */
  readonly wrapupCodeNameFilter: 'contains' | 'prefix' | 'exact';
  /** Whether a throttled request counts in `inin-ratelimit-count`. */
  readonly throttledRequestsCount: boolean;
  /** Token requests a minute and client before they are throttled; 0 is no limit. */
  readonly loginLimit: number;
  /** Whether the token request may carry id and secret in its form instead of the Authorization header. */
  readonly secretInForm: boolean;
  /** Error code of an expired token. */
  readonly expiredToken: 'bad.credentials' | 'credentials.expired';
  /** Refusal of a stale version: 409 in one of two wordings, or the directory's 400. */
  readonly versionConflict: 'database' | 'unexpected' | 'directory';
  /** Whether an update that changes nothing raises the version. */
  readonly unchangedWriteRaisesVersion: boolean;
  /** Whether PATCH merges objects at the top level only or at every depth. */
  readonly patchMerges: 'top' | 'deep';
  /** Whether a queue that others refer to can be deleted without `forceDelete=true`. */
  readonly usedQueueDelete: 'refused' | 'accepted';
  /** Whether the first PATCH of a member that was just added finds it. */
  readonly newMemberPatch: 'found' | 'missingOnce';
  /** Whether a move between divisions needs the right in both or only in the new one. */
  readonly moveNeeds: 'both' | 'new';
  /** How long a division that lost its last object still counts as holding it, in milliseconds. */
  readonly divisionReleaseMs: number;
  /** Whether a deleted language keeps its name reserved. */
  readonly deletedLanguageNames: 'free' | 'taken';
  /** How the name filter of languages matches. */
  readonly languageNameFilter: 'contains' | 'prefix' | 'exact';
  /** Whether the names of groups, teams and skill groups are unique. */
  readonly directoryNames: 'unique' | 'free';
  /** Whether the conditions of a skill group may name a skill that the org does not have. */
  readonly unknownConditionName: 'refused' | 'accepted';
  /** Whether a PATCH of a team or a skill group moves it to another division. */
  readonly patchedDivision: 'written' | 'ignored';
  /** Whether a user may belong to several teams. */
  readonly secondTeam: 'refused' | 'accepted';
  /** Whether a team takes only users of its own division. */
  readonly teamDivisions: 'matched' | 'any';
  /** Whether a group's numbers come back as they are, or only as a text in brackets. */
  readonly groupNumbers: 'plain' | 'folded';
  /** Whether the first deletion of a group, answered as done, fails afterwards. */
  readonly groupDelete: 'done' | 'failsOnce';
  /** Whether a deleted group is read with state `deleted` or is not found. */
  readonly deletedGroups: 'readable' | 'gone';
  /** How the name filter of roles matches. */
  readonly roleNameFilter: 'contains' | 'wildcard' | 'exact';
  /** Whether the names of roles are unique. */
  readonly roleNames: 'unique' | 'free';
  /** Whether a wildcard in a role's policies comes back as what it stands for. */
  readonly roleWildcards: 'expanded' | 'kept';
  /** Whether the first grant of a role that was just made finds it. */
  readonly newRoleGrant: 'found' | 'missingOnce';
  /** Which of several grants of the same role and division an answer without duplicates tells. */
  readonly duplicateGrants: 'own' | 'inherited';
  /** Whether the listing of who holds a role names only subjects of its grants, or also users who have it from a group. */
  readonly roleSubjects: 'own' | 'inheriting';
  /** How long searches do not know what was written, in milliseconds. */
  readonly searchDelayMs: number;
  /** Whether settings are read as they are at once, or as the lists are. */
  readonly settingsReads: 'atOnce' | 'lagging';
  /** What the platform adds to the name of an e-mail subdomain; each region has its own. */
  readonly subDomainSuffix: string;
  /** Whether a new e-mail domain is answered, or refused as existing although it was made. */
  readonly emailDomainCreate: 'answered' | 'refusedButMade';
  /** Whether an e-mail domain that has routes can be deleted. */
  readonly usedEmailDomainDelete: 'refused' | 'accepted';
  /** How the pattern filter of e-mail routes matches. */
  readonly emailRoutePatternFilter: 'contains' | 'prefix' | 'exact';
  /** Whether the first read of an e-mail route that was just made finds it. */
  readonly newEmailRouteRead: 'found' | 'missingOnce';
  /** Whether labels that a PUT of utilization leaves out keep what they have or are set back. */
  readonly leftOutLabels: 'kept' | 'reset';
  /** Whether the first utilization with a label that was just made is taken. */
  readonly newLabelUtilization: 'taken' | 'conflictOnce';
  /** Whether the server corrects the addresses that numbers for text messages are bought for. */
  readonly smsAddresses: 'asSent' | 'corrected';
  /** Whether the expansions that a request asks for come back, or are left out as under load. */
  readonly expansions: 'kept' | 'leftOut';
  /** Whether a deleted schedule, schedule group, call route or emergency group keeps its name reserved. */
  readonly deletedHoursNames: 'free' | 'taken';
  /** Whether a deleted one of these is still read by id, with state `deleted`. */
  readonly deletedHours: 'readable' | 'gone';
  /** Whether a second emergency group may have the same name. */
  readonly emergencyGroupNames: 'unique' | 'free';
  /** Whether listings of call routes and emergency groups have the division. */
  readonly listedDivisions: 'kept' | 'leftOut';
  /** How the times of a schedule come back: with milliseconds, or in the precision that they were sent in. */
  readonly scheduleTimes: 'milliseconds' | 'asSent';
  /** Whether a schedule may start on a day that its rule does not produce. */
  readonly scheduleOffRule: 'refused' | 'accepted';
  /** Whether a call route that an emergency group diverts can be deleted. */
  readonly usedCallRouteDelete: 'refused' | 'accepted';
  /** How long an object that is referred to no longer cannot be deleted yet, in milliseconds. */
  readonly referenceReleaseMs: number;
  /** How long the numbers of a new DID pool are unknown to call routes, in milliseconds. */
  readonly didPoolReadyMs: number;
  /** What is left of a deleted pool, site, trunk base or edge group: in lists and by id, by id alone, or nothing. */
  readonly deletedTelephony: 'listed' | 'readable' | 'gone';
  /** Whether the first and the last number of a pool can be changed. */
  readonly poolRangeChange: 'refused' | 'accepted';
  /** Whether extension pools may share numbers. */
  readonly extensionPoolOverlap: 'refused' | 'accepted';
  /** Whether a site's location has to be sent with its emergency number, or the id is enough. */
  readonly siteLocation: 'withEmergencyNumber' | 'idOnly';
  /** What a list of number plans without one of the default plans does: it is refused, or that plan comes back. */
  readonly missingNumberPlan: 'refused' | 'restored';
  /** Status of the refusal to delete a trunk base that is used. */
  readonly usedTrunkBaseStatus: 400 | 409;
  /** How many looks at a job that publishes a flow find it under way. */
  readonly flowJobLooks: number;
  /** How long a job that publishes a flow does not find by its name what is new, in milliseconds. */
  readonly flowJobNamesMs: number;
  /** Whether a job that has published a flow says which one. */
  readonly flowJobFlow: 'named' | 'leftOut';
  /** Whether a job that has failed says why. */
  readonly flowJobMessages: 'kept' | 'leftOut';
  /** Whether an earlier version that is published again keeps its number or gets a new one. */
  readonly republishedVersion: 'sameNumber' | 'newNumber';
  /** Whether the index of who uses what is complete, or still being built. */
  readonly dependencyIndex: 'built' | 'building';
  /** The most rows of a data table that a page has. */
  readonly tableRowPages: 500 | 100;
  /** Whether a row of a data table gets the defaults of the columns that it does not say, or stays as it was sent. */
  readonly tableRows: 'filled' | 'asSent';
  /** What an import that appends does with rows whose keys are there already. */
  readonly appendedRows: 'updated' | 'refused';
  /** How an import ends that could not take all rows of its file. */
  readonly importsWithFailures: 'Succeeded' | 'Failed';
  /** What an empty cell of an imported file means for a text: an empty one, or the column's default. */
  readonly emptyCells: 'empty' | 'default';
  /** How long an import takes, in milliseconds. */
  readonly importMs: number;
  /** What a PUT of a credential without its fields does to them. */
  readonly leftOutCredentialFields: 'cleared' | 'kept';
  /** Whether a data action is answered with its templates, or with where they are. */
  readonly actionTemplates: 'inline' | 'apart';
  /** Whether the names of flow outcomes and milestones are unique. */
  readonly outcomeNames: 'unique' | 'free';
  /** Whether the first response in a library that was just made is taken, or refused with 412. */
  readonly newLibraryResponse: 'taken' | 'refusedOnce';
  /** How long the file of a response is looked through after its upload, in milliseconds. */
  readonly responseAssetMs: number;
  /** Whether the address of such a file hands it out to whoever has it. */
  readonly responseAssetContent: 'open' | 'closed';
  /** Whether a file that a response sends along can be deleted. */
  readonly usedResponseAssetDelete: 'refused' | 'accepted';
  /** How long the import of a script takes, in milliseconds. */
  readonly scriptImportMs: number;
  /** Whether the call that deletes a script, which is not documented, is there. */
  readonly scriptDelete: 'accepted' | 'refused';
  /** Whether the names of triggers are unique. */
  readonly triggerNames: 'unique' | 'free';
  /** How long audio is transcoded, in milliseconds. */
  readonly promptTranscodingMs: number;
  /** Whether a prompt can be renamed. */
  readonly promptRename: 'accepted' | 'refused';
  /** Whether a deleted OAuth client is still read by id, with state `deleted`. */
  readonly deletedOauthClients: 'readable' | 'gone';
  /** How long what was written into a draft, or a deployment, is pending before it is active, in milliseconds. */
  readonly webActiveMs: number;
  /** What the list of configurations shows of one that was published: its newest version, or its draft. */
  readonly webConfigurationList: 'published' | 'draft';
  /** Whether a configuration that a deployment uses can be deleted. */
  readonly usedWebConfigurationDelete: 'refused' | 'accepted';
}

/** The settings of a sandbox that is told nothing else. */
export const DEFAULT_SWITCHES = {
  duplicateStatus: 409,
  queueNames: 'org',
  deletedSkillNames: 'free',
  newSkillDivision: 'home',
  invisibleObject: 403,
  divisionPermissionText: 'appended',
  oversizedPage: 'refused',
  emptyPageCount: 0,
  linksKeepFilters: false,
  wrapupCodeNameFilter: 'contains',
  throttledRequestsCount: true,
  loginLimit: 0,
  secretInForm: true,
  expiredToken: 'bad.credentials',
  versionConflict: 'database',
  unchangedWriteRaisesVersion: true,
  patchMerges: 'top',
  usedQueueDelete: 'refused',
  newMemberPatch: 'found',
  moveNeeds: 'both',
  divisionReleaseMs: 0,
  deletedLanguageNames: 'free',
  languageNameFilter: 'prefix',
  directoryNames: 'unique',
  unknownConditionName: 'refused',
  patchedDivision: 'ignored',
  secondTeam: 'refused',
  teamDivisions: 'matched',
  groupNumbers: 'plain',
  groupDelete: 'done',
  deletedGroups: 'readable',
  roleNameFilter: 'contains',
  roleNames: 'unique',
  roleWildcards: 'expanded',
  newRoleGrant: 'found',
  duplicateGrants: 'own',
  roleSubjects: 'own',
  searchDelayMs: 0,
  settingsReads: 'atOnce',
  subDomainSuffix: 'mypurecloud.com',
  emailDomainCreate: 'answered',
  usedEmailDomainDelete: 'refused',
  emailRoutePatternFilter: 'contains',
  newEmailRouteRead: 'found',
  leftOutLabels: 'kept',
  newLabelUtilization: 'taken',
  smsAddresses: 'asSent',
  expansions: 'kept',
  deletedHoursNames: 'free',
  deletedHours: 'readable',
  emergencyGroupNames: 'unique',
  listedDivisions: 'kept',
  scheduleTimes: 'milliseconds',
  scheduleOffRule: 'refused',
  usedCallRouteDelete: 'refused',
  referenceReleaseMs: 0,
  didPoolReadyMs: 0,
  deletedTelephony: 'readable',
  poolRangeChange: 'refused',
  extensionPoolOverlap: 'refused',
  siteLocation: 'withEmergencyNumber',
  missingNumberPlan: 'refused',
  usedTrunkBaseStatus: 400,
  flowJobLooks: 1,
  flowJobNamesMs: 0,
  flowJobFlow: 'named',
  flowJobMessages: 'kept',
  republishedVersion: 'sameNumber',
  dependencyIndex: 'built',
  tableRowPages: 500,
  tableRows: 'filled',
  appendedRows: 'updated',
  importsWithFailures: 'Succeeded',
  emptyCells: 'empty',
  importMs: 1500,
  leftOutCredentialFields: 'cleared',
  actionTemplates: 'inline',
  outcomeNames: 'unique',
  newLibraryResponse: 'taken',
  responseAssetMs: 1500,
  responseAssetContent: 'open',
  usedResponseAssetDelete: 'refused',
  scriptImportMs: 1500,
  scriptDelete: 'accepted',
  triggerNames: 'free',
  promptTranscodingMs: 1500,
  promptRename: 'accepted',
  deletedOauthClients: 'readable',
  webActiveMs: 2000,
  webConfigurationList: 'published',
  usedWebConfigurationDelete: 'refused',
} as const satisfies Switches;
