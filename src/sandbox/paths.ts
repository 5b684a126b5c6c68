/** Where the collections of the org are listed. */
export const DATA_TABLES = '/api/v2/flows/datatables';
export const DIVISIONS = '/api/v2/authorization/divisions';
export const EMERGENCY_GROUPS = '/api/v2/architect/emergencygroups';
export const FLOWS = '/api/v2/flows';
export const FLOW_JOBS = `${FLOWS}/jobs`;
export const GROUPS = '/api/v2/groups';
export const IVRS = '/api/v2/architect/ivrs';

export const LANGUAGES = '/api/v2/routing/languages';
export const LIBRARIES = '/api/v2/responsemanagement/libraries';
export const PROMPTS = '/api/v2/architect/prompts';
export const QUEUES = '/api/v2/routing/queues';
export const SCHEDULE_GROUPS = '/api/v2/architect/schedulegroups';
export const SCHEDULES = '/api/v2/architect/schedules';

export const LOCATIONS = '/api/v2/locations';
export const OAUTH_CLIENTS = '/api/v2/oauth/clients';
export const ROLES = '/api/v2/authorization/roles';
export const SCRIPTS = '/api/v2/scripts';
export const SKILL_GROUPS = '/api/v2/routing/skillgroups';
export const SKILLS = '/api/v2/routing/skills';
export const TEAMS = '/api/v2/teams';
export const USERS = '/api/v2/users';
export const WEB_CONFIGURATIONS = '/api/v2/webdeployments/configurations';
export const WEB_DEPLOYMENTS = '/api/v2/webdeployments/deployments';
export const WRAPUP_CODES = '/api/v2/routing/wrapupcodes';
export const EMAIL_DOMAINS = '/api/v2/routing/email/domains';
export const EMAIL_ROUTES = '/api/v2/routing/email/domains/{}/routes';
export const EMAIL_SETTINGS = '/api/v2/routing/email/setting';
export const INTEGRATIONS = '/api/v2/integrations';
export const LABELS = '/api/v2/routing/utilization/labels';
export const SMS_ADDRESSES = '/api/v2/routing/sms/addresses';
export const UTILIZATION = '/api/v2/routing/utilization';
export const MESSAGING_RECIPIENTS = '/api/v2/routing/message/recipients';

const EDGES = '/api/v2/telephony/providers/edges';
export const DIDS = `${EDGES}/dids`;
export const DID_POOLS = `${EDGES}/didpools`;
export const EDGE_GROUPS = `${EDGES}/edgegroups`;
export const EXTENSION_POOLS = `${EDGES}/extensionpools`;
export const SITES = `${EDGES}/sites`;
export const NUMBER_PLANS = `${SITES}/{}/numberplans`;
export const OUTBOUND_ROUTES = `${SITES}/{}/outboundroutes`;
export const TRUNK_BASES = `${EDGES}/trunkbasesettings`;
export const TRUNK_METABASES = `${TRUNK_BASES}/availablemetabases`;
