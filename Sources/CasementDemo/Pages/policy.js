// Shows this page's policy as it reached the browser.
const received = document.getElementById("received");

fetch(location.pathname, { cache: "no-store" }).then((answer) => {
  received.textContent = ["Content-Security-Policy", "X-Frame-Options"]
    .map((name) => `${name}: ${answer.headers.get(name) ?? "(none)"}`)
    .join("\n");
});
