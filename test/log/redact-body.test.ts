import { hiddenNames } from '../../src/log/hidden-names';
import { BODY_LENGTH_MAX, keptBody } from '../../src/log/redact-body';

const HIDDEN = hiddenNames(new Set(['pin']));

describe('a body as it is kept', () => {
  it.each([
    [{ password: 'x1' }],
    [{ Operations: [{ op: 'add', path: 'password', value: 'x1' }] }],
    [{ Operations: [{ op: 'add', path: 'password[value eq "x1"]', value: 'a' }] }],
    [{ Operations: [{ op: 'add', path: 'urn:firm:2.0:User:pin', value: 'x1' }] }],
    [{ Operations: [{ op: 'add', path: 'cards[type eq "door"].pin', value: 'x1' }] }],
    [{ 'urn:firm:2.0:User': { PIN: 'x1' } }],
    [{ pwd: 'x1' }],
    [{ 'urn:firm:2.0:User:pin': ['x1', { value: 'x1' }] }],
    [{ title: 'Authorization: Bearer x1' }],
    [{ title: `scimgw_${'x1'.repeat(15)}` }],
  ])('holds no secret: %j', (body) => {
    expect(keptBody(body, HIDDEN)).not.toContain('x1');
    expect(keptBody(body, HIDDEN)).toMatch(/redacted|…/);
  });

  it('holds everything else as it came', () => {
    const body = {
      userName: 'ada',
      active: false,
      pinned: 'x1',
      Operations: [
        { path: 'title', value: 'x1' },
        { path: 'emails[type eq "pin"].value', value: 'x1' },
      ],
    };
    expect(JSON.parse(keptBody(body, HIDDEN))).toEqual(body);
  });

  it('is cut where it is long, and says so', () => {
    const kept = keptBody({
      members: Array.from({ length: 100_000 }, (_, index) => ({ value: `member-${index}` })),
    });
    expect(kept.length).toBeLessThan(BODY_LENGTH_MAX + 100);
    expect(kept).toContain('99800 more');
    expect(keptBody({ texts: Array.from({ length: 150 }, () => 'a'.repeat(190)) })).toContain('… (cut: ');
  });
});
