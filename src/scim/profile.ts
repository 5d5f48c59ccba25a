// How strictly the requests of one connection are read: which tolerances its profile refuses; reads no request itself.

import { ScimFailure } from './failure';
import {
  isRefusable,
  REFUSABLE_TOLERANCES,
  toleranceRow,
  type RefusableTolerance,
  type Tolerance,
} from './tolerance';

export interface Profile {
  readonly name: 'default' | 'strict';
  readonly refused: ReadonlySet<Tolerance>;
  /**
   * A `replace` of a complex attribute takes away the sub-attributes that it does not name. RFC 7644 §3.5.2.3 leaves them
   * as they are, draft-zollner-scim-interop-profile §6.5.2.1 does not.
   */
  readonly replacesWhole: boolean;
  /** Nothing that the interop profile has refused is let through: the gateway may call itself conformant. */
  readonly isConformant: boolean;
}

/** Single tolerances, on top of what the profile says of them. */
type ToleranceSwitches = Readonly<Record<string, 'allow' | 'refuse'>>;

/** @throws Error for a name that is none: the configuration has checked them before */
export function profileOf(name: Profile['name'], switches: ToleranceSwitches = {}): Profile {
  for (const switched of Object.keys(switches)) {
    if (!isRefusable(switched)) throw new Error(`no tolerance is named ${JSON.stringify(switched)}`);
  }
  const asProfile = (tolerance: RefusableTolerance): 'allow' | 'refuse' =>
    name === 'strict' ? toleranceRow(tolerance).strict : 'allow';
  const refused = REFUSABLE_TOLERANCES.filter(
    (tolerance) => (switches[tolerance] ?? asProfile(tolerance)) === 'refuse',
  );
  const isKept = (tolerance: RefusableTolerance): boolean =>
    toleranceRow(tolerance).strict === 'allow' || refused.includes(tolerance);
  return Object.freeze({
    name,
    refused: new Set(refused),
    replacesWhole: name === 'strict',
    isConformant: name === 'strict' && REFUSABLE_TOLERANCES.every(isKept),
  });
}

/** Puts up with everything that has a name. */
export const DEFAULT_PROFILE = profileOf('default');

/**
 * @param subject what it is about: an attribute, a path, a place in the body
 * @throws ScimFailure where the profile refuses the tolerance, naming it, so that an admin can switch it on
 */
export function assertTolerated(profile: Profile, tolerance: Tolerance, subject?: string): void {
  if (!isRefusable(tolerance) || !profile.refused.has(tolerance)) return;
  const { scimType, status = 400, instead } = toleranceRow(tolerance);
  const about = subject === undefined ? '' : `${subject}: `;
  const detail = `${about}${instead} (this connection refuses the tolerance "${tolerance}")`;
  throw new ScimFailure(status, scimType, detail, {}, 'tolerance-refused');
}
