// What the page carries: facts as JSON; bytes, costs and expectations as base64 beside them.
const byId = (id) => document.getElementById(id);
const facts = JSON.parse(byId('facts').textContent);
const unpacked = (id) => {
  const text = atob(byId(id).textContent.trim());
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; ++i) bytes[i] = text.charCodeAt(i);
  return bytes;
};
const content = unpacked('bytes');
const costs = unpacked('costs');        // quantised: bitsOf
const filtered = unpacked('filtered');  // as they were predicted, of parts with a filter
const expected = unpacked('expected');  // label and share, three times, for each costly byte
const parts = facts.parts;
const bitsOf = Float64Array.from({length: 256}, (_, q) => 2 ** (q / facts.scale) - 1);
const cost = (i) => bitsOf[costs[i]];
const costClass = Uint8Array.from(bitsOf, (bits) => Math.min(8, Math.round(bits)));

const number = (n) => Math.round(n).toLocaleString('en');
const bitsText = (bits) => (bits >= 9.95 ? bits.toFixed(0) : bits >= 0.095 ? bits.toFixed(1) : bits >= 0.005 ? bits.toFixed(2) : '0.0') + (bits.toFixed(1) === '1.0' ? ' bit' : ' bits');
const percent = (p) => p >= 0.995 ? '> 99 %' : p >= 0.095 ? Math.round(100 * p) + ' %' : p >= 0.001 ? (100 * p).toFixed(1) + ' %' : '< 0.1 %';
const hex2 = (b) => b.toString(16).toUpperCase().padStart(2, '0');

const partAt = (i) => {
  let low = 0;
  let high = parts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (parts[middle].begin <= i) low = middle; else high = middle - 1;
  }
  return parts[low];
};

// The expectations of byte i: they lie in order, for the bytes of parts with labels that cost enough.
const STEP = 4096;
const ranks = new Map();
const expectationsAt = (i) => {
  const part = partAt(i);
  if (!part.labels || costs[i] < facts.costly) return [];
  if (!ranks.has(part)) {
    const marks = [];
    let count = part.expected;
    for (let k = part.begin; k < part.begin + part.size; ++k) {
      if ((k - part.begin) % STEP === 0) marks.push(count);
      if (costs[k] >= facts.costly) ++count;
    }
    ranks.set(part, marks);
  }
  const step = Math.floor((i - part.begin) / STEP);
  let rank = ranks.get(part)[step];
  for (let k = part.begin + step * STEP; k < i; ++k) if (costs[k] >= facts.costly) ++rank;
  const found = [];
  for (let k = 0; k < 3; ++k) {
    const share = expected[6 * rank + 2 * k + 1];
    if (share > 0) found.push({label: expected[6 * rank + 2 * k], share: share / 255});
  }
  return found;
};
const predictedByte = (i) => {
  const part = partAt(i);
  return part.filtered === undefined ? content[i] : filtered[part.filtered + i - part.begin];
};

// Bytes and characters in words.
const CONTROLS = {0: 'NUL', 9: 'tab', 10: 'line break', 13: 'return', 27: 'escape', 32: 'space'};
const byteName = (b) => b in CONTROLS ? CONTROLS[b] : b > 32 && b < 127 ? String.fromCharCode(b) : '0x' + hex2(b);
const rangeName = (low, high, isText) => {
  if (low === high) return isText ? byteName(low) : '0x' + hex2(low);
  if (!isText) return '0x' + hex2(low) + ' – 0x' + hex2(high);
  if (low === 0x80 && high === 0xFF) return 'not ASCII: 0x80 – 0xFF';
  if (low === 0 && high === 0x7F) return 'any of ASCII';
  if (high - low === 1) return byteName(low) + ' or ' + byteName(high);
  const kinds = {
    '0-31': 'a line break or control', '0-63': 'no letter: 0x00 – 0x3F', '32-63': 'a space, digit or sign', '32-47': 'space ! " … /',
    '48-63': '0 … 9 : ; < = > ?', '56-63': '8 9 : ; < = > ?', '64-127': 'a letter', '64-95': 'a capital', '96-127': 'a small letter',
    '64-79': '@ A … O', '80-95': 'P … Z [ \\ ]', '88-95': 'X Y Z [ \\ ] ^ _', '96-111': '` a … o', '112-127': 'p … z { | } ~', '120-127': 'x y z { | } ~',
  };
  if (low + '-' + high in kinds) return kinds[low + '-' + high];
  if (low > 32 && high < 127) return String.fromCharCode(low) + ' … ' + String.fromCharCode(high);
  return '0x' + hex2(low) + ' – 0x' + hex2(high);
};
// A branch: the bytes that have the same bits above `bit`, and another one there.
const branchName = (value, bit, isText) => {
  const mask = 0x80 >> bit;
  const low = (value ^ mask) & ~(mask - 1) & 0xFF;
  return rangeName(low, low | (mask - 1), isText);
};

const make = (tag, attributes = {}, ...inside) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...inside);
  return element;
};
const styleOf = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const isDark = () => matchMedia('(prefers-color-scheme: dark)').matches;

// The scale of heat maps, little to much: in the light from paper to dark brown, in the dark from ground to bright. Its
// lightness changes evenly, so that it reads the same in grey.
const ramp = () => {
  const stops = isDark() ? [[22, 23, 26], [66, 46, 20], [128, 82, 16], [201, 138, 40], [255, 214, 130]]
                         : [[251, 250, 247], [250, 213, 150], [218, 140, 58], [146, 76, 20], [62, 26, 4]];
  const table = new Uint8Array(256 * 3);
  for (let i = 0; i < 256; ++i) {
    const at = i / 255 * (stops.length - 1);
    const k = Math.min(stops.length - 2, Math.floor(at));
    for (let c = 0; c < 3; ++c) table[3 * i + c] = Math.round(stops[k][c] + (at - k) * (stops[k + 1][c] - stops[k][c]));
  }
  return table;
};
