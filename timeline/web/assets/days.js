'use strict';
// Calendar days as numbers: 1 is 0001-01-01, as in the database; the calendar is the Gregorian one, carried on
// backwards. The arithmetic follows Howard Hinnant, "chrono-compatible low-level date algorithms".

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const EPOCH_SHIFT = 305;

function dayNumber(year, month, day) {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yoe = y - era * 400;
  const doy = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const doe = yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy;
  return era * 146097 + doe - EPOCH_SHIFT;
}

function civil(number) {
  const n = Math.floor(number) + EPOCH_SHIFT;
  const era = Math.floor(n / 146097);
  const doe = n - era * 146097;
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36524) - Math.floor(doe / 146096)) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return { year: yoe + era * 400 + (month <= 2 ? 1 : 0), month, day: doy - Math.floor((153 * mp + 2) / 5) + 1 };
}

function isoDay(number) {
  const { year, month, day } = civil(number);
  const digits = (value, width) => String(Math.abs(value)).padStart(width, '0');
  return `${year < 0 ? '-' : ''}${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
}

/** The day number of YYYY-MM-DD, or null. */
function parseDay(text) {
  const found = /^(-?\d{4,6})-(\d\d)-(\d\d)$/.exec(text || '');
  if (!found || +found[2] < 1 || +found[2] > 12 || +found[3] < 1 || +found[3] > 31) return null;
  return dayNumber(+found[1], +found[2], +found[3]);
}

function yearWords(year) {
  return year > 0 ? String(year) : `${1 - year} BCE`;
}

/** 17 Jan 2025 */
function dayWords(number) {
  const { year, month, day } = civil(number);
  return `${day} ${MONTHS[month - 1]} ${yearWords(year)}`;
}

/** 17 Jan 2025 – 2 Feb 2025, as short as it can be said. */
function spanWords(first, last) {
  const a = civil(first), b = civil(last);
  if (Math.floor(first) === Math.floor(last)) return dayWords(first);
  if (a.year !== b.year) return `${dayWords(first)} – ${dayWords(last)}`;
  if (a.month !== b.month) return `${a.day} ${MONTHS[a.month - 1]} – ${dayWords(last)}`;
  return `${a.day}–${dayWords(last)}`;
}

/** The units that an axis may count in: their least length in days, and the start of the one a day lies in. */
const UNITS = [
  { days: 1, step: 'day', by: 1, within: 'month' },
  { days: 7, step: 'day', by: 7, within: 'month' },
  { days: 28, step: 'month', by: 1, within: 'year' },
  { days: 90, step: 'month', by: 3, within: 'year' },
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].map((by) => ({ days: 365 * by, step: 'year', by })),
];

function unitStart(unit, number) {
  if (unit.step === 'day') return unit.by === 1 ? Math.floor(number) : number - (((Math.floor(number) - 1) % 7) + 7) % 7;
  const { year, month } = civil(number);
  if (unit.step === 'month') return dayNumber(year, month - ((month - 1) % unit.by), 1);
  return dayNumber(Math.floor(year / unit.by) * unit.by, 1, 1);
}

function unitNext(unit, start) {
  if (unit.step === 'day') return start + unit.by;
  const { year, month } = civil(start);
  if (unit.step === 'year') return dayNumber(year + unit.by, 1, 1);
  const months = month - 1 + unit.by;
  return dayNumber(year + Math.floor(months / 12), (months % 12) + 1, 1);
}

function unitWords(unit, start) {
  const { year, month, day } = civil(start);
  if (unit.step === 'year') return yearWords(year);
  return unit.step === 'month' ? MONTHS[month - 1] : String(day);
}

/** The finest unit of which each takes at least so many pixels. */
function unitFor(pixelsPerDay, pixels) {
  return UNITS.find((unit) => unit.days * pixelsPerDay >= pixels) || UNITS[UNITS.length - 1];
}
