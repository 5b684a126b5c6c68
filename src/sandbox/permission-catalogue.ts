/** The permissions that the org has: all that the served operations ask for, and some of products beyond them. */
import { servedOperations } from './contract.ts';
import type { JsonObject } from './json.ts';
import type { OrgState } from './model.ts';

const BEYOND: readonly string[] = [
  ...[
    'analytics:agentState:view',
    'analytics:conversationDetail:view',
    'analytics:dashboardConfigurations:view',
  ],
  ...['conversation:call:accept', 'conversation:call:add', 'conversation:communication:view'],
  ...['directory:userProfile:view', 'directory:organization:admin', 'directory:user:view'],
  ...['quality:calibration:view', 'quality:evaluation:add', 'quality:evaluation:view'],
  ...['recording:recording:view', 'recording:recordingSegment:view', 'speechAndTextAnalytics:topic:view'],
  ...['wfm:agentSchedule:view', 'wfm:schedule:edit', 'wfm:timeOffRequest:view'],
];

/** Domains whose permissions hold in divisions. */
const DIVISION_AWARE: readonly string[] = [
  'architect',
  'routing',
  'groups',
  'outbound',
  'scripter',
  'directory',
];
/** Entities on whose permissions a role can set conditions. */
const CONDITIONAL: readonly string[] = ['queue', 'conversationDetail', 'evaluation', 'recording'];

type Catalogue = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

let known: Catalogue | undefined;

/** Domains to entities to actions, each in the order of their names. */
export function permissionCatalogue({ permissions }: OrgState): Catalogue {
  if (permissions)
    return new Map(
      Object.entries(permissions).map(([domain, entities]) => [domain, new Map(Object.entries(entities))]),
    );
  known ??= build();
  return known;
}

function build(): Catalogue {
  const asked = servedOperations().flatMap(({ permissions }) => permissions?.permissions ?? []);
  const complete = [...new Set([...asked, ...BEYOND])].filter((name) => name.split(':').length === 3).sort();
  const domains = new Map<string, Map<string, string[]>>();
  for (const permission of complete) {
    const [domain = '', entity = '', action = ''] = permission.split(':');
    const entities = domains.get(domain) ?? new Map<string, string[]>();
    domains.set(domain, entities);
    entities.set(entity, [...(entities.get(entity) ?? []), action]);
  }
  return domains;
}

/** One domain as the API lists it. */
export function permissionsOf(state: OrgState, domain: string): JsonObject {
  const entities = [...(permissionCatalogue(state).get(domain) ?? [])];
  const permissionMap = entities.map(([entityType, actions]) => [
    entityType,
    actions.map((action) => ({
      domain,
      entityType,
      action,
      label: `${domain} > ${entityType} > ${action}`,
      allowsConditions: CONDITIONAL.includes(entityType),
      divisionAware: DIVISION_AWARE.includes(domain),
    })),
  ]);
  return { id: domain, name: domain, domain, permissionMap: Object.fromEntries(permissionMap) };
}
