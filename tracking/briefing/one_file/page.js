// Draws the charts of this file, and hands them out as pictures; nothing is fetched.
"use strict";
const charts = JSON.parse(document.getElementById("charts").textContent);
const places = [...document.querySelectorAll(".chart")];
const SIZES = { title: 15, basis: 11 };
const PAD = 12;
const pen = document.createElement("canvas").getContext("2d");

// A picture is taken away from this file: it says what it shows and what it rests on.
const safe = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const wrapped = (text, size, font, width) => {
  pen.font = `bold ${size}px ${font}`;
  const found = [""];
  for (const part of text.split(/(?<= · )/)) {
    if (found.at(-1) && pen.measureText(found.at(-1) + part).width > width) found.push(part);
    else found[found.length - 1] += part;
  }
  return found;
};
const hand_out = (place, { title, basis, config }, format) => {
  const { width, height, font, _size: size } = place._fullLayout;
  const heads = wrapped(title, SIZES.title, font.family, width - 2 * PAD);
  const below = wrapped(basis.join(" · "), SIZES.basis, font.family, width - 2 * PAD);
  const more = 2 * PAD + (heads.length * SIZES.title + below.length * SIZES.basis) * 1.4;
  const told = [
    ...heads.map((line) => `<b>${safe(line)}</b>`),
    ...below.map((line) => `<span style="font-size:${SIZES.basis}px">${safe(line)}</span>`),
  ];
  const layout = {
    ...place.layout,
    margin: { ...place.layout.margin, t: size.t + more },
    title: {
      text: told.join("<br>"),
      font: { size: SIZES.title },
      x: 0, xref: "container", xanchor: "left",
      y: 1, yref: "container", yanchor: "top",
      pad: { t: 2 * PAD, l: PAD },
    },
  };
  const { filename, scale } = config.toImageButtonOptions;
  const taken = { data: place.data, layout, config };
  return Plotly.downloadImage(taken, { format, filename, scale, width, height: height + more });
};
const buttons = (told) => {
  const said = "Download plot as a PNG";
  const own = told.config.locales?.[told.config.locale]?.dictionary[said] ?? said;
  return ["png", "svg"].map((format) => ({
    name: format,
    title: own.replace("PNG", format.toUpperCase()),
    icon: format === "png" ? Plotly.Icons.camera : Plotly.Icons.disk,
    click: (place) => hand_out(place, told, format),
  }));
};

for (const place of places) {
  const told = charts[Number(place.dataset.chart)];
  const config = { ...told.config, modeBarButtons: [buttons(told)] };
  Plotly.newPlot(place, told.data, { ...told.layout, autosize: true }, config);
}
// Paper is narrower than a screen: what does not fit it is drawn anew.
const fit = () => places.forEach((place) => Plotly.Plots.resize(place));
window.addEventListener("beforeprint", fit);
window.addEventListener("afterprint", fit);
window.matchMedia("print").addEventListener("change", fit);
