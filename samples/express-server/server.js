'use strict';

// A small site of linked pages. It listens on port 80 of its container and ends cleanly on SIGTERM,
// which is what ECS sends a task that is being stopped.
const express = require('express');
const os = require('node:os');

const pages = {
  '/': { title: 'Home', links: ['/about', '/products', '/health'] },
  '/about': { title: 'About', links: ['/'] },
  '/products': { title: 'Products', links: ['/products/1', '/products/2', '/products/3'] },
  '/products/1': { title: 'Anvil', links: ['/products'] },
  '/products/2': { title: 'Bellows', links: ['/products'] },
  '/products/3': { title: 'Crucible', links: ['/products'] },
};

const app = express();
app.disable('x-powered-by');

app.use((request, response, next) => {
  response.on('finish', () => console.log(`${request.method} ${request.path} ${response.statusCode}`));
  next();
});

app.get('/health', (request, response) => {
  response.json({ status: 'ok', host: os.hostname(), uptimeSeconds: Math.round(process.uptime()) });
});

app.get(Object.keys(pages), (request, response) => {
  const page = pages[request.path];
  const links = page.links.map((link) => `<li><a href="${link}">${link}</a></li>`).join('');
  response.type('html').send(`<!doctype html><title>${page.title}</title><h1>${page.title}</h1><ul>${links}</ul>`);
});

const port = Number(process.env.PORT ?? 80);
const server = app.listen(port, '0.0.0.0', () => console.log(`express-server listening on port ${port}`));

process.on('SIGTERM', () => {
  console.log('SIGTERM: no new requests; ending when the running ones are answered');
  server.close(() => process.exit(0));
});
