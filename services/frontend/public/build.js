// Follows the log that the page shows, and keeps the page of what is not over fresh: a build, a delivery.

const REFRESH_MS = 3000;
/** The page shows the end of a long log; all of it is behind the link. */
const MOST_CHARS = 400_000;

/** Takes the parts that may have changed out of a newly loaded copy of this page. */
async function refresh() {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const part of document.querySelectorAll('[data-fresh]')) {
    const name = part.getAttribute('data-fresh');
    const newer = fresh.querySelector(`[data-fresh="${name}"]`);
    // A part that somebody is using (a link in focus) is left alone until next time.
    if (newer && newer.innerHTML !== part.innerHTML && !part.contains(document.activeElement)) part.replaceWith(newer);
  }
  document.title = fresh.title;
  const log = document.querySelector('.kopr-log');
  const newLog = fresh.querySelector('.kopr-log[data-live-log]');
  if (!log || !newLog || !isFree(log, newLog)) return;
  const title = document.getElementById('log-title');
  if (title) title.textContent = fresh.getElementById('log-title')?.textContent ?? title.textContent;
  log.replaceWith(newLog);
  follow(newLog);
}

/**
 * Whether the log's place may be taken by another: nothing was shown yet, or it was that of a source which is complete.
 * @param {Element} log
 * @param {Element} newLog
 */
function isFree(log, newLog) {
  const [url, newUrl] = [log.getAttribute('data-live-log'), newLog.getAttribute('data-live-log')];
  return url === null || (url !== newUrl && log.hasAttribute('data-gives-way') && log.hasAttribute('data-complete'));
}

/** Until it is over. */
function keepFresh() {
  if (document.querySelector('[data-over]')) return;
  setTimeout(async () => {
    try {
      if (!document.hidden) await refresh();
    } catch {
      // The site is away for a moment: the next round will tell.
    }
    keepFresh();
  }, REFRESH_MS);
}

/** @param {Element} log */
function follow(log) {
  const url = log.getAttribute('data-live-log');
  if (!url) return;
  const status = document.querySelector('[data-log-status]');
  const say = (/** @type {string} */ text) => {
    if (status) status.textContent = text;
  };
  let held = 0;
  const events = new EventSource(`${url}?from=0`);
  events.addEventListener('open', () => say('following'));
  events.addEventListener('error', () => {
    const isGone = events.readyState === EventSource.CLOSED;
    say(isGone ? 'the log is not there (any more)' : 'connection lost, trying again …');
  });
  events.addEventListener('log', (event) => {
    const next = Number(event.lastEventId);
    const { offset, text } = JSON.parse(event.data);
    // A new attempt has begun, or after a reconnect the server begins again from the front.
    if (offset === 0) log.textContent = '';
    else if (next <= held) return;
    held = next;
    append(log, text);
  });
  events.addEventListener('end', () => {
    events.close();
    log.setAttribute('data-complete', '');
    say('the log is complete');
  });
}

/**
 * @param {Element} log
 * @param {string} text
 */
function append(log, text) {
  const box = document.querySelector('[data-follow]');
  if (box) /** @type {HTMLElement} */ (box).hidden = false;
  log.append(text);
  let surplus = (log.textContent?.length ?? 0) - MOST_CHARS;
  while (surplus > 0 && log.firstChild && log.childNodes.length > 1) {
    surplus -= log.firstChild.textContent?.length ?? 0;
    log.firstChild.remove();
  }
  if (box?.querySelector('input')?.checked !== false) log.scrollTop = log.scrollHeight;
}

const log = document.querySelector('.kopr-log[data-live-log]');
if (log) follow(log);
keepFresh();
