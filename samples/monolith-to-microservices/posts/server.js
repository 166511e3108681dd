'use strict';

// The posts of the forum, taken out of the monolith.
const http = require('node:http');
const db = require('./db.json');

// A path without an answer, such as a user who does not exist, is 404.
const routes = [
  [/^\/$/, () => 'Ready to receive requests'],
  [/^\/api\/?$/, () => 'API ready to receive requests'],
  [/^\/api\/posts\/in-thread\/(\d+)$/, (id) => db.posts.filter((post) => post.thread === id)],
  [/^\/api\/posts\/by-user\/(\d+)$/, (id) => db.posts.filter((post) => post.user === id)],
];

function answer(path) {
  for (const [pattern, read] of routes) {
    const match = pattern.exec(path);
    if (match) {
      return read(Number(match[1]));
    }
  }
  return undefined;
}

const server = http.createServer((request, response) => {
  const found = answer(new URL(request.url, 'http://localhost').pathname);
  // The name of the service, so that a client sees who answered.
  response.setHeader('X-Served-By', 'posts');
  if (found === undefined) {
    response.writeHead(404, { 'Content-Type': 'application/json' }).end('{"error":"not found"}');
  } else if (typeof found === 'string') {
    response.writeHead(200, { 'Content-Type': 'text/plain' }).end(found);
  } else {
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(found));
  }
});

// Longer than the load balancer keeps an idle connection (60 seconds), so that the balancer is always the one that closes it.
server.keepAliveTimeout = 65_000;
server.listen(3000, '0.0.0.0', () => console.log('posts listens on port 3000'));

// ECS takes the task out of the load balancer before it sends SIGTERM. Requests that run are still answered.
process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
