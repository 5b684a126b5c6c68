import { expect, test } from 'vitest';
import { routingEmailDomain } from '../../src/catalog/routing/routing-email-domain.ts';

test('a subdomain is created without the domain of the region', () => {
  const id = 'acme.mypurecloud.com';
  expect(routingEmailDomain.createBody({ id, subDomain: true })).toEqual({ id: 'acme', subDomain: true });
  expect(routingEmailDomain.createBody({ id: 'mail.acme.example', subDomain: false })).toMatchObject({
    id: 'mail.acme.example',
  });
});
