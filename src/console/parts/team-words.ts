// What an admin must know of a group beside its name, in a few words. Pure.

interface Known {
  readonly state: 'enabled' | 'disabled' | 'deleted';
  readonly external: boolean;
  readonly reserved: boolean;
  readonly nrtAdmin: boolean;
}

export function teamWords({ state, external, reserved, nrtAdmin }: Known): readonly string[] {
  return [
    ...(nrtAdmin ? ['full privileges in its library'] : []),
    ...(reserved && !nrtAdmin ? ['reserved: administration rights'] : []),
    ...(external ? ['external people only'] : []),
    ...(state === 'disabled' ? ['group is disabled'] : []),
    ...(state === 'deleted' ? ['group is deleted'] : []),
  ];
}
