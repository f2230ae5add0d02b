/* Follows what the containers of a deployment write. What comes is only ever set as text. */
(function () {
  const PERIOD = 2000;
  const LOOK_EVERY = 3;
  const OVERLAP = 500;
  const MOST_SHOWN = 400000;

  async function json(url) {
    const response = await fetch(url, { headers: { Accept: "application/json" }, cache: "no-store" });
    const answer = await response.json().catch(() => null);
    if (!answer) {
      throw new Error("HTTP " + response.status);
    }
    return answer;
  }

  function say(element, text) {
    if (element.textContent !== (text || "")) {
      element.textContent = text || "";
    }
    element.hidden = !text;
  }

  /** What was kept of a container that is gone begins with what its followers have seen already. */
  function unseen(shown, kept) {
    const last = shown.slice(-OVERLAP);
    const at = last ? kept.lastIndexOf(last) : -1;
    return at < 0 ? kept : kept.slice(at + last.length);
  }

  function append(root, pre, part) {
    const fresh = part.live ? part.text : unseen(pre.textContent, part.text);
    if (!fresh && !part.cut) {
      return;
    }
    const atEnd = pre.scrollHeight - pre.scrollTop - pre.clientHeight < 8;
    const text = (part.cut ? root.dataset.branchGateCut + "\n" : "") + fresh;
    pre.append(document.createTextNode(text));
    if (pre.textContent.length > MOST_SHOWN) {
      const all = pre.textContent;
      const from = all.indexOf("\n", all.length - MOST_SHOWN) + 1 || all.length - MOST_SHOWN;
      pre.textContent = root.dataset.branchGateCut + "\n" + all.slice(from);
    }
    if (atEnd) {
      pre.scrollTop = pre.scrollHeight;
    }
  }

  /** A part of the page for each container, made from the template; one that went stays, with what it wrote. */
  function section(root, replica, first) {
    const key = '[data-branch-gate-replica="' + CSS.escape(replica.id) + '"]';
    let details = root.querySelector(key);
    if (!details) {
      details = root.querySelector("template").content.firstElementChild.cloneNode(true);
      details.dataset.branchGateReplica = replica.id;
      details.querySelector("[data-branch-gate-name]").textContent = replica.name;
      details.querySelector("pre").setAttribute("aria-label", replica.name);
      details.open = first;
      details.addEventListener("toggle", () => details.open && follow(root, details).catch(() => {}));
      root.append(details);
    }
    say(details.querySelector("[data-branch-gate-state]"), replica.state);
    if (!replica.live && details.dataset.branchGateLive === "true") {
      details.dataset.branchGateMore = "last";
    }
    details.dataset.branchGateLive = replica.live;
    if (replica.trouble) {
      say(details.querySelector("[data-branch-gate-replica-trouble]"), replica.trouble);
    }
  }

  async function look(root) {
    const answer = await json(root.dataset.branchGateLogs + "replicas");
    say(root.querySelector("[data-branch-gate-trouble]"), answer.trouble);
    const known = root.querySelectorAll("[data-branch-gate-replica]").length;
    const firstLive = answer.replicas.findIndex((each) => each.live);
    answer.replicas.forEach((replica, i) => section(root, replica, !known && i === Math.max(0, firstLive)));
    const none = root.querySelector("[data-branch-gate-none]");
    const empty = !root.querySelector("[data-branch-gate-replica]");
    say(none, empty && !answer.trouble ? root.querySelector("[data-branch-gate-none-yet]").dataset.branchGateNoneYet : "");
  }

  async function follow(root, details) {
    if (details.dataset.branchGateMore === "no" || details.dataset.branchGateBusy) {
      return;
    }
    details.dataset.branchGateBusy = "true";
    try {
      const query = new URLSearchParams({
        replica: details.dataset.branchGateReplica,
        since: details.dataset.branchGateNext || "",
      });
      const part = await json(root.dataset.branchGateLogs + "log?" + query);
      const pre = details.querySelector("pre");
      append(root, pre, part);
      say(details.querySelector("[data-branch-gate-replica-trouble]"), part.trouble);
      details.dataset.branchGateNext = part.next;
      details.dataset.branchGateMore = part.live ? "yes" : "no";
      pre.classList.toggle("branch-gate-log-empty", !pre.textContent);
    } finally {
      delete details.dataset.branchGateBusy;
    }
  }

  function watch(root) {
    let turn = 0;
    async function next() {
      if (!document.body.contains(root)) {
        return;
      }
      let wait = PERIOD;
      try {
        if (!document.hidden) {
          if (turn++ % LOOK_EVERY === 0) {
            await look(root);
          }
          const open = Array.from(root.querySelectorAll("details[open]"));
          await Promise.all(open.map((details) => follow(root, details)));
        }
      } catch (e) {
        say(root.querySelector("[data-branch-gate-trouble]"), String(e.message || e));
        wait = PERIOD * 5;
        turn = 0;
      }
      setTimeout(next, wait);
    }
    next();
  }

  Behaviour.specify("[data-branch-gate-logs]", "branch-gate-logs", 0, watch);
})();
