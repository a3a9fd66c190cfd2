import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { makeTemplate, root, temporary } from '../server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The demo companies as made by `hatif demo`. */
    template: string;
    /** Where pictures of the pages are kept. */
    screens: string;
  }
}

export default function setup(project: TestProject) {
  const folder = temporary('e2e-template');
  const template = join(folder, 'demo.db');
  const screens = join(root, 'tests/artefacts/screens');
  makeTemplate(template);
  mkdirSync(screens, { recursive: true });
  project.provide('template', template);
  project.provide('screens', screens);
  return () => rmSync(folder, { recursive: true, force: true });
}
