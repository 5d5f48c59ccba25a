// One row of the log beside the others, with ways to the rows above and below it.

import { Button, CopyButton, Drawer, Group } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconLink } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { InnerLink } from '../../parts/links';
import { useAsk } from '../../shell/api';
import { LogDetail } from './log-detail';
import type { LogRow } from './use-tail';
import { Answered } from '../../parts/answered';

interface LogDrawerProps {
  readonly id: string | undefined;
  readonly rows: readonly LogRow[];
  /** Nothing closes it. */
  readonly onOpen: (id: string) => void;
}

export function LogDrawer({ id, rows, onOpen }: LogDrawerProps): ReactElement {
  const shown = useAsk('log.show', { id: id ?? '' }, { enabled: id !== undefined });
  const row = shown.data?.row;
  // A link may name an event; the list names its row.
  const at = rows.findIndex((each) => each.id === (row?.id ?? id));
  return (
    <Drawer.Root
      opened={id !== undefined}
      onClose={() => {
        onOpen('');
      }}
      position="right"
      size="44rem"
    >
      <Drawer.Overlay />
      <Drawer.Content>
        <Drawer.Body pt="md">
          <Group justify="space-between" wrap="nowrap" align="flex-start" mb="md">
            <Drawer.Title fw={600} fz="lg" lh={1.35}>
              {rows[at]?.sentence ?? row?.sentence ?? 'One row of the sync log'}
            </Drawer.Title>
            <Drawer.CloseButton aria-label="Close" />
          </Group>
          {id !== undefined && (
            <>
              <Group mb="md" gap="xs">
                <StepButton
                  label="Newer"
                  icon={IconChevronUp}
                  row={at > 0 ? rows[at - 1] : undefined}
                  onOpen={onOpen}
                />
                <StepButton
                  label="Older"
                  icon={IconChevronDown}
                  row={at < 0 ? undefined : rows[at + 1]}
                  onOpen={onOpen}
                />
                <CopyLink id={id} />
                <InnerLink to={`/log/${encodeURIComponent(id)}`}>As a page of its own</InnerLink>
              </Group>
              <Answered key={id} query={shown} lines={10}>
                {(detail) => <LogDetail detail={detail} order={3} />}
              </Answered>
            </>
          )}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

interface StepButtonProps {
  readonly label: string;
  readonly icon: typeof IconChevronUp;
  readonly row: LogRow | undefined;
  readonly onOpen: (id: string) => void;
}

function StepButton({ label, icon: Icon, row, onOpen }: StepButtonProps): ReactElement {
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<Icon size={14} aria-hidden />}
      disabled={row === undefined}
      onClick={() => {
        if (row !== undefined) onOpen(row.id);
      }}
    >
      {label}
    </Button>
  );
}

function CopyLink({ id }: { readonly id: string }): ReactElement {
  const { href } = window.location;
  const url = new URL(href);
  url.searchParams.set('row', id);
  return (
    <CopyButton value={url.toString()}>
      {({ copied, copy }) => (
        <Button variant="default" size="xs" leftSection={<IconLink size={14} aria-hidden />} onClick={copy}>
          {copied ? 'Copied' : 'Copy link'}
        </Button>
      )}
    </CopyButton>
  );
}
