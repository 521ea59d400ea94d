// What a reader can do on the page beside what Gradio's components do: see the words behind a chip on hover and focus, go to
// them with a click or Enter, come back with Escape; choose what is to be done with an answer; take something along.
window.dateline = (() => {
  const CHIP = /^#[sf]-\d+-\d+$/;
  let current = null; // the address of the chip whose words are highlighted
  let opened = false; // whether that chip was followed and not yet come back to

  const chipOf = (event) => {
    const link = event.target instanceof Element && event.target.closest(':is(#chat, #evidence .picture) a[href^="#"]');
    return link && CHIP.test(link.getAttribute("href")) ? link : null;
  };
  const cardOf = (chip) => document.getElementById(chip.getAttribute("href").slice(1));
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  // --- the evidence ---
  // Said again after each change: while an answer grows, Gradio draws chat and evidence anew.
  const mark = () => {
    if (current && !document.querySelector(`#chat a[href="${current}"]`)) current = null;
    for (const card of document.querySelectorAll("#evidence .card"))
      if (card.classList.contains("on") !== (`#${card.id}` === current)) card.classList.toggle("on");
    for (const chip of document.querySelectorAll('#chat a[href^="#"]')) {
      const is = chip.getAttribute("href") === current;
      if (is !== chip.hasAttribute("aria-current")) is ? chip.setAttribute("aria-current", "true") : chip.removeAttribute("aria-current");
    }
  };
  const show = (chip) => {
    const card = cardOf(chip);
    if (!card) return;
    current = chip.getAttribute("href");
    opened = true;
    mark();
    for (let around = card.parentElement; around && around.id !== "evidence"; around = around.parentElement)
      if (around.tagName === "DETAILS") around.open = true;
    const passage = card.querySelector("details.passage");
    if (passage) passage.open = true;
    document.body.classList.add("sheet-open");
    card.focus({ preventScroll: true });
    // Opened, the card shows the whole article.
    const fits = card.offsetHeight < document.getElementById("evidence").clientHeight;
    const target = fits ? card : card.querySelector("mark") || card;
    target.scrollIntoView({ block: fits ? "nearest" : "center", behavior: calm() ? "auto" : "smooth" });
  };
  const leave = () => {
    document.body.classList.remove("sheet-open");
    opened = false;
    if (current) document.querySelector(`#chat a[href="${current}"]`)?.focus();
  };

  // --- what is to be done ---
  const word = (name) => document.getElementById("words")?.dataset[name] || "";
  let sent = 0;
  const send = (bus, parts) => {
    const field = document.querySelector(`#${bus} textarea, #${bus} input`);
    if (!field) return;
    // Blanks make each one another text, so that the same can be asked for twice.
    field.value = JSON.stringify(parts) + " ".repeat(++sent % 8);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  let toast = 0;
  const tell = (text) => {
    const said = document.getElementById("said");
    if (!said || !text) return;
    said.textContent = text;
    said.classList.add("on");
    clearTimeout(toast);
    toast = setTimeout(() => said.classList.remove("on"), 6000);
  };
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // A page that is not served as secure has no clipboard; the old way still works there.
      const field = document.body.appendChild(Object.assign(document.createElement("textarea"), { value: text }));
      field.select();
      document.execCommand("copy");
      field.remove();
    }
    tell(word("copied"));
  };
  const save = ({ name, type, text }) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
  const questions = () => document.querySelectorAll("#chat .message-row.user-row");
  const goTo = (turn) => questions()[turn - 1]?.scrollIntoView({ block: "start", behavior: "auto" });

  // A new question is drawn up to the top, and its answer is read from its beginning: below it, it grows.
  let turns = 0;
  let growing = 0;
  const follow = () => {
    const now = questions().length;
    if (now > turns) growing = now;
    turns = now;
    if (!growing) return;
    goTo(growing);
    const answers = document.querySelectorAll("#chat .message-row.bot-row");
    if (answers[answers.length - 1]?.querySelector(".tools")) growing = 0;
  };
  for (const moved of ["wheel", "touchmove", "pointerdown", "keydown"])
    document.addEventListener(moved, () => { growing = 0; }, { passive: true, capture: true });
  const handOut = (text) => {
    const what = text ? JSON.parse(text) : {};
    if (what.copy) copy(what.copy);
    if (what.save) save(what.save);
    if (what.said) tell(what.said);
    if (what.turn) setTimeout(() => goTo(what.turn), 300);
  };

  // --- dialogs ---
  const dialog = (id, fill, done) => {
    const box = document.getElementById(id);
    if (!box) return;
    const back = document.activeElement;
    fill(box);
    const form = box.querySelector("form");
    const cancel = box.querySelector('[value="cancel"]');
    cancel.onclick = () => box.close("");
    form.onsubmit = (event) => {
      event.preventDefault();
      box.close("ok");
    };
    box.onclose = () => {
      if (box.returnValue === "ok") done(box);
      back?.focus?.();
    };
    box.returnValue = "";
    box.showModal();
  };
  const chosen = (button) => {
    const { send: bus, what, confirm, ask, value } = button.dataset;
    const parts = JSON.parse(what);
    if (confirm !== undefined)
      dialog("confirm", (box) => (box.querySelector("#confirm-text").textContent = confirm), () => send(bus, parts));
    else if (ask !== undefined)
      dialog(
        "prompt",
        (box) => {
          box.querySelector("span").textContent = ask;
          box.querySelector("input").value = value || "";
        },
        (box) => send(bus, [...parts, box.querySelector("input").value]),
      );
    else send(bus, parts);
  };
  const flag = (turn) =>
    dialog(
      "flag",
      (box) => (box.querySelector("textarea").value = ""),
      (box) => send("act", ["flag", turn, box.querySelector("input:checked").value, box.querySelector("textarea").value]),
    );
  // A link of ours in the chat: #do-WHAT-TURN-MORE.
  const doOf = (event) => event.target instanceof Element && event.target.closest('#chat a[href^="#do-"]');
  const act = (link) => {
    const [what, turn, ...more] = link.getAttribute("href").slice(4).split("-");
    if (what === "link") copy(`${location.origin}${location.pathname}?answer=${[turn, ...more].join("-")}`);
    else if (what === "flag") flag(turn);
    else send("act", [what, turn, ...more]);
    if (what === "edit") setTimeout(() => document.querySelector("#ask textarea")?.focus(), 400);
  };

  // --- the words on hover and focus ---
  const peek = document.createElement("div");
  peek.id = "peek";
  peek.setAttribute("role", "tooltip");
  peek.hidden = true;
  const hide = () => {
    peek.hidden = true;
    for (const chip of document.querySelectorAll('[aria-describedby="peek"]')) chip.removeAttribute("aria-describedby");
  };
  const preview = (chip) => {
    const card = cardOf(chip);
    if (!card || !chip.getAttribute("href").startsWith("#s-")) return;
    hide();
    // Copies of nodes that are already in the page: no text becomes HTML here.
    peek.className = "card";
    peek.replaceChildren(...[...card.querySelectorAll(":scope > :is(.meta, h4, blockquote)")].map((part) => part.cloneNode(true)));
    peek.hidden = false;
    // On a narrow screen the evidence itself comes up.
    if (!peek.offsetHeight) return hide();
    const at = chip.getBoundingClientRect();
    const below = at.bottom + 8 + peek.offsetHeight < innerHeight;
    peek.style.left = `${Math.max(12, Math.min(at.left - 24, innerWidth - peek.offsetWidth - 12))}px`;
    peek.style.top = `${below ? at.bottom + 8 : Math.max(8, at.top - peek.offsetHeight - 8)}px`;
    chip.setAttribute("aria-describedby", "peek");
  };

  document.addEventListener("click", (event) => {
    const link = doOf(event);
    const button = event.target instanceof Element && event.target.closest("button[data-what], button.copy");
    if (link) {
      event.preventDefault();
      act(link);
      return;
    }
    if (button) {
      button.classList.contains("copy") ? copy(button.dataset.copy) : chosen(button);
      return;
    }
    const chip = chipOf(event);
    if (chip) {
      event.preventDefault();
      hide();
      show(chip);
    } else if (event.target instanceof Element && event.target.closest("#close-evidence")) leave();
  });
  document.addEventListener("mouseover", (event) => {
    const chip = chipOf(event);
    if (chip) preview(chip);
    else if (!peek.hidden && !peek.contains(event.target)) hide();
  });
  document.addEventListener("focusin", (event) => {
    const chip = chipOf(event);
    if (chip && chip.matches(":focus-visible")) preview(chip);
    else hide();
  });
  document.addEventListener("scroll", hide, true);
  document.addEventListener("keydown", (event) => {
    if (event.key === " " && doOf(event)) {
      event.preventDefault();
      act(doOf(event));
    }
    if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
    if (!peek.hidden) hide();
    else if (opened) leave();
    else document.querySelector("#editing :is(a, button)")?.click();
  });

  // --- names for those who listen ---
  // Gradio labels a message with its Markdown source; its own text reads better. A chip says whose words it leads to.
  const name = () => {
    for (const message of document.querySelectorAll("#chat [data-testid][aria-label]")) message.removeAttribute("aria-label");
    const answers = word("answers") || "Answers";
    for (const log of document.querySelectorAll('#chat [role="log"]'))
      if (log.getAttribute("aria-label") !== answers) log.setAttribute("aria-label", answers);
    for (const link of document.querySelectorAll('#chat a[href^="#do-"]:not([role])')) link.setAttribute("role", "button");
    for (const link of document.querySelectorAll('#chat a[href^="#do-without"]'))
      if (link.title && !link.hasAttribute("aria-label")) link.setAttribute("aria-label", link.title);
    for (const chip of document.querySelectorAll('#chat a[href^="#s-"]')) {
      const meta = cardOf(chip)?.querySelector(".meta b");
      const source = (word("source") || "Source {number}").replace("{number}", chip.textContent);
      const label = meta ? `${source}: ${meta.textContent}` : source;
      if (chip.getAttribute("aria-label") !== label) chip.setAttribute("aria-label", label);
    }
    const language = word("lang");
    if (language && document.documentElement.lang !== language) document.documentElement.lang = language;
  };
  // --- where the page is ---
  // The address names the last answer, so that a page that is loaded again, or kept as a bookmark, brings the conversation back.
  let told = false;
  const locate = () => {
    const links = document.querySelectorAll('#chat a[href^="#do-link-"]');
    const last = links.length ? links[links.length - 1].getAttribute("href").slice("#do-link-".length) : "";
    told = told || last !== "";
    const address = new URL(location.href);
    if (!told || last === (address.searchParams.get("answer") || "")) return;
    last ? address.searchParams.set("answer", last) : address.searchParams.delete("answer");
    history.replaceState(history.state, "", address);
  };
  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      name();
      mark();
      follow();
      locate();
    });
  };
  const begin = () => {
    document.body.append(peek);
    new MutationObserver(soon).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-label", "class"] });
    const icon = document.querySelector('link[rel~="icon"]') || document.head.appendChild(document.createElement("link"));
    icon.rel = "icon";
    icon.type = "image/svg+xml";
    icon.href = "data:image/svg+xml," + encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b5fae"/><text x="16" y="23" font-family="Georgia,serif" font-weight="700" font-size="21" text-anchor="middle" fill="#fff">D</text></svg>');
  };
  // Gradio may put this script in when the page has long been read.
  if (document.body) begin();
  else document.addEventListener("DOMContentLoaded", begin);
  return { handOut, send, tell };
})();
