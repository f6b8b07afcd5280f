/* Shows the story in story.js, one passage at a time. Everything is text: nothing is made into HTML. */
"use strict";

(() => {
  const { words, roles, passages } = STORY;
  const main = document.getElementById("main");
  let role = "";
  let way = "";

  function make(name, className, ...inside) {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...inside);
    return element;
  }

  const runs = (told) => told.map((run) => {
    let part = document.createTextNode(run.text);
    if (run.em) part = make("em", "", part);
    return run.strong ? make("strong", "", part) : part;
  });
  const paragraphs = (texts) => texts.map((text) => make("p", "", ...runs(text)));
  const isFor = (part) => part.roles.length === 0 || part.roles.includes(role);

  function button(className, text, act) {
    const element = make("button", className, text);
    element.type = "button";
    element.addEventListener("click", act);
    return element;
  }

  /* Follow the choices from the start. Null when the way is not there, such as after the text was worded anew. */
  function walk() {
    let here = passages[0];
    let last = null;
    for (const digit of way) {
      last = here.choices.filter(isFor)[Number(digit) - 1];
      if (!last) return null;
      here = passages[last.to];
    }
    return { here, last };
  }

  function show(title, ...inside) {
    const heading = make("h1", "", title);
    heading.tabIndex = -1;
    const parts = [heading, ...inside];
    if (platform.hasFailed) parts.unshift(make("p", "warning", words.failed));
    else if (!platform.isThere) parts.push(make("p", "muted", words.alone));
    main.replaceChildren(...parts);
    document.title = title === STORY.title ? title : `${title}: ${STORY.title}`;
    window.scrollTo(0, 0);
    heading.focus();
  }

  function chooseRole() {
    way = "";
    const list = make("ul", "choices", ...roles.map(([value, label]) =>
      make("li", "", button("choice", label, () => { role = value; go(""); }))));
    show(STORY.title, make("p", "lead", STORY.about), make("p", "muted", STORY.place), make("h2", "", words.who), list);
  }

  function go(to) {
    way = to;
    const walked = walk();
    if (walked.here.ending) {
      platform.complete(walked.here.points);
      platform.putAway("");
    } else {
      platform.putAway(JSON.stringify({ text: STORY.fingerprint, role, way }));
    }
    showPassage(walked);
  }

  function showPassage({ here, last }) {
    const inside = [];
    if (last) inside.push(cameOf(last));
    inside.push(make("div", "text", ...paragraphs(here.paragraphs.filter(isFor).flatMap((part) => part.texts))));
    const back = way && button("quiet", words.back, () => go(way.slice(0, -1)));
    if (here.ending) {
      inside.push(make("section", "", make("h2", "", words.endings[here.ending]), ...paragraphs(here.feedback)));
      inside.push(make("section", "remember", make("h2", "", words.remember), make("p", "", here.remember)));
      inside.push(make("div", "row", button("primary", words.again, chooseRole), back));
      inside.push(make("h2", "small", words.sources), make("ul", "small", ...STORY.sources.map((one) => make("li", "", one))));
    } else {
      const choices = here.choices.filter(isFor).map((choice, index) =>
        make("li", "", button("choice", choice.text, () => go(`${way}${index + 1}`))));
      inside.push(make("h2", "", words.what), make("ul", "choices", ...choices));
      if (back) inside.push(make("div", "row", back));
    }
    show(here.ending ? words.ended : last ? words.then : STORY.title, ...inside);
  }

  function cameOf(choice) {
    return make("div", "came",
      make("p", "muted", choice.text),
      make("h2", "small", words.visitor), make("p", "", choice.visitor),
      make("h2", "small", words.colleague), make("p", "", choice.colleague));
  }

  function begin(kept) {
    const was = kept ? JSON.parse(kept) : {};
    if (was.text !== STORY.fingerprint || !roles.some(([value]) => value === was.role)) return chooseRole();
    role = was.role;
    way = was.way;
    const walked = walk();
    return walked ? showPassage(walked) : chooseRole();
  }

  window.addEventListener("pagehide", () => platform.close());
  window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });
  begin(platform.open());
})();
