// @ts-check
/** What is drawn with: the tools, the colours and the widths of lines. */
import { createButton, createSwitch } from '../../base/controls.js';
import { make } from '../../base/dom.js';
import { createToolbar } from '../../base/toolbar.js';
import { widthsFor } from './shapes.js';

/** @typedef {import('./shapes.js').Kind} Kind */
/** @typedef {Pick<import('./shapes.js').Shape, 'kind' | 'color' | 'width'>} Brush */

/** @type {{kind: Kind, name: string, path: string}[]} */
const TOOLS = [
  { kind: 'pen', name: 'Pen', path: 'M4 18c3-9 5-12 7-11s-3 9-1 10 4-6 6-6 0 5 4 5' },
  { kind: 'arrow', name: 'Arrow', path: 'M5 19 19 5M9 5h10v10' },
  { kind: 'box', name: 'Box', path: 'M4 6h16v12H4Z' },
  { kind: 'text', name: 'Text', path: 'M5 7V5h14v2M12 5v14M9 19h6' },
];

/** Strong, so that a model cannot take them for a part of the picture. @type {Record<string, string>} */
const COLORS = { Red: '#ff1a1a', Yellow: '#ffe000', Green: '#00c853', Blue: '#1463ff', White: '#ffffff', Black: '#000000' };

const WIDTHS = ['Thin', 'Medium', 'Thick'];

/** @param {import('../../base/core.js').Size} size of the picture */
export function createTools(size) {
  const widths = widthsFor(size);
  /** @type {Brush} */
  let brush = { kind: 'pen', color: COLORS.Red, width: widths[1] };

  const tools = TOOLS.map(({ kind, ...look }) => createButton({ ...look, caption: true }, () => set({ kind })));
  const swatches = Object.entries(COLORS).map(([name, color]) => {
    const button = make('button', { type: 'button', className: 'markup-swatch', 'aria-label': name, title: name, onclick: () => set({ color }) });
    button.style.setProperty('--swatch', color);
    return button;
  });
  const line = createSwitch('Line', WIDTHS.map((label, i) => ({ value: String(i), label })), (i) => set({ width: widths[Number(i)] }));

  /** @param {Partial<Brush>} part */
  function set(part) {
    brush = { ...brush, ...part };
    TOOLS.forEach(({ kind }, i) => tools[i].setAttribute('aria-pressed', String(kind === brush.kind)));
    Object.values(COLORS).forEach((color, i) => swatches[i].setAttribute('aria-pressed', String(color === brush.color)));
    line.show(String(widths.lastIndexOf(brush.width)));
  }

  set({});
  return {
    brush: () => brush,
    nodes: [createToolbar('Markup tools', tools), make('div', { className: 'markup-group', role: 'group', 'aria-label': 'Colour' }, ...swatches), line.node],
  };
}
