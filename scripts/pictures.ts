// `npm run pictures`: takes the pictures of the console that the README shows, of a firm that is made up anew each time.

import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mongo } from 'mongoose';
import { chromium, type Page } from 'playwright-core';
import type { Customer } from '../src/directory/customer';
import { parseConfig } from '../src/config/parse';
import { readPublishedSchemas } from '../src/scim/schema/published';
import { compileSchemaMap } from '../src/scim/schema/schema-map';
import { startGatewayProcess, type GatewayProcess } from './prove/gateway-process';
import { storeFirm } from './seed/firm';
import { NOTHING } from './seed/plan';

const PROJECT = join(__dirname, '..');
const FOLDER = join(PROJECT, 'docs', 'pictures');
const FIRM = join(__dirname, 'demo', 'firm.json');
const TSX = join(PROJECT, 'node_modules', '.bin', 'tsx');
const CHROMIUM = process.env['CHROMIUM_BINARY'] ?? '/usr/bin/chromium';
/** So large a README shows them; the page itself is laid out as at a desk. */
const SCALE = 0.7;
const DESK = { width: 1280, height: 800 };
const BYTES_MAX = 120 * 1024;
const DAY_MS = 86_400_000;
const COUNTING_MS_MAX = 60_000;
const COUNTING_POLL_MS = 250;
const SEED = 20261122;
const DAYS = 60;
const PEOPLE = 400;
const EVENTS = 1_600;
const GROUPS = 12;
/** What stands in the place of what is on its way. */
const ON_ITS_WAY = '[aria-busy="true"], [aria-label="Loading"], .mantine-Skeleton-root';

async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'imanage-pictures-'));
  const adminToken = randomBytes(32).toString('hex');
  const env = { ADMIN_TOKEN: adminToken, GATEWAY_CONFIG: FIRM };
  try {
    const to = new Date();
    const first = await startGatewayProcess({ dataDir, env });
    const made = (await asked(first, adminToken, 'connections', {
      name: 'entra',
      kind: 'entra',
      expires: null,
    })) as { readonly token: { readonly text: string } };
    const demo = ['scripts/demo.ts', '--leave', '--base', first.baseUrl, '--token', made.token.text];
    execFileSync(TSX, demo, { cwd: PROJECT, stdio: 'ignore' });
    await seed(first, to);
    await first.stop();
    // Days of the past are counted at a start.
    const gateway = await startGatewayProcess({ dataDir, env });
    try {
      await counted(gateway, adminToken);
      await takeAll(gateway, adminToken);
    } finally {
      await gateway.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function seed({ databaseUri }: GatewayProcess, to: Date): Promise<void> {
  const client = await mongo.MongoClient.connect(databaseUri);
  try {
    await storeFirm(client.db(), {
      customer: firm(),
      schemaMap: compileSchemaMap(readPublishedSchemas(join(PROJECT, 'schemas'))),
      plan: {
        ...{ seed: SEED, people: PEOPLE, events: EVENTS, groups: GROUPS, largestGroup: 0 },
        ...{ from: new Date(to.getTime() - DAYS * DAY_MS), to, peopleBefore: 0, groupsBefore: 0 },
      },
      reached: NOTHING,
      isAgain: false,
      notebook: { reach: () => Promise.resolve(), keep: () => Promise.resolve() },
      onProgress: (what, done, of) => {
        console.log(`${what}: ${done} of ${of}`);
      },
      stopping: new AbortController().signal,
    });
  } finally {
    await client.close();
  }
}

function firm(): Customer {
  const parsed = parseConfig({ GATEWAY_CONFIG: FIRM }, (path) => readFileSync(path, 'utf8'), 'administer');
  const [customer] = parsed.ok ? parsed.config.customers : [];
  if (customer === undefined) throw new Error('scripts/demo/firm.json holds no firm');
  return customer;
}

/** Waits until the past of the firm is counted. */
async function counted(gateway: GatewayProcess, adminToken: string): Promise<void> {
  const from = new Date(Date.now() - DAYS * DAY_MS).toISOString().slice(0, 10);
  const deadline = performance.now() + COUNTING_MS_MAX;
  for (;;) {
    const days = (await asked(gateway, adminToken, `overview/days?from=${from}`)) as {
      readonly countedTo: string | null;
    };
    if (days.countedTo === null) return;
    if (performance.now() > deadline) throw new Error('the days of the past are not counted in time');
    await sleep(COUNTING_POLL_MS);
  }
}

/** @param body absent: only looked at */
async function asked(
  { rootUrl }: GatewayProcess,
  adminToken: string,
  path: string,
  body?: object,
): Promise<unknown> {
  const answer = await fetch(`${rootUrl}/admin/api/customers/default/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { Authorization: `Bearer ${adminToken}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  return answer.json();
}

async function takeAll({ rootUrl }: GatewayProcess, adminToken: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  try {
    const context = await browser.newContext({
      viewport: DESK,
      deviceScaleFactor: SCALE,
      locale: 'en-GB',
      timezoneId: 'Europe/London',
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    await page.goto(`${rootUrl}/admin/`);
    await page.getByLabel('Admin token').fill(adminToken);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await take(page, 'overview');
    await page.getByRole('link', { name: 'Sync log', exact: true }).click();
    await page.getByRole('link', { name: /was not allowed to create Tor Rask/ }).click();
    await page.getByText('How to mend it at').first().waitFor();
    await take(page, 'sync-log');
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await page.getByRole('link', { name: 'Mira Saar', exact: true }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Mira Saar' }).waitFor();
    await take(page, 'person');
  } finally {
    await browser.close();
  }
}

async function take(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.locator(ON_ITS_WAY).first().waitFor({ state: 'detached' });
  const path = join(FOLDER, `${name}.png`);
  await page.screenshot({ path });
  const { size } = statSync(path);
  console.log(`${path}: ${Math.round(size / 1024)} KB`);
  if (size > BYTES_MAX) throw new Error(`${name}.png is larger than ${BYTES_MAX / 1024} KB`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
