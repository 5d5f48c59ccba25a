// What became of a request, by word and sign, so that colour is never all that says it.

import { Badge } from '@mantine/core';
import { IconAlertTriangle, IconBan, IconCheck, IconHandStop } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import type { Answer } from '../shell/api';

type LogStatus = Answer<'log.list'>['rows'][number]['status'];

const LOOKS = {
  done: { label: 'Done', icon: IconCheck, colour: 'green', meaning: 'It was carried out.' },
  refused: {
    label: 'Refused',
    icon: IconBan,
    colour: 'red',
    meaning: 'The gateway said no, and why; nothing was changed.',
  },
  held: {
    label: 'Held',
    icon: IconHandStop,
    colour: 'orange',
    meaning: 'The mass-disable brake holds it until an admin releases it.',
  },
  failed: {
    label: 'Failed',
    icon: IconAlertTriangle,
    colour: 'red',
    meaning: 'The gateway could not answer it; nothing was changed, and the identity provider tries again.',
  },
} as const;

interface LogStatusBadgeProps {
  readonly status: LogStatus;
  /** Of a refusal: what it was answered. */
  readonly httpStatus?: number | null;
}

export function LogStatusBadge({ status, httpStatus = null }: LogStatusBadgeProps): ReactElement {
  const { label, icon: Icon, colour, meaning } = LOOKS[status];
  return (
    <Badge
      variant="default"
      tt="none"
      flex="none"
      title={meaning}
      leftSection={<Icon size={14} aria-hidden color={`var(--mantine-color-${colour}-filled)`} />}
    >
      {httpStatus === null ? label : `${label} (${httpStatus})`}
    </Badge>
  );
}
