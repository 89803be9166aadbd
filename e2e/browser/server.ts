import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** An address and password that `up --demo` printed. */
export type SignIn = { email: string; password: string };

const binary = resolve(import.meta.dirname, process.env.FIELDSTORY_BIN ?? '../../bin/fieldstory');

/**
 * Starts the whole system as a person would, on a folder of its own and a free port, and tells the
 * workers through the environment where it is and how to sign in. Playwright calls what it returns at
 * the end.
 */
export default async function start(): Promise<() => Promise<void>> {
  if (!existsSync(binary)) throw new Error(`There is no ${binary}. Run make build first.`);
  const data = await mkdtemp(join(tmpdir(), 'fieldstory-journey-'));
  await chmod(data, 0o755); // as root, PostgreSQL and Redis run as somebody else
  const server = spawn(binary, ['up', '--data', data, '--addr', '127.0.0.1:0', '--demo'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // As many clips at once as there are cores, with the quickest preset and few rungs: a backlog of
    // short ones is soonest done so.
    env: {
      FIELDSTORY_WORKERS: String(availableParallelism()),
      FIELDSTORY_PRESET: 'ultrafast',
      FIELDSTORY_LADDER: '480,240',
      ...process.env,
    },
  });
  const stop = async () => {
    await interrupt(server);
    await rm(data, { recursive: true, force: true });
  };
  try {
    const { url, signIns } = await listen(server);
    process.env.JOURNEY_URL = url;
    process.env.JOURNEY_SIGN_INS = JSON.stringify(signIns);
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

/** The sign-ins that were printed, for the workers. */
export function signIns(): SignIn[] {
  return JSON.parse(process.env.JOURNEY_SIGN_INS ?? '[]') as SignIn[];
}

/** Reads what the server prints until it is ready. */
function listen(server: ChildProcess): Promise<{ url: string; signIns: SignIn[] }> {
  const said: string[] = [];
  const signIns: SignIn[] = [];
  return new Promise((found, failed) => {
    const patience = setTimeout(
      () => failed(new Error(`The server was not ready within 60 s. It said:\n${said.join('\n')}`)),
      60_000,
    );
    server.once('error', failed);
    server.once('exit', (code) => {
      clearTimeout(patience);
      failed(new Error(`The server ended with ${code}. It said:\n${said.join('\n')}`));
    });
    createInterface({ input: server.stderr! }).on('line', (line) => said.push(line));
    createInterface({ input: server.stdout! }).on('line', (line) => {
      said.push(line);
      const printed = /(\S+@\S+)\s+(\S+)/.exec(line);
      if (printed) signIns.push({ email: printed[1]!, password: printed[2]! });
      const ready = /^ready: (http:\S+)$/.exec(line);
      if (!ready) return;
      clearTimeout(patience);
      found({ url: ready[1]!, signIns });
    });
  });
}

/** Ctrl-C, and patience for as long as the server promises to need. */
async function interrupt(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  server.kill('SIGINT');
  const patience = setTimeout(() => server.kill('SIGKILL'), 15_000);
  await ended;
  clearTimeout(patience);
}
