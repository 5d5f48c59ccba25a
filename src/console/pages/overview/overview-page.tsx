// The first page: whether all is well, and where to look when it is not. Each part leads to the page that explains it.

import { Stack } from '@mantine/core';
import type { ReactElement } from 'react';
import { PageHead } from '../../parts/page-head';
import { ConnectionsPart } from './connections-part';
import { FirstLook } from './first-look';
import { HealthPart } from './health-part';
import { OpenAlerts } from './open-alerts';
import { PeopleParts } from './people-parts';

export function OverviewPage(): ReactElement {
  return (
    <>
      <PageHead title="Overview" lead="What the identity providers did to iManage, and what needs you." />
      <Stack gap="lg">
        <FirstLook />
        <OpenAlerts />
        <PeopleParts />
        <ConnectionsPart />
        <HealthPart />
      </Stack>
    </>
  );
}
