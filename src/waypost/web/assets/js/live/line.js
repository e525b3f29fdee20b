/* The line to the server: one stream of events for all tabs of this browser. The tab
   that holds the lock holds the stream and passes on what it hears; browsers allow few
   connections, and a stream keeps one. A tab that was hidden for a minute leaves, and
   catches up when it is looked at again. Where there are no locks each tab has its own. */
const HIDDEN = 60_000;
const SILENT = 50_000; // the server gives a sign of life every 20 seconds
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;
const NAMES = ["changed", "behind", "beat"];
const me = crypto.getRandomValues(new Uint32Array(2)).join("-");
const shares = "BroadcastChannel" in window && "locks" in navigator;

/** Listen for `wants()`, as known at `mark`; `hear(name, data, mark)` takes what comes. */
export class Line {
  constructor({ address, wants, mark, hear, signOut }) {
    Object.assign(this, { address, wants, mark, hear, signOut });
    this.pause = FIRST_PAUSE;
    this.tabs = new Map(); // of the tab that holds the stream: id → { things, since }
    this.isIn = false;
    document.addEventListener("visibilitychange", () => this.onVisibility());
    addEventListener("pagehide", () => this.leave());
    addEventListener("pageshow", (event) => { if (event.persisted) this.join(); });
    addEventListener("online", () => { this.pause = FIRST_PAUSE; this.soon(0); });
    if (!document.hidden) this.join();
  }

  onVisibility() {
    clearTimeout(this.hiding);
    if (document.hidden) this.hiding = setTimeout(() => this.leave(), HIDDEN);
    else this.join();
  }

  join() {
    if (this.isIn) return;
    this.isIn = true;
    if (!shares) {
      this.lead();
      return;
    }
    this.channel = new BroadcastChannel("waypost-live");
    this.channel.addEventListener("message", (event) => this.take(event.data));
    this.say();
    this.waiting = new AbortController();
    const { signal } = this.waiting;
    navigator.locks
      .request("waypost-live", { signal }, () => new Promise((release) => {
        this.release = release;
        if (this.isIn) this.lead();
        else release();
      }))
      .catch(() => { /* The tab has left before its turn came. */ });
  }

  leave() {
    if (!this.isIn) return;
    this.isIn = false;
    this.leads = false;
    clearTimeout(this.timer);
    clearTimeout(this.watchdog);
    this.stream?.close();
    this.stream = null;
    this.channel?.postMessage({ kind: "bye", tab: me });
    this.channel?.close();
    this.channel = null;
    this.waiting?.abort();
    this.release?.();
    this.release = null;
    this.tabs.clear();
  }

  /** Say again what this page shows: it has changed, or somebody asks. */
  say() {
    if (this.leads) this.soon(300);
    else this.channel?.postMessage({ kind: "want", tab: me, things: this.wants(), since: this.mark });
  }

  /* --- Between tabs ---------------------------------------------------------------- */

  take(message) {
    if (message.kind === "told") {
      if (message.tabs.includes(me)) this.pass(message.name, message.data, message.mark);
    } else if (message.kind === "who") this.say();
    else if (message.kind === "signed-out") this.signOut();
    else if (this.leads && message.kind === "bye") this.tabs.delete(message.tab);
    else if (this.leads && message.kind === "want") {
      this.tabs.set(message.tab, message);
      this.soon(100);
    }
  }

  /* --- The tab that holds the stream ----------------------------------------------- */

  lead() {
    this.leads = true;
    this.channel?.postMessage({ kind: "who" });
    // Whoever only passes through a page opens no stream.
    this.soon(400);
  }

  soon(wait) {
    if (!this.leads) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), wait);
  }

  open() {
    this.stream?.close();
    const listed = [{ things: this.wants(), since: this.mark }, ...this.tabs.values()];
    const covered = [me, ...this.tabs.keys()];
    const things = together(listed.map((each) => each.things));
    const since = Math.min(...listed.map((each) => each.since));
    if (!things) return;
    const query = new URLSearchParams({ things, since: String(since) });
    const stream = new EventSource(`${this.address}?${query}`);
    this.stream = stream;
    const handle = (name) => (event) => {
      if (this.stream !== stream) return;
      this.pause = FIRST_PAUSE;
      this.watch();
      const mark = Number(event.lastEventId);
      const data = JSON.parse(event.data);
      for (const tab of covered) {
        const known = this.tabs.get(tab);
        if (known) known.since = Math.max(known.since, mark);
      }
      this.channel?.postMessage({ kind: "told", tabs: covered, name, data, mark });
      this.pass(name, data, mark);
    };
    for (const name of NAMES) stream.addEventListener(name, handle(name));
    stream.addEventListener("signed-out", () => this.end());
    stream.addEventListener("crowded", () => {
      // Newer ones have taken its place: no more until the page is looked at again.
      this.leave();
    });
    stream.addEventListener("error", () => { if (this.stream === stream) this.lose(); });
    this.watch();
  }

  watch() {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => this.lose(), SILENT);
  }

  /* The stream is gone: ask whether one is still signed in, then try again, ever later. */
  async lose() {
    const refused = this.stream?.readyState === EventSource.CLOSED;
    this.stream?.close();
    this.stream = null;
    clearTimeout(this.watchdog);
    const wait = this.pause * (0.5 + Math.random());
    this.pause = Math.min(2 * this.pause, LONGEST_PAUSE);
    if (refused && (await this.isSignedOut())) this.end();
    else this.soon(wait);
  }

  async isSignedOut() {
    try {
      const answer = await fetch(`${this.address}/told`, { redirect: "manual", headers: { Accept: "application/json" } });
      return answer.type === "opaqueredirect" || answer.status === 401;
    } catch {
      return false;
    }
  }

  end() {
    this.channel?.postMessage({ kind: "signed-out" });
    this.leave();
    this.signOut();
  }

  pass(name, data, mark) {
    const before = this.mark;
    if (name !== "behind") this.mark = Math.max(this.mark, mark);
    this.hear(name, data, { mark, before });
  }
}

/* What a text names: kind → the set of its ids, or "all". */
function kindsOf(text) {
  const kinds = new Map();
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const [kind, ids] = word.split(":");
    const known = kinds.get(kind) ?? [];
    kinds.set(kind, !ids || known === "all" ? "all" : new Set([...known, ...ids.split(",")]));
  }
  return kinds;
}

/** Put what several pages show together, each kind once. */
function together(texts) {
  const kinds = [...kindsOf(texts.join(" "))];
  return kinds.map(([kind, ids]) => (ids === "all" ? kind : `${kind}:${[...ids].join(",")}`)).join(" ");
}

/** Whether any of `things` is among what `wants` names. */
export function concerns(things, wants) {
  const kinds = kindsOf(wants);
  return things.some((thing) => {
    const [kind, id] = thing.split(":");
    const known = kinds.get(kind);
    return known === "all" || Boolean(known?.has(id));
  });
}
