// A button that gives a list as a file, in the form that is chosen. Knows no list.

import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useDownloadUrl, type DownloadName, type Input } from '../shell/api';

const FORMATS = [
  { format: 'csv', label: 'CSV, for a spreadsheet' },
  { format: 'json', label: 'JSON' },
  { format: 'ndjson', label: 'NDJSON, one line each' },
] as const;

interface DownloadMenuProps<N extends DownloadName> {
  readonly name: N;
  readonly input: Input<N>;
  readonly label?: string;
}

export function DownloadMenu<N extends DownloadName>({
  name,
  input,
  label = 'Export',
}: DownloadMenuProps<N>): ReactElement {
  const urlOf = useDownloadUrl();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FORMATS.map(({ format, label: words }) => (
          <Menu.Item key={format} component="a" href={urlOf(name, input, format)} download>
            {words}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
