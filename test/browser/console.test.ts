// The console in a real browser, against a real process with a law firm's day behind it: every page, used as an admin uses it.

import { connections } from './areas/connections';
import { everyPage } from './areas/every-page';
import { groups } from './areas/groups';
import { hostileTexts } from './areas/hostile-texts';
import { imports } from './areas/imports';
import { leavers } from './areas/leavers';
import { libraries } from './areas/libraries';
import { log } from './areas/log';
import { outage } from './areas/outage';
import { overview } from './areas/overview';
import { people } from './areas/people';
import { review } from './areas/review';
import { settings } from './areas/settings';
import { signInArea } from './areas/sign-in';
import { describeInBrowser } from './chromium';
import { openStage, type Stage } from './stage';

const START_MS_MAX = 120_000;
const STOP_MS_MAX = 60_000;

/** In this order: what changes the firm most comes last. */
const AREAS = [
  everyPage,
  overview,
  log,
  people,
  leavers,
  groups,
  libraries,
  review,
  imports,
  connections,
  settings,
  outage,
  signInArea,
  hostileTexts,
] as const;

/** The tests beside it have the machine as well. */
jest.setTimeout(90_000);

describeInBrowser('the console', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  }, START_MS_MAX);
  afterAll(() => stage.close(), STOP_MS_MAX);

  /** Errors, refused scripts and styles, requests to elsewhere: of no test whatever. */
  afterEach(() => {
    expect(stage.takeComplaints()).toEqual([]);
  });

  /** What a test that failed left open must not stand in the way of the next. */
  afterEach(async () => {
    const isOpen = await stage.page.getByRole('dialog').isVisible();
    if (isOpen) await stage.page.goto(stage.gateway.consoleUrl);
  });

  for (const area of AREAS) area(() => stage);
});
