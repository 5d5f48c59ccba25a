/** The process's log: winston behind an interface of ours. Knows nothing of what is logged, nor where the settings came from. */
import {
  createLogger as createWinston,
  format as formats,
  transports,
  type Logger as WinstonLogger,
} from 'winston';
import { gatherLines, type GatheredLines } from './gathered-lines';
import { jsonRenderer, prettyRenderer } from './render';
import { shieldedSink, type Sink } from './sink';

type LogLevel = 'error' | 'warn' | 'info' | 'debug';
type LogFields = Readonly<Record<string, unknown>>;

/** None of these ever throws, whatever the fields and the sink are. */
export interface Logger {
  error(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  /** Writes now what otherwise is written with whatever else is logged in this turn of the event loop. */
  flush(): void;
  /** Resolves when everything logged so far is written, or after two seconds. Later records are dropped. */
  close(): Promise<void>;
}

export interface LoggerOptions {
  readonly level: LogLevel;
  readonly format: 'pretty' | 'json';
  /** Where lines go; standard output unless given. It stays open. */
  readonly stream?: NodeJS.WritableStream;
  readonly now?: () => Date;
  /** Stand in every record, such as which of several processes writes it. */
  readonly always?: LogFields;
}

const LEVELS = { error: 0, warn: 1, info: 2, debug: 3 } as const satisfies Readonly<Record<LogLevel, number>>;
const CLOSE_WAIT_MS = 2_000;
/** Records that a slow sink may be behind; more are dropped and counted, so that the log cannot fill the memory. */
const PENDING_MAX = 10_000;

type RecordWriter = (level: LogLevel, message: string, fields: LogFields) => void;

export function createLogger(options: LoggerOptions): Logger {
  const { level, stream = process.stdout } = options;
  const sink = shieldedSink(stream);
  const winston = winstonTo(sink, level);
  const lines = gatherLines(passing(sink, winston));
  const write = dropping(sink, rendering(sink, lines, options));
  let closing: Promise<void> | undefined;
  const log =
    (at: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      if (closing === undefined && LEVELS[at] <= LEVELS[level]) write(at, message, fields);
    };
  const close = async (): Promise<void> => {
    lines.flush();
    await withinMs(CLOSE_WAIT_MS, sink.idle());
    winston.close();
    sink.release();
  };
  return {
    error: log('error'),
    warn: log('warn'),
    info: log('info'),
    debug: log('debug'),
    flush: lines.flush,
    close: () => (closing ??= close()),
  };
}

function winstonTo(sink: Sink, level: LogLevel): WinstonLogger {
  return createWinston({
    levels: LEVELS,
    level,
    format: formats.printf(({ message }) => String(message)),
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- winston types its own stream transport as an interface
    transports: [new transports.Stream({ stream: sink.stream, eol: '\n' })],
  });
}

/** Winston takes the lines of a moment as one record; which of them are wanted was asked before, and an error always is. */
function passing(sink: Sink, winston: WinstonLogger): (lines: string, count: number) => void {
  return (lines, count) => {
    try {
      winston.log('error', lines);
    } catch {
      sink.settle(count);
    }
  };
}

/** Renders at once: later, time and fields are no longer those of the call. An error is not gathered: the process may end. */
function rendering(
  sink: Sink,
  lines: GatheredLines,
  { format, now = () => new Date(), always = {} }: LoggerOptions,
): RecordWriter {
  const render = (format === 'json' ? jsonRenderer : prettyRenderer)(always);
  return (level, message, fields) => {
    const line = render({ ts: now().toISOString(), level, message, fields });
    sink.announce();
    lines.add(line);
    if (level === 'error') lines.flush();
  };
}

/** Drops what a slow sink cannot take, and says how much as soon as it takes more. */
function dropping(sink: Sink, write: RecordWriter): RecordWriter {
  let dropped = 0;
  return (level, message, fields) => {
    if (sink.pending() >= PENDING_MAX) {
      dropped += 1;
      return;
    }
    if (dropped > 0) write('warn', 'log records were dropped: the sink is too slow', { dropped });
    dropped = 0;
    write(level, message, fields);
  };
}

async function withinMs(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, deadline]);
  clearTimeout(timer);
}
