import type { DEFAULT_SWITCHES, RequestLog, Switches } from '../../src/sandbox/index.ts';

/** What a switch can be set to besides its default. */
type Other<K extends keyof Switches> = Exclude<Switches[K], (typeof DEFAULT_SWITCHES)[K]>;

/** Every switch as it is not by default. One that is missing here, or at its default, does not compile. */
export const FLIPPED = {
  duplicateStatus: 400,
  queueNames: 'division',
  deletedSkillNames: 'taken',
  newSkillDivision: 'none',
  invisibleObject: 404,
  divisionPermissionText: 'empty',
  oversizedPage: 'clamped',
  emptyPageCount: 1,
  linksKeepFilters: true,
  wrapupCodeNameFilter: 'prefix',
  throttledRequestsCount: false,
  loginLimit: 2,
  secretInForm: false,
  expiredToken: 'credentials.expired',
  versionConflict: 'unexpected',
  unchangedWriteRaisesVersion: false,
  patchMerges: 'deep',
  usedQueueDelete: 'accepted',
  newMemberPatch: 'missingOnce',
  moveNeeds: 'new',
  divisionReleaseMs: 5000,
  deletedLanguageNames: 'taken',
  languageNameFilter: 'contains',
  directoryNames: 'free',
  unknownConditionName: 'accepted',
  patchedDivision: 'written',
  secondTeam: 'accepted',
  teamDivisions: 'any',
  groupNumbers: 'folded',
  groupDelete: 'failsOnce',
  deletedGroups: 'gone',
  roleNameFilter: 'wildcard',
  roleNames: 'free',
  roleWildcards: 'kept',
  newRoleGrant: 'missingOnce',
  duplicateGrants: 'inherited',
  roleSubjects: 'inheriting',
  searchDelayMs: 5000,
  settingsReads: 'lagging',
  subDomainSuffix: 'mypurecloud.ie',
  emailDomainCreate: 'refusedButMade',
  usedEmailDomainDelete: 'accepted',
  emailRoutePatternFilter: 'prefix',
  newEmailRouteRead: 'missingOnce',
  leftOutLabels: 'reset',
  newLabelUtilization: 'conflictOnce',
  smsAddresses: 'corrected',
  expansions: 'leftOut',
  deletedHoursNames: 'taken',
  deletedHours: 'gone',
  emergencyGroupNames: 'free',
  listedDivisions: 'leftOut',
  scheduleTimes: 'asSent',
  scheduleOffRule: 'accepted',
  usedCallRouteDelete: 'accepted',
  referenceReleaseMs: 5000,
  didPoolReadyMs: 3000,
  deletedTelephony: 'listed',
  poolRangeChange: 'accepted',
  extensionPoolOverlap: 'accepted',
  siteLocation: 'idOnly',
  missingNumberPlan: 'restored',
  usedTrunkBaseStatus: 409,
  flowJobLooks: 3,
  flowJobNamesMs: 4000,
  flowJobFlow: 'leftOut',
  flowJobMessages: 'leftOut',
  republishedVersion: 'newNumber',
  dependencyIndex: 'building',
  tableRowPages: 100,
  tableRows: 'asSent',
  appendedRows: 'refused',
  importsWithFailures: 'Failed',
  emptyCells: 'default',
  importMs: 20_000,
  leftOutCredentialFields: 'kept',
  actionTemplates: 'apart',
  outcomeNames: 'free',
  newLibraryResponse: 'refusedOnce',
  responseAssetMs: 12_000,
  responseAssetContent: 'closed',
  usedResponseAssetDelete: 'accepted',
  scriptImportMs: 12_000,
  scriptDelete: 'refused',
  triggerNames: 'unique',
  promptTranscodingMs: 12_000,
  promptRename: 'refused',
  deletedOauthClients: 'gone',
  webActiveMs: 20_000,
  webConfigurationList: 'draft',
  usedWebConfigurationDelete: 'accepted',
} as const satisfies { readonly [K in keyof Switches]: Other<K> };

/** What a switch of listed settings can be set to besides its default and the above. */
type Third<K extends keyof Switches> = string extends Switches[K]
  ? never
  : number extends Switches[K]
    ? never
    : Exclude<Other<K>, (typeof FLIPPED)[K]>;

type HasThird = { [K in keyof Switches]: [Third<K>] extends [never] ? never : K }[keyof Switches];

/** The switches that have a third setting, at that. */
export const THIRD = {
  wrapupCodeNameFilter: 'exact',
  versionConflict: 'directory',
  languageNameFilter: 'exact',
  roleNameFilter: 'exact',
  emailRoutePatternFilter: 'exact',
  deletedTelephony: 'gone',
} as const satisfies { readonly [K in HasThird]: Third<K> };

/** The requests whose answers such a switch has a part in. */
const LOOKED_AT: { readonly [K in HasThird]: RegExp } = {
  wrapupCodeNameFilter: /^GET .*\/routing\/wrapupcodes\?(.*&)?name=/,
  versionConflict: /^(PUT|PATCH) \S+ (400|409)$/,
  languageNameFilter: /^GET .*\/routing\/languages\?(.*&)?name=/,
  roleNameFilter: /^GET .*\/authorization\/roles\?(.*&)?name=/,
  emailRoutePatternFilter: /^GET .*\/routes\?(.*&)?pattern=/,
  deletedTelephony: /^DELETE .*\/telephony\//,
};

/** Whether any of the third settings would have made a difference to these requests. */
export function concernsThird(requests: readonly RequestLog[]): boolean {
  const lines = requests.map(({ method, path, query, status }) => `${method} ${path}?${query} ${status}`);
  return Object.values(LOOKED_AT).some((looked) => lines.some((line) => looked.test(line)));
}
