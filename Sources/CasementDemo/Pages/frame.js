// Tells the page that frames this one how tall it is and where it is. The target is always the pinned origin: a page of
// any other origin hears nothing, and without a pinned origin nothing is sent at all.
const pinnedOrigin = document.documentElement.dataset.pinnedOrigin;

if (pinnedOrigin && window.parent !== window) {
  const tell = (type, payload) => window.parent.postMessage(JSON.stringify({ type, payload }), pinnedOrigin);

  let height = 0;
  const tellHeight = () => {
    const now = Math.ceil(document.body.getBoundingClientRect().height);
    if (now !== height) tell("heightChange", { height: (height = now) });
  };

  tell("navigated", { url: location.pathname + location.search, title: document.title });
  tellHeight(); // a frame outside the window is not observed
  new ResizeObserver(tellHeight).observe(document.body);
}
