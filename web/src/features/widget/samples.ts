/* What is pasted into the pages and the server of a shop. */

/** In an attribute of HTML. */
const quoted = (text: string) => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;');

export function snippetOf(scriptUrl: string, key: string): string {
  return `<script async src="${quoted(scriptUrl)}" data-key="${quoted(key)}"></script>`;
}

const node = `import { createHmac } from 'node:crypto';

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

export function chatToken(user, secret) {
  const said = [
    part({ alg: 'HS256', typ: 'JWT' }),
    part({
      sub: String(user.id),
      name: user.name,
      email: user.email,
      exp: Math.floor(Date.now() / 1000) + 3600,
    }),
  ].join('.');
  return said + '.' + createHmac('sha256', secret).update(said).digest('base64url');
}
`;

const php = `<?php
function part(string $bytes): string {
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

function chat_token(array $user, string $secret): string {
    $said = part(json_encode(['alg' => 'HS256', 'typ' => 'JWT'])) . '.' .
        part(json_encode([
            'sub' => (string) $user['id'],
            'name' => $user['name'],
            'email' => $user['email'],
            'exp' => time() + 3600,
        ]));
    return $said . '.' . part(hash_hmac('sha256', $said, $secret, true));
}
`;

/** Names of languages are the same in every language. */
export const samples = [
  { id: 'node', label: 'Node.js', code: node },
  { id: 'php', label: 'PHP', code: php },
];

export const pageSample = `<script>
  window.Hatif = window.Hatif || ((...asked) => { (Hatif.q = Hatif.q || []).push(asked); });
  Hatif('identify', 'the token');
</script>
`;
