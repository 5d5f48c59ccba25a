// The operations on libraries and roles. Must not know the rules of the catalogue (directory/catalogue.ts) nor how a change is kept.

import type { Static } from '@sinclair/typebox';
import {
  isBuiltIn,
  withChangedLibrary,
  withChangedRole,
  withDefaultLibrary,
  withLibrary,
  withoutLibrary,
  withoutRole,
  withRole,
  type Catalogue,
} from '../../directory/catalogue';
import type { Customer } from '../../directory/customer';
import { settingsDifferences } from '../../directory/settings';
import type { AdminContext } from '../context';
import type { CATALOGUE } from '../contract/catalogue';
import type { Operations } from '../operation';
import { changeCatalogue, removeUnused, type Administration } from '../settings';

type Shown = Static<(typeof CATALOGUE)['catalogue.show']['answer']>;

export const catalogueOperations: Operations<typeof CATALOGUE> = {
  'catalogue.show': (context) => shown(context, context.customer, ''),

  'catalogue.addLibrary': (context, { library: id, displayName = id, type = 'worksite', hidden = false }) =>
    changed(context, `Library ${id} was added.`, (customer) =>
      withLibrary(customer, { id, displayName, type, hidden }),
    ),

  'catalogue.changeLibrary': (context, { library, ...change }) =>
    changed(context, `Library ${library} was changed.`, (customer) =>
      withChangedLibrary(customer, library, given(change)),
    ),

  'catalogue.removeLibrary': (context, { library, reason }) =>
    removed(context, { library, reason }, (customer) => withoutLibrary(customer, library)),

  'catalogue.setDefaultLibrary': (context, { library }) =>
    changed(context, `People who are given no library prefer ${library} from now on.`, (customer) =>
      withDefaultLibrary(customer, library),
    ),

  'catalogue.addRole': (context, { library, role, ...rest }) =>
    changed(context, `Role ${role} was added to library ${library}.`, (customer) =>
      withRole(customer, library, { ...NEW_ROLE, id: role, ...given(rest) }),
    ),

  'catalogue.changeRole': (context, { library, role, ...change }) =>
    changed(context, `Role ${role} of library ${library} was changed.`, (customer) =>
      withChangedRole(customer, { library, role }, given(change)),
    ),

  'catalogue.removeRole': (context, { library, role, reason }) =>
    removed(context, { library, role, reason }, (customer) => withoutRole(customer, library, role)),
};

const NEW_ROLE = { description: '', external: false, controlCenterAccess: 'none', privileges: [] } as const;

async function changed(
  context: AdminContext,
  done: string,
  decide: (customer: Customer) => Catalogue,
): Promise<Shown> {
  return shown(context, await changeCatalogue(administration(context), decide), done);
}

async function removed(
  context: AdminContext,
  { reason, ...place }: { readonly library: string; readonly role?: string; readonly reason: string },
  decide: (customer: Customer) => Catalogue,
): Promise<Shown> {
  const { untilEarlierWritesEnded } = context.stores;
  const after = await removeUnused(
    { ...administration(context, reason), untilEarlierWritesEnded },
    place,
    decide,
  );
  const { library, role } = place;
  return shown(
    context,
    after,
    role === undefined
      ? `Library ${library} was removed.`
      : `Role ${role} was removed from library ${library}.`,
  );
}

/** @param reason kept with the event, under the admin's name */
export function administration(
  { services, configured, actor }: AdminContext,
  reason?: string,
): Administration {
  const { store, now, newId } = services;
  const by = reason === undefined ? actor : { ...actor, reason: reason.trim() };
  return { store, configured, actor: by, now, newId };
}

/** Without what was not said. */
function given<T extends object>(change: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as {
    readonly [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

async function shown(
  { configured, services }: AdminContext,
  { libraries, defaultLibrary }: Customer,
  done: string,
): Promise<Shown> {
  const kept = await services.store.settings(configured.id);
  return {
    defaultLibrary,
    libraries: libraries.map(({ roles, ...library }) => ({
      ...library,
      isDefault: library.id === defaultLibrary,
      roles: roles.map((role) => ({
        ...role,
        privileges: [...role.privileges],
        builtIn: isBuiltIn(role.id),
      })),
    })),
    differences: settingsDifferences(configured, kept).filter((text) => !text.startsWith('rule ')),
    done,
  };
}
