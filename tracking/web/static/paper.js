// Before printing, charts are drawn anew in the width that print.css gives them on paper.

(() => {
  "use strict";
  const INSIDE = 702; // A4: 210 mm without two margins of 12 mm, in CSS pixels
  const SHEET = 760; // what a chart may take of a sheet's height, below the page's title
  const drawn = new Map();

  // Plotly is no global and draws itself anew too late for paper. But a button of its mode bar,
  // asked for by config.py and hidden, sets at once whatever its element says.
  const set = (chart, name, value) => {
    const buttons = chart._fullLayout?._modeBar?.buttons?.flat() ?? [];
    const button = buttons.find((one) => one.name === "hoverClosestCartesian");
    if (!button) return false;
    const said = { "data-attr": name, "data-val": value };
    button.click(chart, { currentTarget: { getAttribute: (key) => said[key], setAttribute() {} } });
    return chart._fullLayout[name] === value;
  };

  // What each chart would be given on paper: print.css applied to a window as wide as a sheet.
  const widths = (charts) => {
    const sheet = document.querySelector('link[media="print"]');
    sheet.media = "all";
    document.body.style.width = `${INSIDE}px`;
    const found = charts.map((one) => one.parentElement.clientWidth);
    document.body.style.width = "";
    sheet.media = "print";
    return found;
  };

  addEventListener("beforeprint", () => {
    const root = document.documentElement;
    const scheme = getComputedStyle(document.querySelector(".stApp")).colorScheme;
    root.classList.toggle("was-dark", scheme === "dark");
    const charts = [...document.querySelectorAll(".js-plotly-plot")];
    const given = widths(charts);
    charts.forEach((chart, n) => {
      if (!given[n]) return;
      const { width, height, meta } = chart._fullLayout;
      const wanted = Math.min(meta?.paper ?? height, SHEET);
      drawn.set(chart, { width, height });
      const anew = set(chart, "width", Math.floor(given[n])) && (height === wanted || set(chart, "height", wanted));
      chart.style.setProperty("--paper", anew ? 1 : Math.min(1, given[n] / width));
    });
  });

  addEventListener("afterprint", () => {
    for (const [chart, { width, height }] of drawn)
      if (chart.isConnected) {
        set(chart, "width", width);
        set(chart, "height", height);
      }
    drawn.clear();
  });
})();
