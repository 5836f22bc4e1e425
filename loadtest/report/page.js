/* Draws the plots of a report. Runs in the page, after uPlot; everything it needs is in the page. */
(() => {
  const HEIGHT = 220;
  const charts = JSON.parse(document.getElementById('charts').textContent);
  const place = document.querySelector('.charts');
  const dark = matchMedia('(prefers-color-scheme: dark)');
  let plots = [];

  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const short = (value) => {
    const size = Math.abs(value);
    if (size >= 1e6) return `${+(value / 1e6).toPrecision(3)} M`;
    if (size >= 1e4) return `${+(value / 1e3).toPrecision(3)} k`;
    return String(+value.toPrecision(3));
  };

  const drawBands = (bands) => (plot) => {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.textBaseline = 'top';
    ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
    for (const { label, from, to } of bands) {
      const limits = plot.scales.x;
      const left = plot.valToPos(Math.max(from, limits.min), 'x', true);
      const right = plot.valToPos(Math.min(to, limits.max), 'x', true);
      if (right <= left) continue;
      ctx.fillStyle = color('--band');
      ctx.fillRect(left, bbox.top, right - left, bbox.height);
      ctx.fillStyle = color('--soft');
      if (ctx.measureText(label).width < right - left - 8) ctx.fillText(label, left + 4, bbox.top + 4);
    }
    ctx.restore();
  };

  const draw = ({ title, unit, x, series, bands, xUnit = ' s', xLabel = 'second', xLog = false }) => {
    const card = document.createElement('div');
    card.className = 'chart';
    const heading = document.createElement('h2');
    heading.textContent = title;
    card.append(heading);
    place.append(card);
    const axis = {
      stroke: color('--soft'),
      grid: { stroke: color('--line'), width: 1 },
      ticks: { stroke: color('--line') },
    };
    const options = {
      width: card.clientWidth - 24,
      height: HEIGHT,
      cursor: { sync: { key: 'report' } },
      scales: {
        x: { time: false, ...(xLog && { distr: 3, log: 10 }) },
        y: { range: (_, __, max) => [0, max > 0 ? max * 1.2 : 1] },
      },
      axes: [
        { ...axis, values: (_, ticks) => ticks.map((tick) => (tick == null ? '' : `${short(tick)}${xUnit}`)) },
        { ...axis, size: 62, values: (_, ticks) => ticks.map((tick) => short(tick) + unit) },
      ],
      series: [
        { label: xLabel, value: (_, value) => (value == null ? '–' : value.toFixed(0)) },
        ...series.map(({ label, isBold }, index) => ({
          label,
          stroke: color(`--series-${index + 1}`),
          width: isBold ? 4 : 2,
          spanGaps: xLog,
          points: { show: x.length < 3 },
          value: (_, value) => (value == null ? '–' : short(value) + unit),
        })),
      ],
      hooks: { drawClear: [drawBands(bands)] },
    };
    const plot = new uPlot(options, [x, ...series.map(({ values }) => values)], card);
    plots.push({ plot, card });
  };

  const drawAll = () => {
    place.replaceChildren();
    plots = [];
    charts.forEach(draw);
  };

  drawAll();
  dark.addEventListener('change', drawAll);
  addEventListener('resize', () => {
    for (const { plot, card } of plots) plot.setSize({ width: card.clientWidth - 24, height: HEIGHT });
  });

  const copy = document.querySelector('[data-copy]');
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener('click', () => {
      navigator.clipboard.writeText(document.querySelector('.capacity blockquote').textContent).then(
        () => (copy.textContent = 'Copied'),
        () => (copy.textContent = 'Copy by hand, please'),
      );
    });
  }
})();
