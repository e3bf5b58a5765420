// The partner's page: has its backend sign a token, posts it into the frame, and listens to the frame.
const { gateway, origin: thisOrigin } = document.documentElement.dataset;
const byId = (id) => document.getElementById(id);
const frame = byId("workspace");
const customer = byId("customer");
const account = byId("account");
const OPEN = "workspace-open";
let silence;

function say(text, kind) {
  byId("status").textContent = text;
  byId("status").className = kind ?? "";
}

function log(kind, text, facts = {}) {
  byId("messages").querySelector(".empty")?.remove();
  const line = document.createElement("li");
  line.className = kind;
  Object.assign(line.dataset, facts);
  line.textContent = text;
  byId("messages").prepend(line);
  while (byId("messages").children.length > 50) byId("messages").lastChild.remove();
}

function showFrame() {
  byId("empty").hidden = true;
  frame.style.height = "";
  byId("frame-page").textContent = "";
  byId("stage").scrollIntoView({ block: "nearest" }); // in a narrow window it lies below
}

// A page that is not framed by the pinned origin cannot be read from here, and sends nothing: silence is all there is.
function expectAMessage() {
  clearTimeout(silence);
  silence = setTimeout(() => say(`No word from the frame on ${thisOrigin}: it was refused, or your browser blocked it.`, "bad"), 2500);
}

function askBackend(path, fields) {
  return fetch(path, { method: "POST", body: new URLSearchParams(fields) }).then(async (answer) => {
    const body = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(body.message ?? body.code ?? `the answer was ${answer.status}`);
    return body;
  });
}

async function signIn() {
  const form = byId("direct-link").elements;
  const asked = byId("origin").value;
  const { token } = await askBackend("/tokens", { account: account.value, origin: asked });
  form.path.value = byId("path").value;
  form.token.value = token;
  form.origin.value = asked;
  form.origin.disabled = asked === "";
  showFrame();
  say("Signing in …");
  expectAMessage();
  byId("direct-link").submit();
  form.token.value = "";
  sessionStorage.setItem(OPEN, account.value);
}

async function signOut() {
  const { ended } = await askBackend("/sign_out", { account: account.value });
  log("note", `signed out: ${ended} session${ended === 1 ? "" : "s"} ended`, { type: "signed-out", ended });
  sessionStorage.removeItem(OPEN);
  clearTimeout(silence);
  say("Signed out by this page's backend.");
  showFrame();
  frame.src = `${gateway}/?at=${Date.now()}`;
}

// Loads the frame again with no token: whoever is signed in stays signed in.
function reload() {
  showFrame();
  say("Loading with the session that is there …");
  expectAMessage();
  frame.src = `${gateway}/?at=${Date.now()}`;
}

function hear(event) {
  if (event.origin !== gateway || event.source !== frame.contentWindow) {
    log("ignored", `ignored: a message from ${event.origin}`, { origin: event.origin });
    return;
  }
  const { type, payload } = JSON.parse(event.data);
  log("heard", `${type} ${JSON.stringify(payload)}`, { type, origin: event.origin });
  clearTimeout(silence);
  say(`The workspace is open, framed by ${thisOrigin}.`, "good");
  if (type === "heightChange") frame.style.height = `${Math.min(Math.max(payload.height, 200), 4000)}px`;
  if (type === "navigated") byId("frame-page").textContent = payload.url;
}

function offerAccounts() {
  for (const option of account.options) option.hidden = option.disabled = option.dataset.customer !== customer.value;
  if (account.selectedOptions[0].disabled) account.value = [...account.options].find((option) => !option.disabled).value;
}

const withErrors = (action) => () => action().catch((error) => say(`That did not work: ${error.message}`, "bad"));
const signInNow = withErrors(signIn);

byId("picker").addEventListener("submit", (event) => {
  event.preventDefault();
  signInNow();
});
byId("sign-out").addEventListener("click", withErrors(signOut));
byId("reload").addEventListener("click", reload);
customer.addEventListener("change", offerAccounts);
window.addEventListener("message", hear);

const open = [...account.options].find((option) => option.value === sessionStorage.getItem(OPEN));
if (open) {
  customer.value = open.dataset.customer;
  account.value = open.value;
}
offerAccounts();
if (open) reload();
