/* Every answer that a test receives is held against api/openapi.json. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { root } from './paths.ts';

interface Operation {
  responses: Record<string, { content?: Record<string, { schema?: object }> }>;
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
}

const document: Document = JSON.parse(readFileSync(join(root, 'api/openapi.json'), 'utf8'));
const ajv = new Ajv2020({ strict: false, allErrors: false, logger: false });
// biome-ignore lint/suspicious/noExplicitAny: the module's default export is typed for CommonJS
(addFormatsModule as any)(ajv);
ajv.addSchema(document, 'openapi');

/** Paths with the most literal segments first, as the server's router prefers them. */
const patterns = Object.keys(document.paths)
  .map((path) => ({
    path,
    literals: path.split('/').map((part) => (part.startsWith('{') ? 1 : 0)),
    regex: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`),
  }))
  .sort((a, b) => (a.literals.join('') < b.literals.join('') ? -1 : 1));

const validators = new Map<string, ValidateFunction>();

function pointer(text: string): string {
  return encodeURIComponent(text.replace(/~/g, '~0').replace(/\//g, '~1'));
}

export function operationOf(method: string, pathname: string) {
  const verbs = { PUT: ['put', 'patch'], PATCH: ['patch', 'put'], HEAD: ['get'] } as Record<
    string,
    string[]
  >;
  for (const { path, regex } of patterns) {
    if (!regex.test(pathname)) continue;
    for (const verb of verbs[method] ?? [method.toLowerCase()])
      if (document.paths[path]?.[verb])
        return { path, verb, operation: document.paths[path][verb] };
  }
  return undefined;
}

/** Throws when the answer's status or body is not described. */
export function checkReply(method: string, pathname: string, status: number, body: unknown): void {
  const found = operationOf(method, pathname);
  if (!found) {
    if (status === 404 || status === 405) return;
    throw new Error(`${method} ${pathname} is not in openapi.json`);
  }
  const responses = found.operation.responses;
  const key = responses[String(status)] ? String(status) : responses.default ? 'default' : '';
  if (!key) throw new Error(`${method} ${found.path} answered ${status}, which is not described`);
  const type = responses[key]?.content?.['application/json'];
  if (!type?.schema) return;
  const id = `${found.path} ${found.verb} ${key}`;
  let validate = validators.get(id);
  if (!validate) {
    validate = ajv.compile({
      $ref: `openapi#/paths/${pointer(found.path)}/${found.verb}/responses/${key}/content/application~1json/schema`,
    });
    validators.set(id, validate);
  }
  if (!validate(body))
    throw new Error(
      `${method} ${found.path} ${status}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(body).slice(0, 2000)}`,
    );
}
