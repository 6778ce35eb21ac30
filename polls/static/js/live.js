/** Keeps the tally on the page current while somebody looks at it, and says whether it is. */

import { announce } from "./announce.js";
import { morph } from "./morph.js";
import { keepOwn } from "./own.js";
import { say } from "./words.js";

const SILENCE = 35_000; // ms; the server gives a sign every 10 s: three are missing by then
const CHECK = 5_000; // ms between looks at the clock, which also notice that a laptop has slept
const SLOW = 2_000; // ms that connecting may take before it is called trouble
const FIRST_PAUSE = 2_000; // ms before the server is asked again after it refused, then doubled
const LONGEST_PAUSE = 60_000;

class LiveTally {
  #element;
  #stream = null;
  #heard = 0;
  #refusals = 0;
  #timer = 0;

  constructor(element) {
    this.#element = element;
    // No stream in the background: a browser has six connections for all tabs of a site, and a
    // page with an open one is not kept for “back”.
    document.addEventListener("visibilitychange", () => this.#follow());
    addEventListener("pageshow", () => this.#follow());
    addEventListener("pagehide", () => this.#leave());
    addEventListener("online", () => this.#restart());
    setInterval(() => this.#check(), CHECK);
    this.#follow();
  }

  get #tally() {
    return this.#element.querySelector(".tally");
  }

  get #answer() {
    return this.#tally.querySelector(".answer");
  }

  #follow() {
    if (document.hidden || this.#tally.matches("[data-final]")) {
      this.#leave();
    } else if (!this.#stream) {
      this.#connect();
    }
  }

  #connect() {
    this.#leave();
    this.#heard = Date.now();
    this.#timer = setTimeout(() => this.#show("lost"), SLOW);
    this.#stream = new EventSource(this.#element.dataset.live);
    this.#stream.addEventListener("open", () => this.#hear());
    this.#stream.addEventListener("heartbeat", () => this.#hear());
    this.#stream.addEventListener("tally", (event) => this.#put(event.data));
    this.#stream.addEventListener("error", () => this.#lose());
  }

  #leave() {
    clearTimeout(this.#timer);
    this.#stream?.close();
    this.#stream = null;
  }

  #restart() {
    this.#leave();
    this.#follow();
  }

  #hear() {
    clearTimeout(this.#timer);
    this.#heard = Date.now();
    this.#refusals = 0;
    this.#show("live");
  }

  #put(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector(".tally");
    const before = this.#answer.textContent;
    keepOwn(this.#tally, fresh);
    // What else the page does to its tally is done to the new one, too.
    this.#element.dispatchEvent(new CustomEvent("tally", { detail: fresh }));
    morph(this.#tally, document.adoptNode(fresh));
    if (this.#answer.textContent !== before) announce(this.#answer);
    this.#hear();
    this.#follow();
  }

  #lose() {
    this.#show("lost");
    // After a cut the browser connects again by itself; after a refusal it never would.
    if (this.#stream.readyState !== EventSource.CLOSED) return;
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.#refusals);
    this.#refusals += 1;
    this.#leave();
    // Not all who were refused together come again together.
    this.#timer = setTimeout(() => this.#follow(), pause * (0.5 + Math.random() / 2));
  }

  #check() {
    if (this.#stream && Date.now() - this.#heard > SILENCE) {
      this.#show("lost");
      this.#restart();
    }
  }

  #show(state) {
    const isLive = state === "live";
    const words = this.#element.querySelector("[data-liveness]");
    if (words.textContent !== say(state)) words.textContent = say(state);
    words.classList.toggle("lost", !isLive);
    words.hidden = false;
    this.#element.querySelector("[data-refresh]").hidden = isLive;
  }
}

const element = document.querySelector("[data-live]");
if (element) new LiveTally(element);
