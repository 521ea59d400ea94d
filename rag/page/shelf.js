// The tab of the collection: what is chosen in its list and its article goes to the server as JSON in a hidden field.
(() => {
  const marked = new Set(); // ids of the marked articles, on whatever page of the list they are
  let collection = null; // whose list is drawn
  let number = 0; // makes each act another value, so that none is taken for the last one
  let asked = []; // ids that the last act was about
  let next = null; // where the focus goes when the page has drawn what was asked for
  let before = null; // id of the article that was opened, to come back to in the list
  let done = null; // the last line of what was done that has been seen

  const shelf = () => document.getElementById("shelf");
  const one = (selector) => shelf().querySelector(selector);
  const titled = (id) => one(`#shelf-list [data-open="${CSS.escape(id)}"]`);
  const tell = (act) => {
    const field = document.querySelector("#shelf-act :is(textarea, input)");
    if (!field) return;
    field.value = JSON.stringify({ ...act, number: ++number });
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // --- what is chosen ---
  const acts = {
    open: (id) => {
      before = id;
      const heading = () => one(`#shelf-head .opened[data-id="${CSS.escape(id)}"] h2`);
      if (heading()) return heading().focus();
      next = { find: heading, above: true };
      tell({ do: "open", ids: [id] });
    },
    close: () => {
      next = { gone: "#shelf-head .opened", find: () => before && titled(before) };
      tell({ do: "close" });
    },
    page: (page) => {
      next = { find: () => one(`.stock[data-page="${page}"] h2`), above: true };
      tell({ do: "page", page: Number(page) });
    },
    keep: () => {
      next = { gone: "#shelf-said .asked", find: () => one(".tools:not([hidden]) button") || one(".opened h2") || one(".stock h2") };
      tell({ do: "keep" });
    },
    unmark: () => {
      marked.clear();
      draw();
      one(".stock h2").focus();
    },
  };
  const choose = (button) => {
    const name = button.dataset.do;
    if (acts[name]) return acts[name]();
    if (one("#shelf-said .busy")) return;
    if (button.dataset.id) asked = [button.dataset.id];
    else if (name === "join" || name === "remove") asked = [...marked];
    const find = () => one("#shelf-said :is(.asked h3, .done, .trouble)");
    next = { gone: "#shelf-said .busy", find, old: find() };
    tell({ do: name, ids: asked, field: button.dataset.field || "" });
  };

  // A second click of two in a row would add once more, and its report, of nothing new, would hide the first.
  document.addEventListener("click", (event) => {
    if (event.detail > 1 && event.target instanceof Element && event.target.closest("#shelf-go")) event.stopImmediatePropagation();
  }, true);
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("#shelf button:is([data-open], [data-page], [data-do])");
    if (!button || button.disabled) return;
    if (button.dataset.open) acts.open(button.dataset.open);
    else if (button.dataset.page) acts.page(button.dataset.page);
    else choose(button);
  });
  document.addEventListener("change", (event) => {
    const box = event.target instanceof Element && event.target.closest("#shelf-list input[data-id]");
    if (!box) return;
    box.checked ? marked.add(box.dataset.id) : marked.delete(box.dataset.id);
    draw();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !(event.target instanceof Element) || !event.target.closest("#shelf")) return;
    if (one("#shelf-said .asked")) acts.keep();
    else if (one("#shelf-head .opened") && !event.target.matches("input, textarea")) acts.close();
  });
  // Who goes somewhere else meanwhile is not called back.
  document.addEventListener("focusin", () => (next = null));

  // --- what is drawn ---
  // Gradio draws the list anew after each change: marks are put back, and those of another collection forgotten.
  const draw = () => {
    const stock = one(".stock");
    if (!stock) return;
    if (stock.dataset.collection !== collection) {
      if (collection !== null) marked.clear();
      collection = stock.dataset.collection;
    }
    for (const box of stock.querySelectorAll("input[data-id]"))
      if (box.checked !== marked.has(box.dataset.id)) box.checked = marked.has(box.dataset.id);
    const opened = one("#shelf-head .opened")?.dataset.id;
    for (const button of stock.querySelectorAll("[data-open]")) {
      const is = button.dataset.open === opened;
      if (is !== button.hasAttribute("aria-current")) is ? button.setAttribute("aria-current", "true") : button.removeAttribute("aria-current");
    }
    const tools = stock.querySelector(".tools");
    if (!tools) return;
    const told = tools.querySelector(".marked");
    const words = marked.size === 1 ? told.dataset.one : told.dataset.many.replace("{number}", marked.size);
    if (told.textContent !== words) told.textContent = words;
    if (tools.hidden !== !marked.size) tools.hidden = !marked.size;
    const join = tools.querySelector('[data-do="join"]');
    if (join.disabled !== marked.size < 2) join.disabled = marked.size < 2;
  };
  // A live region of our own: a bar that moves five times a second is not read out, its stages are.
  const live = document.createElement("div");
  live.id = "shelf-live";
  live.setAttribute("role", "status");
  const announce = () => {
    const text = one("#shelf-said :is(.done, .busy, .trouble, .figures, .stage)")?.textContent || "";
    if (live.textContent !== text) live.textContent = text;
    const settled = one("#shelf-said .done");
    if (settled === done) return;
    done = settled;
    if (settled?.hasAttribute("data-unmark")) for (const id of asked) marked.delete(id);
  };
  const follow = () => {
    if (!next || (next.gone && one(next.gone))) return;
    const target = next.find();
    if (!target || target === next.old) return;
    const { above } = next;
    if (!target.matches("button, input")) target.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: true });
    next = null;
    if (above) for (const scroller of [shelf(), target.closest("#shelf > *")]) scroller?.scrollTo({ top: 0 });
    target.scrollIntoView({ block: "nearest" });
  };
  let waiting = false;
  const soon = () => {
    if (waiting || !shelf()) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      if (!shelf()) return;
      announce();
      draw();
      follow();
    });
  };
  const begin = () => {
    document.body.append(live);
    new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
  };
  if (document.body) begin();
  else document.addEventListener("DOMContentLoaded", begin);
})();
