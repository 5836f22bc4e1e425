/** A small plot of one figure over the last minutes, as two shapes in an SVG. */

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 160;
const HEIGHT = 36;

/** So many values fill its width at the least: the first few are no plot yet. */
const FEWEST = 30;

/** @param capacity values it shows at most; older ones leave at the left. */
export function createPlot(svg: SVGSVGElement, capacity: number): (value: number) => void {
  const values: number[] = [];
  const area = document.createElementNS(SVG, 'polygon');
  const line = document.createElementNS(SVG, 'polyline');
  area.setAttribute('class', 'plot-area');
  line.setAttribute('class', 'plot-line');
  svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.replaceChildren(area, line);
  return (value) => {
    values.push(value);
    if (values.length > capacity) values.shift();
    const wide = Math.max(FEWEST, values.length);
    const points = plotPoints(values, wide, WIDTH, HEIGHT);
    line.setAttribute('points', points);
    const start = WIDTH - ((values.length - 1) / (wide - 1)) * WIDTH;
    area.setAttribute('points', `${start.toFixed(1)},${HEIGHT} ${points} ${WIDTH},${HEIGHT}`);
  };
}

/** `across` values fill the width, the newest at the right edge; the highest, or 1 if that is less, near the top. */
export function plotPoints(values: readonly number[], across: number, width: number, height: number): string {
  const top = Math.max(1, ...values);
  return values
    .map((value, index) => {
      const x = width - ((values.length - 1 - index) / (across - 1)) * width;
      const y = height - 2 - (value / top) * (height - 4);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(' ');
}
