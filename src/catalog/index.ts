import { architectDatatable } from './architect/architect-datatable.ts';
import { architectEmergencygroup } from './architect/architect-emergencygroup.ts';
import { architectGrammar } from './architect/architect-grammar.ts';
import { architectIvr } from './architect/architect-ivr.ts';
import { architectSchedulegroups } from './architect/architect-schedulegroups.ts';
import { architectSchedules } from './architect/architect-schedules.ts';
import { architectUserPrompt } from './architect/architect-user-prompt.ts';
import { flow } from './architect/flow.ts';
import { flowLoglevel } from './architect/flow-loglevel.ts';
import { flowMilestone } from './architect/flow-milestone.ts';
import { flowOutcome } from './architect/flow-outcome.ts';
import { authDivision } from './authorization/auth-division.ts';
import { authPermission } from './authorization/auth-permission.ts';
import { authRole } from './authorization/auth-role.ts';
import { group } from './directory/group.ts';
import { location } from './directory/location.ts';
import { team } from './directory/team.ts';
import { user } from './directory/user.ts';
import { integration } from './integrations/integration.ts';
import { integrationAction } from './integrations/integration-action.ts';
import { integrationCredential } from './integrations/integration-credential.ts';
import { integrationCustomAuthAction } from './integrations/integration-custom-auth-action.ts';
import { oauthClient } from './oauth/oauth-client.ts';
import { processautomationTrigger } from './processautomation/processautomation-trigger.ts';
import { responsemanagementLibrary } from './responses/responsemanagement-library.ts';
import { responsemanagementResponse } from './responses/responsemanagement-response.ts';
import { responsemanagementResponseasset } from './responses/responsemanagement-responseasset.ts';
import { routingEmailDomain } from './routing/routing-email-domain.ts';
import { routingEmailRoute } from './routing/routing-email-route.ts';
import { routingLanguage } from './routing/routing-language.ts';
import { routingQueue } from './routing/routing-queue.ts';
import { routingSettings } from './routing/routing-settings.ts';
import { routingSkill } from './routing/routing-skill.ts';
import { routingSkillGroup } from './routing/routing-skill-group.ts';
import { routingSmsAddress } from './routing/routing-sms-address.ts';
import { routingUtilization } from './routing/routing-utilization.ts';
import { routingUtilizationLabel } from './routing/routing-utilization-label.ts';
import { routingWrapupcode } from './routing/routing-wrapupcode.ts';
import { script } from './scripts/script.ts';
import { telephonyProvidersEdgesDidPool } from './telephony/telephony-providers-edges-did-pool.ts';
import { telephonyProvidersEdgesEdgeGroup } from './telephony/telephony-providers-edges-edge-group.ts';
import { telephonyProvidersEdgesExtensionPool } from './telephony/telephony-providers-edges-extension-pool.ts';
import { telephonyProvidersEdgesSite } from './telephony/telephony-providers-edges-site.ts';
import { telephonyProvidersEdgesSiteOutboundRoute } from './telephony/telephony-providers-edges-site-outbound-route.ts';
import { telephonyProvidersEdgesTrunkbasesettings } from './telephony/telephony-providers-edges-trunkbasesettings.ts';
import type { ResourceType } from './vocabulary.ts';
import { webdeploymentsConfiguration } from './web/webdeployments-configuration.ts';
import { webdeploymentsDeployment } from './web/webdeployments-deployment.ts';

/** Every kind of object that the engine knows, by type name. */
export const catalog: ReadonlyMap<string, ResourceType> = new Map(
  [
    architectDatatable,
    architectEmergencygroup,
    architectGrammar,
    architectIvr,
    architectSchedulegroups,
    architectSchedules,
    architectUserPrompt,
    authDivision,
    authPermission,
    authRole,
    flow,
    flowLoglevel,
    flowMilestone,
    flowOutcome,
    group,
    integration,
    integrationAction,
    integrationCredential,
    integrationCustomAuthAction,
    location,
    oauthClient,
    processautomationTrigger,
    responsemanagementLibrary,
    responsemanagementResponse,
    responsemanagementResponseasset,
    routingEmailDomain,
    routingEmailRoute,
    routingLanguage,
    routingQueue,
    routingSettings,
    routingSkill,
    routingSkillGroup,
    routingSmsAddress,
    routingUtilization,
    routingUtilizationLabel,
    routingWrapupcode,
    script,
    team,
    telephonyProvidersEdgesDidPool,
    telephonyProvidersEdgesEdgeGroup,
    telephonyProvidersEdgesExtensionPool,
    telephonyProvidersEdgesSite,
    telephonyProvidersEdgesSiteOutboundRoute,
    telephonyProvidersEdgesTrunkbasesettings,
    user,
    webdeploymentsConfiguration,
    webdeploymentsDeployment,
  ].map((type: ResourceType) => [type.type, type]),
);

/**
 * The type of that name.
 * @throws Error for a name that is not in the catalog: names from files are checked before they come here
 */
export function typeNamed(name: string): ResourceType {
  const type = catalog.get(name);
  if (!type) throw new Error(`no type ${name} in the catalog`);
  return type;
}

/** Whether a changeset can say anything about objects of this type beyond their name. */
export function isConfigurable(type: ResourceType): boolean {
  return type.calls.create !== undefined || type.calls.update !== undefined || type.parts !== undefined;
}
