// Every page of the console: its path, its name in the menu, and the component that shows it.

import {
  IconBell,
  IconLayoutDashboard,
  IconListDetails,
  IconPlugConnected,
  IconBooks,
  IconClipboardCheck,
  IconDoorExit,
  IconFileImport,
  IconSettings,
  IconUsers,
  IconUsersGroup,
  type Icon,
} from '@tabler/icons-react';
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { Role } from '../../admin/contract';

export interface Page {
  readonly path: string;
  /** Absent where no line of the menu leads there. */
  readonly menu?: { readonly label: string; readonly icon: Icon };
  /** The least that may look; viewers where nothing is said. */
  readonly role?: Role;
  readonly component: LazyExoticComponent<ComponentType>;
}

export const PAGES: readonly Page[] = [
  {
    path: '/',
    menu: { label: 'Overview', icon: IconLayoutDashboard },
    component: lazy(() =>
      import('../pages/overview/overview-page').then((m) => ({ default: m.OverviewPage })),
    ),
  },
  {
    path: '/alerts',
    menu: { label: 'Alerts', icon: IconBell },
    component: lazy(() => import('../pages/alerts/alerts-page').then((m) => ({ default: m.AlertsPage }))),
  },
  {
    path: '/log',
    menu: { label: 'Sync log', icon: IconListDetails },
    component: lazy(() => import('../pages/log/log-page').then((m) => ({ default: m.LogPage }))),
  },
  {
    path: '/log/requests/:request',
    component: lazy(() =>
      import('../pages/log/log-request-page').then((m) => ({ default: m.LogRequestPage })),
    ),
  },
  {
    path: '/log/:id',
    component: lazy(() => import('../pages/log/log-row-page').then((m) => ({ default: m.LogRowPage }))),
  },
  {
    path: '/people',
    menu: { label: 'People', icon: IconUsers },
    component: lazy(() => import('../pages/people/people-page').then((m) => ({ default: m.PeoplePage }))),
  },
  {
    path: '/people/:person',
    component: lazy(() => import('../pages/people/person-page').then((m) => ({ default: m.PersonPage }))),
  },
  {
    path: '/groups',
    menu: { label: 'Groups', icon: IconUsersGroup },
    component: lazy(() => import('../pages/groups/groups-page').then((m) => ({ default: m.GroupsPage }))),
  },
  {
    path: '/groups/:group',
    component: lazy(() => import('../pages/groups/group-page').then((m) => ({ default: m.GroupPage }))),
  },
  {
    path: '/leavers',
    menu: { label: 'Leavers', icon: IconDoorExit },
    component: lazy(() => import('../pages/leavers/leavers-page').then((m) => ({ default: m.LeaversPage }))),
  },
  {
    path: '/review',
    menu: { label: 'Access review', icon: IconClipboardCheck },
    component: lazy(() => import('../pages/review/review-page').then((m) => ({ default: m.ReviewPage }))),
  },
  {
    path: '/connections',
    menu: { label: 'Connections', icon: IconPlugConnected },
    component: lazy(() =>
      import('../pages/connections/connections-page').then((m) => ({ default: m.ConnectionsPage })),
    ),
  },
  {
    path: '/connections/new',
    role: 'admin',
    component: lazy(() =>
      import('../pages/connections/new-connection-page').then((m) => ({ default: m.NewConnectionPage })),
    ),
  },
  {
    path: '/connections/:connection',
    component: lazy(() =>
      import('../pages/connections/connection-page').then((m) => ({ default: m.ConnectionPage })),
    ),
  },
  {
    path: '/libraries',
    menu: { label: 'Libraries and roles', icon: IconBooks },
    component: lazy(() =>
      import('../pages/libraries/libraries-page').then((m) => ({ default: m.LibrariesPage })),
    ),
  },
  {
    path: '/import',
    menu: { label: 'Import', icon: IconFileImport },
    component: lazy(() => import('../pages/imports/imports-page').then((m) => ({ default: m.ImportsPage }))),
  },
  {
    path: '/settings',
    menu: { label: 'Settings', icon: IconSettings },
    component: lazy(() =>
      import('../pages/settings/settings-page').then((m) => ({ default: m.SettingsPage })),
    ),
  },
];
