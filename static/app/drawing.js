// A drawn signature. [data-drawing="id of a hidden field"] holds a canvas, which appears only where scripts run. What is
// kept is one SVG path of whole numbers in the canvas's own box, or "typed" where the typed name stands in its place: so
// everything here can be done by keyboard, and without a script the page asks for no drawing.
const FEWEST = 2; // points further than this from the last one are kept
const WORDS = {
  none: "Nothing drawn. Your typed name is enough.",
  drawn: "Your drawing is kept when you sign.",
  typed: "Your typed name stands as your signature.",
};

export function drawings(root) {
  for (const part of root.querySelectorAll("[data-drawing]")) {
    if (part.dataset.ready) continue;
    part.dataset.ready = "yes";
    part.hidden = false;
    surface(part, document.getElementById(part.dataset.drawing), document.getElementById(part.dataset.typed));
  }
}

function surface(part, kept, typed) {
  const canvas = part.querySelector("canvas");
  const name = part.querySelector("[data-drawing-name]");
  const pen = canvas.getContext("2d");
  let strokes = read(kept.value);
  let open = null;

  const show = () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    Object.assign(pen, { lineWidth: 4, lineCap: "round", lineJoin: "round", strokeStyle: getComputedStyle(canvas).color });
    for (const stroke of strokes) line(pen, stroke);
    const state = kept.value === "typed" ? "typed" : kept.value ? "drawn" : "none";
    name.hidden = state !== "typed";
    name.textContent = typed.value;
    part.querySelector("[data-drawing-state]").textContent = WORDS[state];
  };
  const keep = (value) => {
    kept.value = value;
    show();
  };
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    const within = (part, whole) => Math.round(Math.min(Math.max(part, 0), 1) * (whole - 1));
    return [
      within((event.clientX - box.left) / box.width, canvas.width),
      within((event.clientY - box.top) / box.height, canvas.height),
    ];
  };

  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    open = [at(event)];
    strokes = [...strokes, open];
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!open) return;
    const point = at(event);
    const last = open[open.length - 1];
    if (Math.hypot(point[0] - last[0], point[1] - last[1]) < FEWEST) return;
    open.push(point);
    line(pen, open.slice(-2));
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => {
      if (!open) return;
      open = null;
      strokes = strokes.filter((stroke) => stroke.length > 1);
      keep(write(strokes));
    });
  }
  part.querySelector("[data-drawing-clear]").addEventListener("click", () => {
    strokes = [];
    keep("");
  });
  part.querySelector("[data-drawing-typed]").addEventListener("click", () => {
    strokes = [];
    if (typed.value.trim()) return keep("typed");
    keep("");
    part.querySelector("[data-drawing-state]").textContent = "Type your name above first.";
    typed.focus();
  });
  typed.addEventListener("input", () => {
    name.textContent = typed.value;
  });
  show();
}

function line(pen, points) {
  pen.beginPath();
  points.forEach(([x, y], place) => (place ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.stroke();
}

function write(strokes) {
  return strokes.map((points) => points.map(([x, y], place) => `${place ? "L" : "M"}${x} ${y}`).join("")).join("");
}

function read(path) {
  if (!path.startsWith("M")) return [];
  return path
    .slice(1)
    .split("M")
    .map((stroke) => stroke.split("L").map((point) => point.split(" ").map(Number)));
}
