// A table of any length: draws only the rows in sight and asks for more before the end is reached. Knows nothing of what the rows say.

import { Loader, Table, Text, VisuallyHidden, useMatches } from '@mantine/core';
import {
  createColumnHelper,
  tableFeatures,
  useTable,
  type ColumnDef,
  type ReactTable,
} from '@tanstack/react-table';
import { useWindowVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, type ReactElement, type ReactNode } from 'react';

export interface TableColumn<T> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: T) => ReactNode;
  /** As CSS has it, for a column that needs it. */
  readonly width?: string;
  /** Numbers stand under each other. */
  readonly isNumber?: boolean;
  /** Left out on a phone. */
  readonly isSecondary?: boolean;
}

export interface RowsTableProps<T> {
  readonly columns: readonly TableColumn<T>[];
  readonly rows: readonly T[];
  readonly rowKey: (row: T) => string;
  /** What the table is, for who cannot see it. */
  readonly label: string;
  /** Shown where there is no row. */
  readonly empty: string;
  readonly hasMore?: boolean;
  readonly isLoadingMore?: boolean;
  readonly onMore?: () => void;
  /** Least width before it is scrolled sideways. */
  readonly minWidth?: number;
  /** The same on a phone, where secondary columns are left out. */
  readonly phoneMinWidth?: number;
  readonly isMarked?: (row: T) => boolean;
}

const ROW_HEIGHT_PX = 44;
const OVERSCAN = 12;
/** Rows before the end at which more is asked for. */
const AHEAD = 20;

const features = tableFeatures({});
type Features = typeof features;

export function RowsTable<T extends object>(props: RowsTableProps<T>): ReactElement {
  const { columns, rows, rowKey, label, empty, minWidth = 640, hasMore = false } = props;
  const leastWidth = useMatches({ base: props.phoneMinWidth ?? minWidth, sm: minWidth });
  const top = useRef<HTMLDivElement>(null);
  const definitions = useMemo(() => definitionsOf(columns), [columns]);
  const data = useMemo(() => [...rows], [rows]);
  const table = useTable({ features, columns: definitions, data, getRowId: rowKey });
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_HEIGHT_PX,
    overscan: OVERSCAN,
    scrollMargin: top.current?.offsetTop ?? 0,
    getItemKey: (index) => rowKey(rows[index] as T),
  });
  const items = virtualizer.getVirtualItems();
  useMoreAtEnd(props, items.at(-1)?.index ?? -1);
  if (rows.length === 0 && !hasMore) return <Text c="dimmed">{empty}</Text>;
  const before = (items[0]?.start ?? 0) - virtualizer.options.scrollMargin;
  const after = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? 0) - virtualizer.options.scrollMargin);
  return (
    <div ref={top}>
      <Table.ScrollContainer
        minWidth={leastWidth}
        type="native"
        role="region"
        aria-label={label}
        tabIndex={0}
      >
        <Table highlightOnHover verticalSpacing={6} aria-rowcount={hasMore ? -1 : rows.length}>
          <VisuallyHidden component="caption">{label}</VisuallyHidden>
          <Heads table={table} columns={columns} />
          <Table.Tbody>
            {before > 0 && <tr aria-hidden="true" style={{ height: before }} />}
            {items.map((item) => (
              <Line
                key={item.key}
                table={table}
                item={item}
                measure={virtualizer.measureElement}
                {...props}
              />
            ))}
            {after > 0 && <tr aria-hidden="true" style={{ height: after }} />}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {props.isLoadingMore === true && <Loader size="sm" mt="sm" aria-label="Loading more" />}
    </div>
  );
}

function useMoreAtEnd<T>(
  { rows, hasMore, isLoadingMore, onMore }: RowsTableProps<T>,
  lastIndex: number,
): void {
  useEffect(() => {
    if (hasMore === true && isLoadingMore !== true && lastIndex >= rows.length - AHEAD) onMore?.();
  }, [hasMore, isLoadingMore, lastIndex, onMore, rows.length]);
}

function definitionsOf<T extends object>(columns: readonly TableColumn<T>[]): ColumnDef<Features, T>[] {
  const helper = createColumnHelper<Features, T>();
  return columns.map(({ id, header, cell }) =>
    helper.display({ id, header, cell: ({ row }) => cell(row.original) }),
  );
}

interface HeadsProps<T extends object> {
  readonly table: ReactTable<Features, T>;
  readonly columns: readonly TableColumn<T>[];
}

function Heads<T extends object>({ table, columns }: HeadsProps<T>): ReactElement {
  return (
    <Table.Thead>
      {table.getHeaderGroups().map((group) => (
        <Table.Tr key={group.id}>
          {group.headers.map((header, at) => (
            <Table.Th key={header.id} scope="col" {...looksOf(columns[at])}>
              <table.FlexRender header={header} />
            </Table.Th>
          ))}
        </Table.Tr>
      ))}
    </Table.Thead>
  );
}

interface LineProps<T extends object> extends HeadsProps<T> {
  readonly item: VirtualItem;
  readonly measure: (node: Element | null) => void;
  readonly isMarked?: (row: T) => boolean;
}

function Line<T extends object>({
  table,
  columns,
  item,
  measure,
  isMarked,
}: LineProps<T>): ReactElement | null {
  const row = table.getRowModel().rows[item.index];
  if (row === undefined) return null;
  const isHighlit = isMarked?.(row.original) === true;
  return (
    <Table.Tr
      ref={measure}
      data-index={item.index}
      aria-rowindex={item.index + 2}
      {...(isHighlit ? { bg: 'var(--mantine-color-blue-light)' } : {})}
    >
      {row.getAllCells().map((cell, at) => (
        <Table.Td key={cell.id} {...looksOf(columns[at])}>
          <table.FlexRender cell={cell} />
        </Table.Td>
      ))}
    </Table.Tr>
  );
}

function looksOf<T>(column: TableColumn<T> | undefined): object {
  return {
    ...(column?.width === undefined ? {} : { w: column.width }),
    ...(column?.isNumber === true ? { ta: 'right', className: 'number' } : {}),
    ...(column?.isSecondary === true ? { visibleFrom: 'sm' } : {}),
  };
}
