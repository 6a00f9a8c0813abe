// A chart is downloaded as PNG or SVG, and then says what it shows and what it rests on: on the
// screen the page does. The audit trail knows of it first: what is not entered there is not saved.

(() => {
  "use strict";
  const SIZES = { title: 15, basis: 11 };
  const PAD = 12;
  const ASCENT = 14; // Plotly hangs a title by its first line's foot
  // How long the server is waited for, in milliseconds: longer than it waits for its store.
  const PATIENCE = 25000;
  // shell.py writes them: the token of our forms, and what is said where nothing is saved.
  const { token, ...said } = document.currentScript.dataset;
  const pen = document.createElement("canvas").getContext("2d");

  // Whole parts, as many in a line as the picture is wide.
  const lines = (parts, size, font, width) => {
    pen.font = `${size}px ${font}`;
    const found = [];
    for (const part of parts) {
      const longer = found.length ? `${found.at(-1)} · ${part}` : part;
      if (found.length && pen.measureText(longer).width <= width) found[found.length - 1] = longer;
      else found.push(part);
    }
    return found;
  };
  const safe = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

  // Plotly's own button, and the second that stands beside it.
  const own = (chart) => chart?.querySelector(".modebar-btn:not([data-attr], [data-format])");

  // Plotly's button gives one format, and a configuration that Streamlit forwards cannot bring a
  // button that does something.
  const offer = (event) => {
    const chart = event.target.closest?.(".js-plotly-plot");
    const first = own(chart);
    if (!first || chart.querySelector("[data-format]")) return;
    const second = first.cloneNode(false);
    const label = (first.dataset.title ?? "").replace("PNG", "SVG");
    second.dataset.title = label;
    second.setAttribute("aria-label", label);
    second.dataset.format = "svg";
    second.textContent = "SVG";
    first.after(second);
  };
  for (const kind of ["pointerover", "focusin"]) addEventListener(kind, offer);

  // Whether the server wrote down who takes which picture; else why not, as a key of `said`.
  const entered = async (chart, format) => {
    const fields = {
      form: token,
      name: chart._context.toImageButtonOptions.filename,
      format,
      ...chart.layout.meta?.taken,
    };
    try {
      const { status } = await fetch("/picture", {
        method: "POST",
        body: new URLSearchParams(fields),
        redirect: "error",
        keepalive: true,
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (status === 204) return "";
      if (status === 401) return "out";
      return status >= 500 || status === 429 ? "away" : "refused";
    } catch {
      return "away";
    }
  };

  // Above the chart itself, so that it is read wherever the chart stands: in a window, on a telephone.
  const say = (chart, words) => {
    chart.querySelector(".not-saved")?.remove();
    if (!words) return;
    const note = document.createElement("p");
    note.className = "not-saved";
    note.setAttribute("role", "alert");
    chart.append(note);
    // Set once it stands there: otherwise screen readers do not read it out.
    note.textContent = words;
  };

  // Plotly copies the layout when its button is pressed: it is given one with a title, and right
  // after that the chart has its own again.
  const save = (chart, format) => {
    const wanted = chart._context.toImageButtonOptions;
    const usual = wanted.format;
    const layout = { ...chart.layout };
    const picture = layout.meta?.picture;
    wanted.format = format;
    if (picture) {
      const { width, height, font, _size: size } = chart._fullLayout;
      const inside = width - 2 * PAD;
      const title = lines(picture.title, SIZES.title, font.family, inside);
      const basis = lines(picture.basis, SIZES.basis, font.family, inside);
      const more = ASCENT + PAD + title.length * SIZES.title * 1.3 + basis.length * SIZES.basis * 1.3 + PAD;
      const quiet = basis.map(
        (line) => `<span style="font-size:${SIZES.basis}px;color:${picture.quiet}">${safe(line)}</span>`,
      );
      Object.assign(wanted, { width, height: height + more });
      Object.assign(chart.layout, {
        paper_bgcolor: picture.paper,
        margin: { ...layout.margin, t: size.t + more },
        title: {
          text: [...title.map((line) => `<b>${safe(line)}</b>`), ...quiet].join("<br>"),
          font: { size: SIZES.title },
          x: 0,
          xref: "container",
          xanchor: "left",
          y: 1,
          yref: "container",
          yanchor: "top",
          pad: { t: PAD + ASCENT, l: PAD },
        },
      });
    }
    own(chart).click();
    wanted.format = usual;
    delete wanted.width;
    delete wanted.height;
    for (const name of Object.keys(chart.layout)) if (!(name in layout)) delete chart.layout[name];
    Object.assign(chart.layout, layout);
  };

  let passing = false; // the press is our own, of what is entered
  const asking = new WeakSet();
  addEventListener(
    "click",
    async (event) => {
      const button = event.target.closest?.(".modebar-btn:not([data-attr])");
      const chart = button?.closest(".js-plotly-plot");
      if (!chart || passing) return;
      event.stopImmediatePropagation();
      if (asking.has(chart)) return;
      asking.add(chart);
      const format = button.dataset.format ?? chart._context.toImageButtonOptions.format;
      const why = await entered(chart, format);
      asking.delete(chart);
      say(chart, said[why]);
      if (why) return;
      passing = true;
      try {
        save(chart, format);
      } finally {
        passing = false;
      }
    },
    { capture: true },
  );
})();
