/*
 * The line to the PBX: SIP over a WebSocket, in a worker of its own. Its policy lets it connect to
 * that one address, which the pages may not.
 */
const ALIVE_MS = 25_000;
let socket;
let alive;

function close() {
  clearInterval(alive);
  if (!socket) return;
  socket.onopen = socket.onclose = socket.onmessage = null;
  socket.close();
  socket = undefined;
}

function open(url) {
  close();
  socket = new WebSocket(url, 'sip');
  socket.onopen = () => {
    // Proxies close lines on which nothing is said (RFC 7118, 6).
    alive = setInterval(() => socket.send('\r\n\r\n'), ALIVE_MS);
    postMessage({ kind: 'open' });
  };
  socket.onmessage = ({ data }) => postMessage({ kind: 'data', data });
  socket.onclose = ({ wasClean, code, reason }) => {
    clearInterval(alive);
    postMessage({ kind: 'closed', clean: wasClean, code, reason });
  };
}

self.onmessage = ({ data }) => {
  if (data.kind === 'open') open(data.url);
  else if (data.kind === 'send') socket?.send(data.text);
  else close();
};
