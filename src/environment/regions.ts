/**
 * The customer regions of Genesys Cloud: AWS region name → domain. The API is at `api.<domain>`, the login at
 * `login.<domain>`. Source: the region tables of the official SDKs and of CX as Code 1.84.1, checked 2026-11.
 */
const domains: Readonly<Record<string, string>> = {
  'us-east-1': 'mypurecloud.com',
  'us-east-2': 'use2.us-gov-pure.cloud',
  'us-west-2': 'usw2.pure.cloud',
  'ca-central-1': 'cac1.pure.cloud',
  'mx-central-1': 'mxc1.pure.cloud',
  'sa-east-1': 'sae1.pure.cloud',
  'eu-west-1': 'mypurecloud.ie',
  'eu-west-2': 'euw2.pure.cloud',
  'eu-central-1': 'mypurecloud.de',
  'eu-central-2': 'euc2.pure.cloud',
  'eusc-de-east-1': 'edee1.eusc-pure.cloud',
  'me-central-1': 'mec1.pure.cloud',
  'ap-south-1': 'aps1.pure.cloud',
  'ap-southeast-1': 'apse1.pure.cloud',
  'ap-southeast-2': 'mypurecloud.com.au',
  'ap-northeast-1': 'mypurecloud.jp',
  'ap-northeast-2': 'apne2.pure.cloud',
  'ap-northeast-3': 'apne3.pure.cloud',
};

export const regionNames: readonly string[] = Object.keys(domains);
export const regionDomains: readonly string[] = Object.values(domains);

/** The domain of a region given by its AWS name or its domain; undefined for anything else. */
export function domainOf(region: string): string | undefined {
  const domain = Object.hasOwn(domains, region) ? domains[region] : undefined;
  return (
    domain ?? Object.values(domains).find((known) => known === region.replace(/^(api|login|apps)\./, ''))
  );
}
