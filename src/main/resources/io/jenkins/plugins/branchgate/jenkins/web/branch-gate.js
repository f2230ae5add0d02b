/* Keeps Branch Gate's pages true without reloading them, and sends decisions. */
(function () {
  const PERIOD = 3000;
  const PERIOD_AFTER_TROUBLE = 15000;

  function json(url) {
    return fetch(url, { headers: { Accept: "application/json" }, cache: "no-store" }).then((response) => {
      if (!response.ok) {
        throw new Error("HTTP " + response.status);
      }
      return response.json();
    });
  }

  /** True if someone writes something in there that replacing it would lose. */
  function isBusy(region) {
    if (region.querySelector("[data-branch-gate-error]:not([hidden])")) {
      return true;
    }
    return Array.from(region.querySelectorAll("textarea, input")).some(
      (field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked,
    );
  }

  function keepOpen(before, after) {
    before.querySelectorAll("details[data-branch-gate-key]").forEach((details) => {
      const key = CSS.escape(details.dataset.branchGateKey);
      const same = after.querySelector('details[data-branch-gate-key="' + key + '"]');
      if (same) {
        same.open = details.open;
      }
    });
  }

  function replace(before, after) {
    if (before.outerHTML === after.outerHTML || (isBusy(before) && after.querySelector("form"))) {
      return;
    }
    const focused = before.contains(document.activeElement) ? document.activeElement.id : "";
    keepOpen(before, after);
    const announcement = after.dataset.branchGateAnnounce;
    if (announcement && announcement !== before.dataset.branchGateAnnounce) {
      const status = before.closest("[data-branch-gate-poll]").querySelector("[data-branch-gate-status]");
      if (status) {
        status.textContent = announcement;
      }
    }
    const fresh = document.importNode(after, true);
    before.replaceWith(fresh);
    Behaviour.applySubtree(fresh, true);
    if (focused && document.getElementById(focused)) {
      document.getElementById(focused).focus();
    }
  }

  /** Asks for the page again and takes over what differs. */
  async function refresh(root) {
    const response = await fetch(window.location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (!response.ok) {
      throw new Error("HTTP " + response.status);
    }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const now = page.getElementById(root.id);
    if (!now) {
      return;
    }
    root.querySelectorAll("[data-branch-gate-region]").forEach((region) => {
      const name = CSS.escape(region.dataset.branchGateRegion);
      const after = now.querySelector('[data-branch-gate-region="' + name + '"]');
      if (after) {
        replace(region, after);
      }
    });
    root.dataset.branchGateVersion = now.dataset.branchGateVersion;
  }

  function watch(root) {
    async function look() {
      if (!document.body.contains(root)) {
        return;
      }
      let wait = PERIOD;
      try {
        if (!document.hidden) {
          const live = await json(root.dataset.branchGatePoll);
          if (live.version !== root.dataset.branchGateVersion) {
            await refresh(root);
          }
        }
      } catch (e) {
        wait = PERIOD_AFTER_TROUBLE;
      }
      setTimeout(look, wait);
    }
    setTimeout(look, PERIOD);
  }

  function say(form, text) {
    const error = form.querySelector("[data-branch-gate-error]");
    error.textContent = text;
    error.hidden = !text;
    return !text;
  }

  async function send(form, button) {
    const comment = form.querySelector("textarea");
    const needed = button.dataset.branchGateNeedsComment;
    if (needed && !comment.value.trim()) {
      say(form, needed);
      comment.focus();
      return;
    }
    say(form, "");
    const buttons = form.querySelectorAll("button");
    const body = new URLSearchParams(new FormData(form));
    buttons.forEach((each) => (each.disabled = true));
    form.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(button.formAction, {
        method: "POST",
        headers: crumb.wrap({ Accept: "application/json", "X-Branch-Gate-Page": "true" }),
        body,
      });
      const answer = await response.json().catch(() => ({ error: "HTTP " + response.status }));
      if (answer.ok) {
        form.reset();
      } else {
        say(form, answer.error);
      }
    } catch (e) {
      say(form, String(e.message || e));
    } finally {
      form.removeAttribute("aria-busy");
      buttons.forEach((each) => (each.disabled = false));
    }
    const root = form.closest("[data-branch-gate-poll]");
    if (root) {
      refresh(root).catch(() => {});
    }
  }

  Behaviour.specify("[data-branch-gate-poll]", "branch-gate-poll", 0, watch);
  Behaviour.specify("select[data-branch-gate-submit]", "branch-gate-submit", 0, (select) => {
    select.addEventListener("change", () => select.form.requestSubmit());
  });
  Behaviour.specify("form[data-branch-gate-decision]", "branch-gate-decision", 0, (form) => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const button = event.submitter || form.querySelector("button");
      const question = button.dataset.branchGateConfirm;
      if (question) {
        dialog.confirm(question).then(
          () => send(form, button),
          () => {},
        );
      } else {
        send(form, button);
      }
    });
  });
})();
