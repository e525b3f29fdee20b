/* Numbers as the server writes them: as many digits as matter, a real minus sign, a
   no-break space before the unit. */
const GLUE = "\u00a0";
const formats = new Map();
const { lang, dataset } = document.documentElement;

function grouped(value, digits) {
  const order = value ? Math.floor(Math.log10(Math.abs(value))) : 0;
  const places = Math.min(20, Math.max(0, digits - 1 - order));
  if (!formats.has(places)) {
    formats.set(places, new Intl.NumberFormat(dataset.locale || lang, { maximumFractionDigits: places, signDisplay: "never" }));
  }
  const text = formats.get(places).format(value);
  return value < 0 && text !== "0" ? `\u2212${text}` : text;
}

export const number = (value) => (value === undefined ? "" : grouped(value, 4));

export function signed(value, unit) {
  const text = grouped(value, 3);
  const plus = value > 0 && text !== "0" ? "+" : "";
  return `${plus}${text}${unit ? GLUE + unit : ""}`;
}

/** A share as whole percent; nearly all or nearly nothing is not all or nothing. */
export function percent(share) {
  const exact = share * 100;
  let shown = Math.sign(exact) * Math.round(Math.abs(exact));
  if (shown === 100 && exact < 100) shown = 99;
  if (shown === 0 && exact > 0) shown = 1;
  return `${grouped(shown, 4)}${GLUE}%`;
}
