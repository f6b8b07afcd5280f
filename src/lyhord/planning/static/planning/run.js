// While a plan is being made its page asks how far it has come, and puts the answer where the old one stood.
// XMLHttpRequest hands over a document that is already read. Turning text into HTML is what the policy of the site
// refuses every script, this one too.

const EVERY = 2_000;
const CONTROLS = "a, button";

const show = (fresh) => {
  if (!fresh) {
    location.reload(); // signed out, locked or a fault: the whole page says which
    return;
  }
  const old = document.querySelector("[data-going]");
  const at = [...old.querySelectorAll(CONTROLS)].indexOf(document.activeElement);
  old.replaceWith(fresh);
  if (at >= 0) {
    fresh.querySelectorAll(CONTROLS)[at]?.focus();
  }
  if (fresh.matches("[data-going]")) {
    askSoon();
  }
};

const ask = () => {
  const request = new XMLHttpRequest();
  request.open("GET", location.href);
  request.responseType = "document";
  request.setRequestHeader("Asks-By-Itself", "1");
  request.addEventListener("load", () => show(request.response?.querySelector("#korning")));
  request.addEventListener("error", askSoon); // the network is away for a moment
  request.send();
};

const askSoon = () => setTimeout(ask, EVERY);

if (document.querySelector("[data-going]")) {
  askSoon();
}
