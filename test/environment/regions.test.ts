import { expect, test } from 'vitest';
import { domainOf, regionNames } from '../../src/environment/regions.ts';
import { mapping } from '../support/reading.ts';

const DOMAINS: Readonly<Record<string, string>> = {
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

test('every region is tested here', () => {
  expect(regionNames.toSorted()).toEqual(Object.keys(DOMAINS).sort());
});

test.each(Object.entries(DOMAINS))('%s is at %s', (region, domain) => {
  for (const written of [region, domain, `api.${domain}`, `login.${domain}`, `apps.${domain}`]) {
    expect(domainOf(written)).toBe(domain);
  }
  const { environment, diagnostics } = mapping(
    `environment: prod\nregion: ${region}\ncredentials: { env: GC }\n`,
  );
  expect(diagnostics).toEqual([]);
  expect(environment?.access).toEqual({
    apiUrl: `https://api.${domain}`,
    loginUrl: `https://login.${domain}`,
    clientId: 'id',
    clientSecret: 'secret',
  });
});

test.each([
  '',
  'EU-WEST-1',
  'eu-west-9',
  'mypurecloud.com.evil.example',
  'evil-mypurecloud.com',
  'api.api.mypurecloud.com',
  'constructor',
  '__proto__',
  'https://mypurecloud.ie',
])('%s is no region', (region) => {
  expect(domainOf(region)).toBeUndefined();
});
