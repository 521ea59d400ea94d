// What a reader can do with a chip: see its words on hover and focus, go to them with a click or Enter, come back with Escape.
(() => {
  const CHIP = /^#[sf]-\d+-\d+$/;
  let current = null; // the address of the chip whose words are highlighted
  let opened = false; // whether that chip was followed and not yet come back to

  const chipOf = (event) => {
    const link = event.target instanceof Element && event.target.closest('#chat a[href^="#"]');
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
    const fits = card.offsetHeight < document.getElementById("evidence").clientHeight;
    const target = fits ? card : card.querySelector("mark") || card;
    target.scrollIntoView({ block: fits ? "nearest" : "center", behavior: calm() ? "auto" : "smooth" });
  };
  const leave = () => {
    document.body.classList.remove("sheet-open");
    opened = false;
    if (current) document.querySelector(`#chat a[href="${current}"]`)?.focus();
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
    const at = chip.getBoundingClientRect();
    const below = at.bottom + 8 + peek.offsetHeight < innerHeight;
    peek.style.left = `${Math.max(12, Math.min(at.left - 24, innerWidth - peek.offsetWidth - 12))}px`;
    peek.style.top = `${below ? at.bottom + 8 : Math.max(8, at.top - peek.offsetHeight - 8)}px`;
    chip.setAttribute("aria-describedby", "peek");
  };

  document.addEventListener("click", (event) => {
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
    if (event.key !== "Escape") return;
    if (!peek.hidden) hide();
    else if (opened) leave();
  });

  // --- names for those who listen ---
  // Gradio labels a message with its Markdown source; its own text reads better. A chip says whose words it leads to.
  const name = () => {
    for (const message of document.querySelectorAll("#chat [data-testid][aria-label]")) message.removeAttribute("aria-label");
    for (const log of document.querySelectorAll('#chat [role="log"]:not([aria-label="Answers"])')) log.setAttribute("aria-label", "Answers");
    for (const chip of document.querySelectorAll('#chat a[href^="#s-"]')) {
      const meta = cardOf(chip)?.querySelector(".meta b");
      const label = meta ? `Source ${chip.textContent}: ${meta.textContent}` : `Source ${chip.textContent}`;
      if (chip.getAttribute("aria-label") !== label) chip.setAttribute("aria-label", label);
    }
  };
  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      name();
      mark();
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
})();
