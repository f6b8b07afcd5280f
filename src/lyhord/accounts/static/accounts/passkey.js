// Passkeys. A form with data-passkey="get" or "create" fetches a challenge when it is sent, asks the browser's key, and
// sends the answer. Without script, or in a browser without passkeys, the form stays hidden.

const TIME_LIMIT = 90_000;

const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const withBytes = (key) => ({ ...key, id: toBytes(key.id) });

const readOptions = (options) => {
  const key = { ...options, challenge: toBytes(options.challenge), timeout: TIME_LIMIT };
  if (key.user) {
    key.user = withBytes(key.user);
  }
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (key[list]) {
      key[list] = key[list].map(withBytes);
    }
  }
  return key;
};

const writeAnswer = (credential) => {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) {
      response[part] = toText(credential.response[part]);
    }
  }
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
};

const ask = async (form) => {
  const answer = await fetch(form.dataset.options, { headers: { Accept: "application/json" } });
  if (!answer.ok) {
    throw new Error("no challenge");
  }
  const publicKey = readOptions((await answer.json()).publicKey);
  const credential =
    form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey })
      : await navigator.credentials.get({ publicKey });
  form.elements.credential.value = JSON.stringify(writeAnswer(credential));
  form.submit();
};

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const failed = form.querySelector("[data-passkey-failed]");
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      failed.hidden = true;
      ask(form).catch(() => {
        failed.hidden = false; // the browser has told why, in its own window
      });
    });
  }
}
