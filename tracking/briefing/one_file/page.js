// Draws the charts of this file; nothing is fetched.
"use strict";
const charts = JSON.parse(document.getElementById("charts").textContent);
const places = [...document.querySelectorAll(".chart")];
for (const place of places) {
  const { data, layout, config } = charts[Number(place.dataset.chart)];
  Plotly.newPlot(place, data, { ...layout, autosize: true }, config);
}
// Paper is narrower than a screen: what does not fit it is drawn anew.
const fit = () => places.forEach((place) => Plotly.Plots.resize(place));
window.addEventListener("beforeprint", fit);
window.addEventListener("afterprint", fit);
window.matchMedia("print").addEventListener("change", fit);
