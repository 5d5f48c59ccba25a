// The rows of the sync log: those that were there, and above them those that come while somebody looks.

import { Text } from '@mantine/core';
import { useInViewport } from '@mantine/hooks';
import { useEffect, useMemo, useState, type ReactElement } from 'react';
import { Answered } from '../../parts/answered';
import { useFilters } from '../../parts/filters';
import { Moment } from '../../parts/moment';
import { RowsTable } from '../../parts/rows-table';
import { useAsk, usePages } from '../../shell/api';
import { LiveBar } from './live-bar';
import { logColumns } from './log-columns';
import { LogDrawer } from './log-drawer';
import type { AskedFilters } from './log-filters';
import { useTail, type LogRow } from './use-tail';

const ROWS_AT_ONCE = 100;
const ARRIVED_MAX = 2_000;

interface LogListProps {
  readonly asked: AskedFilters;
  readonly isFiltered: boolean;
  /** So much came that the list is better fetched anew. */
  readonly onFull: () => void;
}

export function LogList({ asked, isFiltered, onFull }: LogListProps): ReactElement {
  const pages = usePages('log.list', { ...asked, limit: ROWS_AT_ONCE });
  const labels = useActionLabels();
  const { values, set } = useFilters(['row']);
  const before = useMemo(() => pages.data?.pages.flatMap((page) => page.rows) ?? [], [pages.data]);
  const live = useLive(asked, before, pages.data !== undefined);
  const isFull = live.shown.length > ARRIVED_MAX && live.waiting === 0;
  useEffect(() => {
    if (isFull) onFull();
  }, [isFull, onFull]);
  const rows = useMemo(() => joined(live.shown, before), [live.shown, before]);
  const columns = useMemo(() => logColumns(labels), [labels]);
  const open = (row: string): void => {
    // Stepping through rows, and closing, are no steps of the back button.
    set({ row }, { replace: true });
  };
  return (
    <>
      <LiveBar {...live} end={asked.to} />
      <div ref={live.top} />
      <Answered query={pages} lines={12}>
        {() => (
          <RowsTable
            label="Sync log, newest first"
            columns={columns}
            rows={rows}
            rowKey={(row) => row.id}
            isMarked={(row) => row.id === values.row}
            minWidth={300}
            hasMore={pages.hasNextPage}
            isLoadingMore={pages.isFetchingNextPage}
            onMore={() => void pages.fetchNextPage()}
            empty={isFiltered ? NOTHING_MATCHES : NOTHING_YET}
          />
        )}
      </Answered>
      {pages.hasNextPage && <SearchedTo at={pages.data?.pages.at(-1)?.searchedTo ?? null} />}
      <LogDrawer id={values.row} rows={rows} onOpen={open} />
    </>
  );
}

const NOTHING_YET =
  'Nothing has come yet. As soon as an identity provider sends a person or a group, or an admin changes something here, it stands in this list.';
const NOTHING_MATCHES =
  'Nothing matches all of these filters. Take one of them away, or choose a longer time.';

function SearchedTo({ at }: { readonly at: string | null }): ReactElement | null {
  if (at === null) return null;
  return (
    <Text size="sm" c="dimmed">
      Looked through back to <Moment at={at} />; there may be more before that.
    </Text>
  );
}

interface Live {
  readonly state: ReturnType<typeof useTail>['state'];
  readonly shown: readonly LogRow[];
  /** Came, but would move what is being read. */
  readonly waiting: number;
  /** Came since the page was opened. */
  readonly count: number;
  readonly isPaused: boolean;
  readonly onPause: (isPaused: boolean) => void;
  readonly onShow: () => void;
  readonly top: ReturnType<typeof useInViewport>['ref'];
}

/** New rows show by themselves only while the top of the list is in sight and nobody paused it. */
function useLive(asked: AskedFilters, before: readonly LogRow[], isLoaded: boolean): Live {
  const [isPaused, setPaused] = useState(false);
  const [taken, setTaken] = useState(0);
  const { ref: top, inViewport } = useInViewport();
  const isPast = asked.to !== undefined && new Date(asked.to).getTime() < Date.now();
  const tail = useTail({ asked, after: before[0]?.id, isOn: isLoaded && !isPast });
  // The gateway begins a little earlier, so that nothing is missed; what is in the list already is nothing new.
  const arrived = useMemo(() => without(tail.arrived, before), [tail.arrived, before]);
  const isFlowing = !isPaused && inViewport;
  if (isFlowing && taken !== arrived.length) setTaken(arrived.length);
  const shown = useMemo(() => arrived.slice(arrived.length - taken), [arrived, taken]);
  return {
    state: tail.state,
    shown,
    waiting: arrived.length - taken,
    count: arrived.length,
    isPaused,
    onPause: setPaused,
    onShow: () => {
      atTop(() => {
        setTaken(arrived.length);
      });
    },
    top,
  };
}

/** Scrolled first: rows that come in above what is in sight would push it down. */
function atTop(act: () => void): void {
  if (window.scrollY === 0) {
    act();
    return;
  }
  window.addEventListener('scroll', act, { once: true });
  window.scrollTo({ top: 0 });
}

function joined(arrived: readonly LogRow[], before: readonly LogRow[]): readonly LogRow[] {
  return arrived.length === 0 ? before : [...arrived, ...before];
}

function without(rows: readonly LogRow[], known: readonly LogRow[]): readonly LogRow[] {
  const ids = new Set(known.map(({ id }) => id));
  const oldest = known.at(-1)?.at ?? '';
  return rows.filter(({ id, at }) => !ids.has(id) && at >= oldest);
}

function useActionLabels(): ReadonlyMap<string, string> {
  const choices = useAsk('log.choices', {});
  return useMemo(
    () => new Map(choices.data?.actions.map(({ name, label }) => [name, label])),
    [choices.data],
  );
}
