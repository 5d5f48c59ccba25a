import { nearestName } from '../../src/config/nearest-name';

describe('nearestName', () => {
  const known = [
    'SCIM_BEARER_TOKEN',
    'SCIM_BEARER_TOKEN_FILE',
    'GATEWAY_LIMIT_URL_BYTES',
    'GATEWAY_LIMIT_FILTER_BYTES',
  ];

  it.each([
    ['SCIM_TOKEN', 'SCIM_BEARER_TOKEN'],
    ['scim_bearer_token_fle', 'SCIM_BEARER_TOKEN_FILE'],
    ['GATEWAY_LIMIT_FILTER', 'GATEWAY_LIMIT_FILTER_BYTES'],
    ['GATEWAY_LIMIT_ULR_BYTES', 'GATEWAY_LIMIT_URL_BYTES'],
  ])('takes %s for %s', (name, nearest) => {
    expect(nearestName(name, known)).toBe(nearest);
  });

  it('knows nothing where there is nothing', () => {
    expect(nearestName('x', [])).toBeUndefined();
  });
});
