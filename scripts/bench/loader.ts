// The load generator, a process of its own: takes one job at a time from its parent, keeps its connections busy, and tells what came of it.
import type { Job, Round } from './job';
import { meterOf, newCourse, startClock, type Course } from './meter';
import { WrongAnswer, type Answer, type Request, type Send, type Stage } from './scenario';
import { scenariosFor } from './scenarios';
import { openWire, type Reply, type Wire } from './wire';

/** A cursor may stand before the numbers of a page. */
const BEGINNING = 1_500;
const FAULTS_SHOWN = 3;
/** One that gets so many wrong answers will not get better. */
const FAULTS_MAX = 50;

async function run(job: Job): Promise<Round> {
  const scenario = scenariosFor(job.setting.users).find(({ name }) => name === job.scenario);
  if (scenario === undefined) throw new Error(`there is no scenario ${job.scenario}`);
  const wires = await Promise.all(Array.from({ length: job.connections }, () => openWire(job.port)));
  const course = newCourse(job.from);
  const stages = scenario.stages(job.setting);
  const meter = meterOf(job, course);
  const stopClock = startClock(job, course, { meter, isTimed: stages[0]?.steps === undefined });
  try {
    for (const stage of stages) {
      if (stage.isCheck === true) meter.end();
      await runStage({ course, stage, wires, job });
    }
  } finally {
    stopClock();
    meter.end();
    for (const wire of wires) wire.close();
  }
  return meter.round();
}

interface StageRun {
  readonly course: Course;
  readonly stage: Stage;
  readonly wires: readonly Wire[];
  readonly job: Job;
}

async function runStage({ course, stage, wires, job }: StageRun): Promise<void> {
  const start = course.next;
  const last = stage.steps === undefined ? Infinity : start + stage.steps;
  if (stage.isCheck === true) course.isOver = false;
  const lanes = wires.map(async (wire, lane) => {
    const send = sender(wire, job, course);
    while (!course.isOver && course.next < last) {
      const index = course.next;
      course.next += 1;
      try {
        const done = await stage.step({ send, index, nth: index - start, lane });
        if (done === undefined) {
          course.next = Math.min(course.next, index);
          return;
        }
        if (course.isMeasured) course.done += done;
      } catch (error) {
        noteFault(course, error);
      }
    }
  });
  await Promise.all(lanes);
  if (stage.isCheck === true) course.next = start;
}

function noteFault(course: Course, error: unknown): void {
  course.wrong += 1;
  if (course.faults.length < FAULTS_SHOWN)
    course.faults.push(error instanceof Error ? error.message : String(error));
  if (course.wrong >= FAULTS_MAX) course.isOver = true;
}

function sender(wire: Wire, { port, tokens }: Job, course: Course): Send {
  return async (request) => {
    const text = requestText(request, port, tokens[request.customer ?? 0] ?? '');
    const since = performance.now();
    const reply = await wire.exchange(text);
    if (course.isMeasured) course.ms.push(performance.now() - since);
    return answerOf(reply, request);
  };
}

function requestText({ method, path, body }: Request, port: number, token: string): string {
  const head = `${method} /scim/v2${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: Bearer ${token}\r\n`;
  if (body === undefined) return `${head}\r\n`;
  const text = JSON.stringify(body);
  return `${head}content-type: application/scim+json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}

function answerOf({ status, body }: Reply, { method, path }: Request): Answer {
  const text = (): string => body.toString();
  const beginning = (): string => body.toString('utf8', 0, BEGINNING);
  const json = (): unknown => {
    try {
      return JSON.parse(text());
    } catch {
      throw new WrongAnswer(`${method} ${path}: ${status}, no JSON: ${text().slice(0, 300)}`);
    }
  };
  return { status, text, beginning, json };
}

process.on('message', (job: Job) => {
  run(job).then(
    (round) => process.send?.(round),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.once('disconnect', () => process.exit());
