/* strace at a running program: to see its calls, or to meddle with them. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Has every thread of the process a tracer by now? */
function isTraced(pid: number): boolean {
  return readdirSync(`/proc/${pid}/task`).every((thread) =>
    /^TracerPid:\t[1-9]/m.test(readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8')),
  );
}

/** Runs `work` while strace is at the process; `options` say what it does there. */
export async function withStrace(
  pid: number,
  options: string[],
  work: () => Promise<void>,
): Promise<void> {
  const strace = spawn('strace', ['-f', '-qq', ...options, '-p', String(pid)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  strace.stderr.on('data', (bytes: Buffer) => {
    said += bytes.toString();
  });
  const over = new Promise((resolve) => strace.on('exit', resolve));
  const until = performance.now() + 30_000;
  try {
    while (!isTraced(pid)) {
      if (strace.exitCode !== null || performance.now() > until) throw new Error(`strace: ${said}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await work();
  } finally {
    strace.kill('SIGINT');
    await over;
  }
}
