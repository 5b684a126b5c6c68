/** Messengers on web sites: configurations and deployments. */
import { FLOWS, WEB_CONFIGURATIONS, WEB_DEPLOYMENTS } from '../paths.ts';
import { configurationOf, fillConfiguration, isActive, verifyDeployment } from '../web.ts';
import type { Collection } from './collection.ts';
import { DATES, LOOKUP } from './rows.ts';

const ROW = {
  ...LOOKUP,
  service: 'WebDeployments',
  paging: 'cursor',
  filters: {},
  division: 'none',
  stamps: DATES,
} satisfies Partial<Collection>;

export const WEB: readonly Collection[] = [
  {
    ...ROW,
    path: WEB_CONFIGURATIONS,
    entity: 'WebDeploymentConfiguration',
    references: {},
    settled: ['status'],
    kept: ['published'],
    fill: fillConfiguration,
    heldBy: ({ usedWebConfigurationDelete }) =>
      usedWebConfigurationDelete === 'refused' ? [WEB_DEPLOYMENTS] : [],
  },
  {
    ...ROW,
    path: WEB_DEPLOYMENTS,
    entity: 'WebDeployment',
    references: { '/configuration/id': WEB_CONFIGURATIONS, '/flow': FLOWS },
    kept: ['/configuration/name'],
    settled: ['status'],
    fill: (document) => ({ ...document, allowAllDomains: document.allowAllDomains ?? false }),
    verify: (next, _, { org }) => verifyDeployment(org, next),
    render: (document, org) => ({
      ...document,
      configuration: configurationOf(org, document),
      status: isActive(org, document) ? 'Active' : 'Pending',
      snippet: `<script>/* messenger ${document.id} */</script>`,
    }),
  },
];
