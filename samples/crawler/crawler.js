'use strict';

// A batch job: follow the links of one site breadth first, print a line a page and a summary, and exit.
// Exit codes: 0 every page answered, 1 some page failed, 2 the site could not be reached at all.
//
//   CRAWL_URL        where to start (default http://web/, the service of the walk by its name)
//   CRAWL_MAX_PAGES  how many pages at most (default 50)
const start = new URL(process.env.CRAWL_URL ?? 'http://web/');
const maxPages = Number(process.env.CRAWL_MAX_PAGES ?? 50);

async function fetchPage(url) {
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  return { status: response.status, body: await response.text() };
}

function linksOf(body, base) {
  return [...body.matchAll(/href="([^"]+)"/g)]
    .map((match) => new URL(match[1], base))
    .filter((url) => url.origin === base.origin)
    .map((url) => url.href);
}

async function crawl() {
  const queue = [start.href];
  const seen = new Set(queue);
  let failed = 0;
  let fetched = 0;

  while (queue.length > 0 && fetched < maxPages) {
    const url = queue.shift();
    try {
      const { status, body } = await fetchPage(url);
      fetched += 1;
      failed += status >= 400 ? 1 : 0;
      console.log(`${status} ${url} ${Buffer.byteLength(body)} bytes`);
      for (const link of linksOf(body, new URL(url))) {
        if (!seen.has(link)) {
          seen.add(link);
          queue.push(link);
        }
      }
    } catch (error) {
      const reason = error.cause?.code ?? error.name;
      if (fetched === 0) {
        console.error(`cannot reach ${url} (${reason}): set CRAWL_URL to a site this container can reach`);
        return 2;
      }
      failed += 1;
      console.error(`failed ${url} (${reason})`);
    }
  }

  console.log(`crawled ${fetched} pages of ${start.origin}, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

crawl().then((code) => {
  process.exitCode = code;
});
