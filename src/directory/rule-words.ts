// Each rule of a customer in words for admins: the question it answers, what each value does, and which of them wants a reason. Pure.

export interface RuleWords {
  readonly title: string;
  /** The question it answers. */
  readonly meaning: string;
  /** When a change acts, and on whom. */
  readonly effect: string;
  /** Of the values that are words. */
  readonly values: Readonly<Record<string, { readonly meaning: string; readonly danger?: string }>>;
  /** Of the values that are whole numbers. */
  readonly unit?: string;
}

const FROM_NOW_ON = 'It acts at once, on requests from now on; nobody who is here already is changed.';
const NEXT_DISABLE =
  'It acts at once, with the next disable; what was counted within the window stays counted.';

/** By the names of RULE_VALUES; held equal to them by a test. */
export const RULE_WORDS: Readonly<Record<string, RuleWords>> = {
  reenableLibraries: {
    title: 'Libraries on return',
    meaning: 'When somebody is enabled again, do the sign-ins in their libraries come back?',
    effect: FROM_NOW_ON,
    values: {
      restore: { meaning: 'Each library is as it was before the disable.' },
      manual: { meaning: 'Every library stays disabled until somebody enables it by hand.' },
    },
  },
  membershipsOnDisable: {
    title: 'Groups on disable',
    meaning: 'Does somebody who is disabled stay in their groups?',
    effect: FROM_NOW_ON,
    values: {
      keep: { meaning: 'They stay members; without a sign-in that opens nothing.' },
      remove: {
        meaning: 'They leave every group, and get them back when they return.',
        danger: 'Everybody who is disabled from now on leaves every group.',
      },
    },
  },
  userIdConflict: {
    title: 'A User ID that somebody else has',
    meaning: 'What happens when a person is sent with a User ID that another one has, or had?',
    effect: FROM_NOW_ON,
    values: {
      reject: { meaning: 'The request is refused (409), and says whose it is.' },
      suffix: { meaning: 'The person gets the User ID with a number behind it.' },
    },
  },
  validation: {
    title: 'People whom iManage cannot hold',
    meaning: 'Is somebody refused of whom iManage lacks something?',
    effect: FROM_NOW_ON,
    values: {
      lenient: { meaning: 'They are taken and shown as incomplete until what is missing comes.' },
      strict: {
        meaning: 'The request is refused and says what is missing.',
        danger: 'The identity provider gets refusals for people who were taken until now.',
      },
    },
  },
  groupNamePrefix: {
    title: 'Groups of a library',
    meaning: 'Does a group named LIBRARY/NAME belong to that library?',
    effect: `${FROM_NOW_ON} A group stays where it was made.`,
    values: {
      ignore: { meaning: 'No: it is a global group with that name.' },
      library: { meaning: 'Yes: it is the group NAME of the library.' },
    },
  },
  reservedGroups: {
    title: 'Groups with names of iManage’s own',
    meaning: 'May a group be named as one of iManage’s own administrators’ groups, such as NRTADMIN?',
    effect: FROM_NOW_ON,
    values: {
      refuse: { meaning: 'No: the request is refused.' },
      allow: {
        meaning: 'Yes: whoever is in it may get that group’s rights in iManage.',
        danger: 'The identity provider can make people administrators of iManage.',
      },
    },
  },
  nestedGroups: {
    title: 'Groups in groups',
    meaning: 'What happens when a group is sent as a member of a group? iManage nests none.',
    effect: FROM_NOW_ON,
    values: {
      refuse: { meaning: 'The request is refused and says so.' },
      flatten: {
        meaning: 'The people of the inner group become members of the outer one, and follow its changes.',
      },
    },
  },
  'massDisable.mode': {
    title: 'Mass-disable brake',
    meaning: 'What happens when more people lose their sign-in within the window than the limit says?',
    effect: NEXT_DISABLE,
    values: {
      warn: { meaning: 'An alert is raised; every disable goes through.' },
      hold: {
        meaning: 'An alert is raised, and further disables wait (429) until an operator releases them.',
        danger: 'Leavers beyond the limit keep their sign-in until somebody releases the brake.',
      },
      off: {
        meaning: 'Nothing is counted and nobody is told.',
        danger: 'A mistake at the identity provider can disable the whole firm, and no alert says so.',
      },
    },
  },
  'massDisable.count': {
    title: 'Brake: people',
    meaning: 'How many disables within the window are ordinary, however few people there are?',
    effect: NEXT_DISABLE,
    values: {},
    unit: 'people',
  },
  'massDisable.percent': {
    title: 'Brake: percent',
    meaning:
      'What part of the people who can sign in may be disabled within the window? The larger of the two limits counts.',
    effect: NEXT_DISABLE,
    values: {},
    unit: 'percent',
  },
  'massDisable.windowMinutes': {
    title: 'Brake: window',
    meaning: 'Over how long are disables counted?',
    effect: NEXT_DISABLE,
    values: {},
    unit: 'minutes',
  },
};
