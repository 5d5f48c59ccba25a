// Owns what an identity provider may want of a person, attribute by attribute, good and bad values alike. Words no request.
import { ENTERPRISE, objectIn, objectsIn, textIn, type Json, type Says } from './call';
import { LIBRARIES } from './firms';
import type { Scene, Subject } from './scene';

/** Attributes as a POST would hold them, and what naming them says. */
export interface Wish {
  readonly core?: Json;
  readonly extension?: Json;
  readonly says: Partial<Says>;
}

type WishFor = (scene: Scene, who: Subject) => Wish;

export function userWish(scene: Scene, who: Subject): Wish {
  return scene.chance.oneOf(WISHES)(scene, who);
}

export function signInWish({ chance }: Scene): Wish {
  const signIn = chance.below(2) === 1;
  const worded = chance.oneOf([signIn, signIn ? 'True' : 'False', signIn, signIn ? 'true' : 'false']);
  return { core: { active: worded }, says: { signIn } };
}

export const userNameOf = ({ tag }: Subject): string => `${tag}@firm.example`;
export const workMail = (value: string): Json[] => [{ type: 'work', primary: true, value }];

const core = (attributes: Json): Wish => ({ core: attributes, says: {} });
const extension = (attributes: Json): Wish => ({ extension: attributes, says: {} });
const other = ({ chance, people }: Scene): Subject => chance.oneOf(people);

const email: WishFor = (scene, who) => {
  const { chance } = scene;
  const address = chance.oneOf([
    userNameOf(who),
    userNameOf(who),
    userNameOf(other(scene)),
    userNameOf(other(scene)).toUpperCase(),
    `${who.tag}-${chance.below(3)}@firm.example`,
    `${'l'.repeat(65)}@firm.example`,
    'no address',
  ]);
  return core({ emails: chance.below(12) === 0 ? [] : workMail(address) });
};

const userId: WishFor = (scene, who) => {
  const { chance } = scene;
  return extension({
    userId: chance.oneOf([
      `${who.tag}-ID`,
      `${other(scene).tag}-id`,
      userNameOf(other(scene)),
      userNameOf(who).toUpperCase(),
      `${who.tag} with space`,
      `${who.tag}${'x'.repeat(64)}`,
    ]),
  });
};

const ROLES = [
  'PARALEGAL',
  'PARTNER',
  'CLIENT',
  'DEFAULT',
  'DEFAULT EXTERNAL',
  'paralegal',
  'NOBODY',
] as const;

/** Mostly a library that there is, also in another case. */
function anyLibrary({ chance }: Scene): string {
  const die = chance.below(20);
  if (die === 0) return 'NOWHERE';
  return die < 3 ? chance.oneOf(LIBRARIES).toLowerCase() : chance.oneOf(LIBRARIES);
}

/** Mostly a role that the library has. */
function anyRole({ chance, firm }: Scene, library: string): string {
  const known = (firm.catalogue.get(library.toUpperCase()) ?? []).map(({ id }) => id);
  const [first, ...rest] = known;
  return first === undefined || chance.below(8) === 0 ? chance.oneOf(ROLES) : chance.oneOf([first, ...rest]);
}

/** Some libraries, each once. */
function someLibraries(scene: Scene): readonly string[] {
  return LIBRARIES.filter(() => scene.chance.below(2) === 1);
}

const preferredLibrary: WishFor = (scene) => {
  const library = anyLibrary(scene);
  return { extension: { preferredLibrary: library }, says: { names: [library.toUpperCase()] } };
};

const libraryAssignments: WishFor = (scene) => {
  const libraries = someLibraries(scene);
  const parts = libraries.map((library) =>
    scene.chance.below(3) === 0 ? library : `${library}:${anyRole(scene, library)}`,
  );
  return {
    extension: { libraryAssignments: parts.join(';') },
    says: { names: libraries, mayDisable: true },
  };
};

export function libraryRow(scene: Scene, library: string): { readonly row: Json; readonly isNamed: boolean } {
  const { chance } = scene;
  const flag = chance.oneOf([true, false, 'False', undefined, undefined]);
  return {
    row: {
      value: library,
      ...(chance.below(3) === 0 ? {} : { role: anyRole(scene, library) }),
      ...(flag === undefined ? {} : { signInEnabled: flag }),
    },
    isNamed: flag === true || flag === undefined,
  };
}

const libraries: WishFor = (scene) => {
  const rows = someLibraries(scene).map((library) => ({ library, ...libraryRow(scene, library) }));
  const preferred = scene.chance.below(6);
  return {
    extension: {
      libraries: rows.map(({ row }, index) => (index === preferred ? { ...row, preferred: true } : row)),
    },
    says: { names: rows.filter(({ isNamed }) => isNamed).map(({ library }) => library), mayDisable: true },
  };
};

const roles: WishFor = (scene) => {
  const library = scene.chance.oneOf(LIBRARIES);
  const text = `${library}:${anyRole(scene, library)}`;
  const value = scene.chance.below(4) === 0 ? JSON.stringify({ id: 'app-role', value: text }) : text;
  return { core: { roles: [{ value }] }, says: { names: [library], mayDisable: true } };
};

const WISHES: readonly [WishFor, ...WishFor[]] = [
  signInWish,
  signInWish,
  (_scene, who) => core({ title: `title of ${who.tag}` }),
  ({ chance }, who) => core({ displayName: `Name ${chance.below(3)} of ${who.tag}` }),
  ({ chance }) => core({ name: { givenName: 'Robin', familyName: chance.oneOf(['Ashworth', 'Birch']) } }),
  (_scene, who) => core({ [ENTERPRISE]: { department: `Department of ${who.tag}` } }),
  (scene, who) =>
    core({
      userName: scene.chance.oneOf([
        userNameOf(who),
        `${who.tag}.new@firm.example`,
        userNameOf(other(scene)),
        `${who.tag} spaced`,
      ]),
    }),
  (scene, who) =>
    core({ externalId: scene.chance.oneOf([`${who.tag}-ext`, `${who.tag}-EXT`, `${other(scene).tag}-ext`]) }),
  email,
  email,
  userId,
  preferredLibrary,
  (scene) => extension({ role: anyRole(scene, scene.chance.oneOf(LIBRARIES)) }),
  ({ chance }) => extension({ external: chance.oneOf([true, false, 'True', 'False']) }),
  ({ chance }) => extension({ external: chance.oneOf([true, false]), role: chance.oneOf(ROLES) }),
  ({ chance }) => extension({ location: chance.oneOf(['London', 'Leeds', 'L'.repeat(255)]) }),
  ({ chance }) => extension({ accountType: chance.oneOf(['virtual', 'enterprise', 'imaginary']) }),
  libraryAssignments,
  libraryAssignments,
  libraries,
  libraries,
  roles,
  roles,
];

/** What a client says by writing back what it was shown: nothing but what is so, unless it is out of date. */
export function echoSays(shown: Json, imanage: string): Partial<Says> {
  const held = objectIn(shown[imanage]);
  const enabled = objectsIn(held['libraries']).filter(({ signInEnabled }) => signInEnabled === true);
  const named = objectsIn(shown['roles']).map(({ value }) => textIn(value));
  const { active } = shown;
  return {
    ...(typeof active === 'boolean' ? { signIn: active } : {}),
    names: [
      ...enabled.map(({ value }) => textIn(value)),
      ...LIBRARIES.filter((library) => named.some((text) => text.includes(library))),
    ],
    mayDisable: true,
  };
}
