// A small table that is scrolled sideways inside itself where the screen is narrow, by keyboard too.

import { Table, VisuallyHidden } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';

interface WideTableProps {
  /** What the table is, for who cannot see it. */
  readonly label: string;
  readonly headings: readonly ReactNode[];
  /** Least width in pixels before it is scrolled. */
  readonly minWidth: number;
  /** In pixels, before it is scrolled up and down. */
  readonly maxHeight?: number;
  /** Its rows. */
  readonly children: ReactNode;
}

export function WideTable({ label, headings, minWidth, maxHeight, children }: WideTableProps): ReactElement {
  return (
    <Table.ScrollContainer
      minWidth={minWidth}
      type="native"
      role="region"
      aria-label={label}
      tabIndex={0}
      {...(maxHeight === undefined ? {} : { maxHeight })}
    >
      <Table verticalSpacing={6} stickyHeader={maxHeight !== undefined}>
        <VisuallyHidden component="caption">{label}</VisuallyHidden>
        <Table.Thead>
          <Table.Tr>
            {headings.map((heading, at) => (
              <Table.Th key={at} scope="col">
                {heading}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
