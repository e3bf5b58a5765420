// What the console's pages do on top of working without this: each part looks for its attribute and adds to it.
"use strict";

document.documentElement.classList.add("js");

const announce = (text) => {
  const region = document.getElementById("announce");
  if (region) region.textContent = text;
};

/** Calls `act` when `milliseconds` have passed without another call. */
const settled = (milliseconds, act) => {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, milliseconds);
  };
};

/** Fetches pages of ours, the last one asked for only; null for one that was overtaken. */
const pageFetcher = () => {
  let running;
  return async (address) => {
    running?.abort();
    const mine = (running = new AbortController());
    try {
      const answer = await fetch(address, { signal: mine.signal, redirect: "follow" });
      const isPage = answer.ok || answer.status === 422; // 422 says what is wrong with a field
      if (!isPage || new URL(answer.url).pathname.endsWith("/sign_in")) throw new Error(`${answer.status}`);
      const text = await answer.text();
      return mine.signal.aborted ? null : new DOMParser().parseFromString(text, "text/html");
    } catch (problem) {
      if (mine.signal.aborted) return null;
      throw problem;
    }
  };
};

/** A form's fields that say something, as a query. */
const query = (form) => {
  const fields = new URLSearchParams(new FormData(form));
  for (const [name, value] of [...fields]) if (value === "" || name === "form_token") fields.delete(name);
  if (fields.get("joined") !== "custom") for (const name of ["joined_from", "joined_to"]) fields.delete(name);
  return fields.toString();
};

// Filters: the list follows what is typed, and the address follows the list.
for (const form of document.querySelectorAll("form[data-live]")) {
  const results = document.getElementById(form.dataset.live);
  const get = pageFetcher();
  const asked = () => {
    const search = query(form);
    return form.getAttribute("action") + (search && `?${search}`);
  };
  let shown = asked();
  const show = async (remember) => {
    const address = asked();
    if (address === shown) return;
    shown = address;
    results.setAttribute("aria-busy", "true");
    try {
      const page = await get(address);
      if (!page) return;
      const found = page.getElementById(results.id);
      results.replaceChildren(...found.childNodes);
      results.dataset.count = found.dataset.count;
      history[remember](null, "", address);
      announce(results.dataset.count);
    } catch {
      shown = null;
      fail(address);
    }
    results.removeAttribute("aria-busy");
  };
  const fail = (address) => {
    const message = document.createElement("div");
    message.className = "message bad";
    message.setAttribute("role", "alert");
    const text = document.createElement("div");
    text.textContent = "The list could not be loaded. ";
    const link = document.createElement("a");
    link.href = address;
    link.textContent = "Try again";
    text.append(link);
    message.append(text);
    results.prepend(message);
  };
  // The back button undoes one filter, not one letter.
  let former;
  let remember = "pushState";
  const soon = settled(180, () => {
    show(remember);
    remember = "replaceState";
  });
  for (const name of ["input", "change"]) {
    form.addEventListener(name, (event) => {
      if (event.target !== former) remember = "pushState";
      former = event.target;
      soon();
    });
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show("replaceState");
  });
  addEventListener("popstate", () => location.reload());
}

// Origins: what a list would do, as it is typed.
for (const form of document.querySelectorAll("form[data-preview]")) {
  const shown = form.querySelector("#preview");
  const frame = shown.closest(".preview");
  const get = pageFetcher();
  const fields = ["origin_url", "origin_mode", "outer_ancestors", "vendor_id"];
  const show = async () => {
    const typed = new FormData(form);
    const asked = new URLSearchParams();
    for (const name of fields) if (typed.has(name)) asked.set(name, typed.get(name));
    frame.setAttribute("aria-busy", "true");
    try {
      const page = await get(`${form.dataset.preview}?${asked}`);
      if (!page) return;
      const isTicked = shown.querySelector("[name=end_sessions]")?.checked ?? false;
      shown.replaceChildren(...page.body.childNodes);
      const box = shown.querySelector("[name=end_sessions]");
      if (box) box.checked = isTicked;
      announce([...shown.querySelectorAll("[data-announce]")].map((part) => part.textContent).join(" "));
    } catch {
      shown.textContent = "The preview could not be loaded. Saving still checks every entry.";
    }
    frame.removeAttribute("aria-busy");
  };
  const soon = settled(180, show);
  form.addEventListener("input", (event) => {
    if (fields.includes(event.target.name)) soon();
  });
}

// Questions: the page that asks, in a dialog.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-dialog]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  let question;
  try {
    question = (await pageFetcher()(link.href)).querySelector("form.confirm");
    question.id; // null where the page asks nothing
  } catch {
    location.assign(link.href);
    return;
  }
  const dialog = document.createElement("dialog");
  const title = question.querySelector("h1");
  title.id = "question";
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(question);
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.focus();
  });
  dialog.addEventListener("click", (inside) => {
    if (inside.target === dialog || inside.target.closest("[data-close]")) {
      inside.preventDefault();
      dialog.close();
    }
  });
  dialog.showModal();
  dialog.querySelector("[data-close]").focus();
});

// Copying.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    button.textContent = "Copied";
    announce("Copied");
  } catch {
    announce("Selected: copy it with your keyboard");
  }
});

// Waiting.
for (const clock of document.querySelectorAll("[data-countdown]")) {
  const end = Date.now() + 1000 * Number(clock.dataset.countdown);
  const timer = setInterval(() => {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    clock.textContent = left === 1 ? "1 second" : `${left} seconds`;
    if (left === 0) clearInterval(timer);
  }, 500);
}

// Menus close as menus do.
const menus = () => document.querySelectorAll("details[data-menu][open], details.pop[open]");
document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    const hadFocus = menu.contains(document.activeElement);
    menu.open = false;
    if (hadFocus) menu.querySelector("summary").focus();
  }
});

// In a narrow window the place where one is may lie beyond the edge of its bar.
for (const place of document.querySelectorAll("nav [aria-current=page]")) {
  const bar = place.closest("nav");
  bar.scrollLeft = place.offsetLeft - bar.clientWidth / 2;
}

// What went wrong is read first.
document.getElementById("problem")?.focus();

// What was done is told once: not again when the page is reloaded or its address shared.
const address = new URL(location.href);
if (address.searchParams.has("done")) {
  address.searchParams.delete("done");
  history.replaceState(null, "", address);
}
