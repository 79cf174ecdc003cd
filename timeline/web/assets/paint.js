'use strict';
// How things look: solid for what occurred, hollow for plans, crossed for what was cancelled, dashed for what is
// disputed, hatched for the span in which an uncertain date lies.

const FAMILIES = [
  ['accord', 'Agreement, meeting, aid', ['AGREE', 'CONSULT', 'SUPPORT', 'COOPERATE', 'CONCEDE', 'AID', 'RETREAT']],
  ['conflict', 'Pressure, conflict', ['REQUEST', 'ACCUSE', 'REJECT', 'THREATEN', 'PROTEST', 'SANCTION', 'MOBILIZE',
    'COERCE', 'ASSAULT']],
  ['office', 'Office, vote, court', ['LEADERSHIP', 'ELECTION', 'LEGAL']],
  ['words', 'Statement', ['STATEMENT']],
  ['other', 'Other', ['DISASTER', 'STATE', 'OTHER']],
];

class Look {
  constructor(data) {
    this.familyOf = data.words.type.map((type) => FAMILIES.findIndex(([, , types]) => types.includes(type)));
    this.read();
  }

  /** Takes the colours from the style sheet, which knows whether it is dark. */
  read() {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    this.families = FAMILIES.map(([name]) => colour(name));
    for (const name of ['ink', 'muted', 'line', 'surface', 'ground', 'accent', 'faint', 'bar']) this[name] = colour(name);
    this.barAhead = colour('bar-ahead');
    this.font = '12.5px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
    this.small = '11px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
    this.hatches = new Map();
  }

  colourOf(data, row) {
    return this.families[this.familyOf[data.type[row]]] || this.muted;
  }

  hatch(context, colour) {
    let pattern = this.hatches.get(colour);
    if (!pattern) {
      const tile = document.createElement('canvas');
      tile.width = tile.height = 6;
      const pen = tile.getContext('2d');
      pen.strokeStyle = colour;
      pen.lineWidth = 1.4;
      pen.beginPath();
      for (const shift of [-6, 0, 6]) {
        pen.moveTo(shift - 1, 7);
        pen.lineTo(shift + 7, -1);
      }
      pen.stroke();
      pattern = context.createPattern(tile, 'repeat');
      this.hatches.set(colour, pattern);
    }
    return pattern;
  }
}

const HAPPENED = ['occurred', 'ongoing'];
const AHEAD = ['planned', 'scheduled', 'expected', 'postponed'];
const MARK_HEIGHT = 12;

/** How a row is to be drawn, told apart from where. */
function styleOf(data, row) {
  const status = data.word('status', row);
  return {
    solid: HAPPENED.includes(status),
    hollow: AHEAD.includes(status) || status === 'cancelled',
    crossed: status === 'cancelled' || data.word('polarity', row) === 'negative',
    dashed: data.isDisputed(row),
    vague: status === 'unknown',
  };
}

function boxPath(context, x0, y, width, height, shape) {
  const radius = Math.min(shape === SHAPE.lasting ? height / 2 : 3, width / 2);
  context.beginPath();
  context.roundRect(x0, y, width, height, radius);
}

/** Draws one mark between x0 and x1, centred on y. */
function paintMark(context, look, colour, style, shape, x0, x1, y) {
  const lasting = shape === SHAPE.lasting;
  const height = lasting ? 7 : MARK_HEIGHT, top = y - height / 2, width = x1 - x0;
  context.lineWidth = 1.5;
  context.strokeStyle = colour;
  context.setLineDash(style.dashed ? [3, 2.5] : []);
  if (shape === SHAPE.near) return paintNear(context, look, colour, style, x0, x1, y);
  if (shape === SHAPE.from || shape === SHAPE.until) return paintOpen(context, look, colour, style, shape, x0, x1, y);
  boxPath(context, x0 + 0.75, top + 0.75, width - 1.5, height - 1.5, shape);
  context.fillStyle = look.surface;
  context.fill();
  const uncertain = shape === SHAPE.span;
  if (uncertain) {
    context.fillStyle = look.hatch(context, colour);
    context.globalAlpha *= style.solid ? 0.85 : 0.35;
    context.fill();
    context.globalAlpha /= style.solid ? 0.85 : 0.35;
  } else if (style.solid || style.vague) {
    const strength = style.dashed ? 0.28 : style.vague ? 0.4 : 1;
    context.fillStyle = colour;
    context.globalAlpha *= strength;
    context.fill();
    context.globalAlpha /= strength;
  }
  context.stroke();
  if (style.crossed) paintCross(context, colour, uncertain || lasting ? x0 + width / 2 : x0 + Math.min(width, 12) / 2, y);
  context.setLineDash([]);
}

/** News that gives no date: the day of the report, and before it the days on which it may have been. */
function paintNear(context, look, colour, style, x0, x1, y) {
  const top = y - MARK_HEIGHT / 2;
  context.fillStyle = look.hatch(context, colour);
  context.globalAlpha *= 0.6;
  context.fillRect(x0, top + 2, TAIL, MARK_HEIGHT - 4);
  context.globalAlpha /= 0.6;
  paintMark(context, look, colour, style, SHAPE.day, x0 + TAIL, x1, y);
}

/** A side that the source leaves open fades out in three steps. */
function paintOpen(context, look, colour, style, shape, x0, x1, y) {
  const top = y - MARK_HEIGHT / 2, step = (x1 - x0) / 3, until = shape === SHAPE.until;
  context.fillStyle = look.hatch(context, colour);
  for (let part = 0; part < 3; part++) {
    const alpha = [0.8, 0.45, 0.2][until ? 2 - part : part];
    context.globalAlpha *= alpha;
    context.fillRect(x0 + part * step, top, step, MARK_HEIGHT);
    context.globalAlpha /= alpha;
  }
  const edge = until ? x1 - 0.75 : x0 + 0.75;
  context.beginPath();
  context.moveTo(edge, top - 1);
  context.lineTo(edge, top + MARK_HEIGHT + 1);
  context.lineWidth = style.solid ? 3 : 1.5;
  context.stroke();
  if (style.crossed) paintCross(context, colour, until ? x1 - 10 : x0 + 10, y);
  context.setLineDash([]);
}

/** What goes on, nobody knows how long. */
function paintFading(context, colour, x, y) {
  const { globalAlpha } = context;
  context.fillStyle = colour;
  [0.6, 0.4, 0.2].forEach((alpha, part) => {
    context.globalAlpha = globalAlpha * alpha;
    context.fillRect(x + 2 + part * 8, y - 2.5, 5, 5);
  });
  context.globalAlpha = globalAlpha;
}

function paintCross(context, colour, x, y) {
  context.setLineDash([]);
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(x - 6, y - 7);
  context.lineTo(x + 6, y + 7);
  context.moveTo(x + 6, y - 7);
  context.lineTo(x - 6, y + 7);
  context.stroke();
}

/** As much of a text as fits, with an ellipsis; nothing where next to nothing fits. */
function fitted(context, text, width) {
  if (width < 28) return '';
  if (text.length * LETTER < width * 0.8 || context.measureText(text).width <= width) return text;
  let low = 0, high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (context.measureText(`${text.slice(0, middle).trimEnd()}…`).width <= width) low = middle;
    else high = middle - 1;
  }
  return low > 2 ? `${text.slice(0, low).trimEnd()}…` : '';
}
