// A chart is downloaded as PNG or SVG, and then says what it shows and what it rests on: on the
// screen the page does.

(() => {
  "use strict";
  const SIZES = { title: 15, basis: 11 };
  const PAD = 12;
  const ASCENT = 14; // Plotly hangs a title by its first line's foot
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

  // Plotly's button gives one format, and a configuration that Streamlit forwards cannot bring a
  // button that does something. The second stands beside the first and presses it.
  const offer = (event) => {
    const chart = event.target.closest?.(".js-plotly-plot");
    const first = chart?.querySelector(".modebar-btn:not([data-attr])");
    if (!first || first.dataset.format || chart.querySelector("[data-format]")) return;
    const second = first.cloneNode(false);
    const label = (first.dataset.title ?? "").replace("PNG", "SVG");
    second.dataset.title = label;
    second.setAttribute("aria-label", label);
    second.dataset.format = "svg";
    second.textContent = "SVG";
    second.addEventListener("click", () => {
      const wanted = chart._context.toImageButtonOptions;
      const own = wanted.format;
      wanted.format = "svg";
      first.click();
      wanted.format = own;
    });
    first.after(second);
  };
  for (const kind of ["pointerover", "focusin"]) addEventListener(kind, offer);

  // Plotly copies the layout when the button is pressed: it is given one with a title, and right
  // after that the chart has its own again.
  addEventListener(
    "click",
    (event) => {
      const button = event.target.closest?.(".modebar-btn:not([data-format])");
      const chart = button?.closest(".js-plotly-plot");
      const picture = chart?.layout?.meta?.picture;
      if (!picture) return;
      const { width, height, font, _size: size } = chart._fullLayout;
      const inside = width - 2 * PAD;
      const title = lines(picture.title, SIZES.title, font.family, inside);
      const basis = lines(picture.basis, SIZES.basis, font.family, inside);
      const more = ASCENT + PAD + title.length * SIZES.title * 1.3 + basis.length * SIZES.basis * 1.3 + PAD;
      const quiet = basis.map(
        (line) => `<span style="font-size:${SIZES.basis}px;color:${picture.quiet}">${safe(line)}</span>`,
      );
      const own = { ...chart.layout };
      const wanted = chart._context.toImageButtonOptions;
      Object.assign(wanted, { width, height: height + more });
      Object.assign(chart.layout, {
        paper_bgcolor: picture.paper,
        margin: { ...own.margin, t: size.t + more },
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
      setTimeout(() => {
        delete wanted.width;
        delete wanted.height;
        for (const name of Object.keys(chart.layout)) if (!(name in own)) delete chart.layout[name];
        Object.assign(chart.layout, own);
      });
    },
    { capture: true },
  );
})();
