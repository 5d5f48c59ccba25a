// `connections`: who may send people and groups, by which token; made, rotated, ended. Knows nothing of how a token is made.

import { Option, type Command } from 'commander';
import type { Answer } from '../../admin/place';
import { IDP_KINDS, type IdpKind } from '../../directory/idp-kind';
import { said } from '../asking';
import type { Column, CommandContext, InDirectory } from '../context';
import { CommandFailure, Misuse } from '../failure';
import { sayAll } from './columns';

type Connection = Answer<'connections.list'>['rows'][number];

/** One way in: a token, the OAuth client, or none. */
interface Row {
  readonly connection: Connection;
  readonly kind: 'token' | 'OAuth client' | null;
  readonly id: string | null;
  readonly ending: string | null;
  readonly state: string | null;
  readonly created: string | null;
  readonly expires: string | null;
  readonly lastUsed: string | null;
}

const LIST: readonly Column<Row>[] = [
  { heading: 'Connection', name: 'connection', value: ({ connection }) => connection.name },
  { heading: 'Identity provider', name: 'kind', value: ({ connection }) => connection.kindName },
  { heading: 'From', name: 'origin', value: ({ connection }) => connection.origin },
  { heading: 'State', name: 'state', value: ({ connection }) => connection.state },
  { heading: 'Last seen', name: 'lastSeen', value: ({ connection }) => connection.lastSeen },
  { heading: 'Requests (24 h)', name: 'requests24h', value: ({ connection }) => connection.requests24h },
  { heading: 'Refused (24 h)', name: 'refused24h', value: ({ connection }) => connection.refused24h },
  { heading: 'Way in', name: 'wayIn', value: ({ kind }) => kind },
  { heading: 'Ends with', name: 'ending', value: ({ ending }) => ending },
  { heading: 'Is', name: 'tokenState', value: ({ state }) => state },
  { heading: 'Created', name: 'created', value: ({ created }) => created },
  { heading: 'Expires', name: 'expires', value: ({ expires }) => expires },
  { heading: 'Last used', name: 'lastUsed', value: ({ lastUsed }) => lastUsed },
  { heading: 'Token', name: 'token', value: ({ id }) => id },
];

type Made = Answer<'connections.create'>;
const MADE: readonly Column<Made>[] = [
  { heading: 'Connection', name: 'connection', value: ({ connection }) => connection.name },
  { heading: 'Token', name: 'token', value: ({ token }) => token.id },
  { heading: 'Expires', name: 'expires', value: ({ token }) => token.expires },
  { heading: 'Secret', name: 'secret', value: ({ token }) => token.text },
];

interface MakeOptions {
  readonly kind: IdpKind;
  readonly expires?: string;
  readonly strict?: true;
}
interface RotateOptions {
  readonly expires?: string;
  readonly oldEnds?: string;
}
interface ExpireOptions {
  readonly at?: string;
  readonly never?: true;
}

const MOMENT = 'a date-time such as 2027-11-01T00:00:00Z';
const NAME = ['<connection>', 'its name, or its id'] as const;
const TOKEN = ['<token>', 'id of the token or OAuth client, as the list shows it'] as const;

export function addConnections(program: Command, inDirectory: InDirectory): void {
  const connections = program
    .command('connections')
    .description('List the connections with their tokens, when each was last used and how long it lasts.')
    .action(() => inDirectory(list));
  connections
    .command('create')
    .description('Make a connection. Its token is shown once, on standard output.')
    .argument('<name>', 'letters, digits, dots, hyphens and underscores')
    .addOption(new Option('--kind <kind>', 'identity provider').choices(IDP_KINDS).makeOptionMandatory())
    .option('--expires <moment>', `when the token ends: ${MOMENT} (default: never)`)
    .option('--strict', 'take nothing that the standard does not allow')
    .action((name: string, options: MakeOptions) => inDirectory((context) => create(context, name, options)));
  connections
    .command('rotate')
    .description(
      'Make another token, shown once; the old one goes on until it is revoked, or until --old-ends.',
    )
    .argument(...NAME)
    .option('--expires <moment>', `when the new token ends: ${MOMENT} (default: never)`)
    .option('--old-ends <moment>', `when the old one ends: ${MOMENT}`)
    .action((name: string, options: RotateOptions) =>
      inDirectory((context) => rotate(context, name, options)),
    );
  connections
    .command('revoke')
    .description('End a token, or the OAuth client with its access tokens, at once and for good.')
    .argument(...NAME)
    .argument(...TOKEN)
    .action((name: string, token: string) => inDirectory((context) => revoke(context, name, token)));
  connections
    .command('expire')
    .description('Set when a token ends.')
    .argument(...NAME)
    .argument(...TOKEN)
    .option('--at <moment>', MOMENT)
    .addOption(new Option('--never', 'it does not end by itself').conflicts('at'))
    .action((name: string, token: string, options: ExpireOptions) =>
      inDirectory((context) => expire(context, { name, token }, options)),
    );
}

async function list({ output, ...context }: CommandContext): Promise<void> {
  const rows = await all(context);
  await output.rows(LIST, rows.flatMap(waysIn));
}

async function create(
  context: CommandContext,
  name: string,
  { kind, expires, strict }: MakeOptions,
): Promise<void> {
  assertAtGateway(context);
  const profile = strict === true ? ('strict' as const) : undefined;
  await showMade(context, await context.ask('connections.create', said({ name, kind, expires, profile })));
}

async function rotate(context: CommandContext, name: string, options: RotateOptions): Promise<void> {
  const connection = await connectionCalled(context, name);
  await showMade(context, await context.ask('connections.rotate', { connection, ...options }));
}

async function revoke(context: CommandContext, name: string, token: string): Promise<void> {
  const connection = await connectionCalled(context, name);
  const { words } = await context.ask('connections.revoke', { connection, token });
  context.output.say(words);
}

async function expire(
  context: CommandContext,
  { name, token }: { readonly name: string; readonly token: string },
  { at, never }: ExpireOptions,
): Promise<void> {
  if (at === undefined && never !== true) throw new Misuse('say --at and a moment, or --never');
  const connection = await connectionCalled(context, name);
  const { words } = await context.ask('connections.expire', { connection, token, expires: at ?? null });
  context.output.say(words);
}

/** On standard output, so that a script can put it where it belongs and no log of remarks holds it. */
async function showMade(context: CommandContext, made: Made): Promise<void> {
  await context.output.rows(MADE, [made]);
  sayAll(context, [
    'Copy the secret now: it is not shown again. Lost, it can only be changed for another one: rotate.',
  ]);
}

/** @returns the id @throws CommandFailure with the names that there are */
async function connectionCalled(context: CommandContext, name: string): Promise<string> {
  const rows = await all(context);
  const found = rows.find((row) => row.id === name || row.name === name);
  if (found !== undefined) return found.id;
  const names = rows.map((row) => row.name).join(', ');
  throw new CommandFailure(
    `no connection is called ${JSON.stringify(name)}; there ${rows.length === 0 ? 'is none' : `are ${names}`}`,
  );
}

async function all(context: Pick<CommandContext, 'ask' | 'here'>): Promise<readonly Connection[]> {
  assertAtGateway(context);
  return (await context.ask('connections.list', {})).rows;
}

/** The command line beside the database is not told the tokens of the configuration. @throws Misuse */
function assertAtGateway({ here }: Pick<CommandContext, 'here'>): void {
  if (here === null) return;
  throw new Misuse(
    'connections asks a running gateway, for only it knows the tokens of its configuration: give --url and the admin token',
  );
}

function waysIn(connection: Connection): readonly Row[] {
  const { tokens, client } = connection;
  const none = { connection, kind: null, id: null, ending: null, state: null, created: null };
  const rows: readonly Row[] = [
    ...tokens.map((token) => ({ ...token, connection, kind: 'token' as const })),
    ...(client === null ? [] : [{ ...none, ...client, kind: 'OAuth client' as const, expires: null }]),
  ];
  return rows.length > 0 ? rows : [{ ...none, expires: null, lastUsed: null }];
}
