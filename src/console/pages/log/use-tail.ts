// Follows the sync log as it grows, over a connection that is made again whenever it breaks. Knows no component.

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useLiveUrl, type Answer } from '../../shell/api';
import { SESSION_KEY } from '../../shell/session';
import type { AskedFilters } from './log-filters';

export type LogRow = Answer<'log.list'>['rows'][number];
export type TailState = 'off' | 'joining' | 'live' | 'broken';

/** Many rows at once are drawn at once. */
const GATHER_MS = 400;
const AGAIN_MS = 3_000;

interface Tail {
  readonly state: TailState;
  /** Newest first. */
  readonly arrived: readonly LogRow[];
}

interface TailOptions {
  readonly asked: AskedFilters;
  /** The newest row that is known already. */
  readonly after: string | undefined;
  readonly isOn: boolean;
}

export function useTail({ asked, after, isOn }: TailOptions): Tail {
  const [arrived, setArrived] = useState<readonly LogRow[]>([]);
  const [state, setState] = useState<TailState>('joining');
  const newest = useRef<string | undefined>(undefined);
  const urlOf = useRef(useLiveUrl());
  const queries = useQueryClient();
  useEffect(() => {
    if (!isOn) return undefined;
    newest.current ??= after;
    return follow({
      url: () =>
        urlOf.current('log.tail', {
          ...asked,
          ...(newest.current === undefined ? {} : { after: newest.current }),
        }),
      onState: (now) => {
        setState(now);
        // Perhaps nobody is signed in any more.
        if (now === 'broken') void queries.invalidateQueries({ queryKey: SESSION_KEY });
      },
      onRows: (rows) => {
        newest.current = rows.at(-1)?.id;
        setArrived((before) => withNew(before, rows));
      },
    });
  }, [isOn, asked, after, queries]);
  return { state: isOn ? state : 'off', arrived };
}

/** After a break the gateway may send again what it sent before. */
function withNew(before: readonly LogRow[], rows: readonly LogRow[]): readonly LogRow[] {
  const known = new Set(before.map(({ id }) => id));
  return [...rows.filter(({ id }) => !known.has(id)).reverse(), ...before];
}

interface Following {
  readonly url: () => string;
  readonly onState: (state: TailState) => void;
  /** Oldest first, never none. */
  readonly onRows: (rows: readonly LogRow[]) => void;
}

/** @returns what ends it */
function follow({ url, onState, onRows }: Following): () => void {
  let source: EventSource;
  let gathered: LogRow[] = [];
  let again: number | undefined;
  const give = (): void => {
    if (gathered.length > 0) onRows(gathered);
    gathered = [];
  };
  const giving = window.setInterval(give, GATHER_MS);
  const open = (): void => {
    source = new EventSource(url());
    source.onopen = () => {
      onState('live');
    };
    source.onmessage = ({ data }: MessageEvent<string>) => {
      gathered.push(JSON.parse(data) as LogRow);
    };
    // A browser that connects again by itself would ask for the rows since the page was opened.
    source.onerror = () => {
      source.close();
      give();
      onState('broken');
      again = window.setTimeout(open, AGAIN_MS);
    };
  };
  open();
  return () => {
    window.clearInterval(giving);
    window.clearTimeout(again);
    source.close();
    give();
  };
}
