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
import type { ComponentType } from 'react';
import type { Role } from '../../admin/contract';
import { AlertsPage } from '../pages/alerts/alerts-page';
import { ConnectionPage } from '../pages/connections/connection-page';
import { ConnectionsPage } from '../pages/connections/connections-page';
import { NewConnectionPage } from '../pages/connections/new-connection-page';
import { GroupPage } from '../pages/groups/group-page';
import { GroupsPage } from '../pages/groups/groups-page';
import { ImportsPage } from '../pages/imports/imports-page';
import { LeaversPage } from '../pages/leavers/leavers-page';
import { LibrariesPage } from '../pages/libraries/libraries-page';
import { LogPage } from '../pages/log/log-page';
import { LogRequestPage } from '../pages/log/log-request-page';
import { LogRowPage } from '../pages/log/log-row-page';
import { OverviewPage } from '../pages/overview/overview-page';
import { PeoplePage } from '../pages/people/people-page';
import { PersonPage } from '../pages/people/person-page';
import { ReviewPage } from '../pages/review/review-page';
import { SettingsPage } from '../pages/settings/settings-page';

export interface Page {
  readonly path: string;
  /** Absent where no line of the menu leads there. */
  readonly menu?: { readonly label: string; readonly icon: Icon };
  /** The least that may look; viewers where nothing is said. */
  readonly role?: Role;
  readonly component: ComponentType;
}

/** All come with the console: a page that is fetched when it is first looked at stands still for 300 ms (React’s throttle of what it waits for). */
export const PAGES: readonly Page[] = [
  {
    path: '/',
    menu: { label: 'Overview', icon: IconLayoutDashboard },
    component: OverviewPage,
  },
  {
    path: '/alerts',
    menu: { label: 'Alerts', icon: IconBell },
    component: AlertsPage,
  },
  {
    path: '/log',
    menu: { label: 'Sync log', icon: IconListDetails },
    component: LogPage,
  },
  {
    path: '/log/requests/:request',
    component: LogRequestPage,
  },
  {
    path: '/log/:id',
    component: LogRowPage,
  },
  {
    path: '/people',
    menu: { label: 'People', icon: IconUsers },
    component: PeoplePage,
  },
  {
    path: '/people/:person',
    component: PersonPage,
  },
  {
    path: '/groups',
    menu: { label: 'Groups', icon: IconUsersGroup },
    component: GroupsPage,
  },
  {
    path: '/groups/:group',
    component: GroupPage,
  },
  {
    path: '/leavers',
    menu: { label: 'Leavers', icon: IconDoorExit },
    component: LeaversPage,
  },
  {
    path: '/review',
    menu: { label: 'Access review', icon: IconClipboardCheck },
    component: ReviewPage,
  },
  {
    path: '/connections',
    menu: { label: 'Connections', icon: IconPlugConnected },
    component: ConnectionsPage,
  },
  {
    path: '/connections/new',
    role: 'admin',
    component: NewConnectionPage,
  },
  {
    path: '/connections/:connection',
    component: ConnectionPage,
  },
  {
    path: '/libraries',
    menu: { label: 'Libraries and roles', icon: IconBooks },
    component: LibrariesPage,
  },
  {
    path: '/import',
    menu: { label: 'Import', icon: IconFileImport },
    component: ImportsPage,
  },
  {
    path: '/settings',
    menu: { label: 'Settings', icon: IconSettings },
    component: SettingsPage,
  },
];
