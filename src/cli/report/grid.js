// Text and bytes: rows, of which only those in sight are in the page.
const ROW = 26;
const MOST_HEIGHT = 8e6;  // browsers lose precision beyond

const CONTROL_SIGNS = {9: '→', 10: '↵', 13: '␍', 0: '␀', 27: '␛'};
const isDirection = (c) => (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c === 0x200E || c === 0x200F || c === 0x61C ||
  c === 0x2028 || c === 0x2029 || c === 0xFEFF || (c >= 0x200B && c <= 0x200D) || (c >= 0x80 && c < 0xA0) || c === 0xAD;
// The character at byte i: what to show, how many bytes, and whether it stands for something that cannot be seen.
const characterAt = (i, end) => {
  const b = content[i];
  if (b < 0x80) {
    if (b >= 32 && b !== 127) return {size: 1, text: String.fromCharCode(b), soft: false};
    return {size: 1, text: CONTROL_SIGNS[b] ?? (b === 127 ? '␡' : String.fromCharCode(0x2400 + b)), soft: true};
  }
  const size = b >= 0xF0 && b < 0xF5 ? 4 : b >= 0xE0 ? 3 : b >= 0xC2 ? 2 : 1;
  let c = size === 4 ? b & 7 : size === 3 ? b & 15 : b & 31;
  let good = size > 1 && b < 0xF5 && i + size <= end;
  for (let k = 1; good && k < size; ++k) {
    good = (content[i + k] & 0xC0) === 0x80;
    c = c << 6 | (content[i + k] & 63);
  }
  good = good && c >= (size === 4 ? 0x10000 : size === 3 ? 0x800 : 0x80) && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
  if (!good) return {size: 1, text: '‹' + hex2(b) + '›', soft: true};
  if (isDirection(c)) return {size, text: '‹U+' + c.toString(16).toUpperCase().padStart(4, '0') + '›', soft: true};
  return {size, text: String.fromCodePoint(c), soft: false, wide: c >= 0x1100};
};

// Where the rows of text begin: at line breaks, and where so many columns are full, at the last space if there is one.
const textRows = (begin, end, columns) => {
  const rows = [begin];
  let column = 0;
  let space = -1;  // the byte after the row's last space
  for (let i = begin; i < end;) {
    const b = content[i];
    let size = 1;
    let wide = 1;
    if (b >= 0x80) {
      const character = characterAt(i, end);
      size = character.size;
      wide = character.soft ? character.text.length : character.wide ? 2 : 1;
    }
    if (column + wide > columns && b !== 10) {
      if (space > 0 && i - space < 30) i = space;
      rows.push(i);
      column = 0;
      space = -1;
      continue;
    }
    column += wide;
    i += size;
    if (b === 32) space = i;
    if (b === 10 && i < end) {
      rows.push(i);
      column = 0;
      space = -1;
    }
  }
  return rows;
};

const grid = (host, begin, end, asText) => {
  const width = Math.max(20, Math.floor((host.clientWidth - 32) / 8.45) - (asText ? 11 : 0));
  const perRow = asText ? 0 : width > 78 ? 16 : 8;
  const rows = asText ? textRows(begin, end, Math.min(122, width)) : null;
  const count = asText ? rows.length : Math.ceil((end - begin) / perRow);
  const rowBegin = (r) => asText ? rows[r] : begin + r * perRow;
  const rowEnd = (r) => r + 1 < count ? rowBegin(r + 1) : end;

  const scroll = make('div', {class: 'scroll', tabindex: '0', role: 'application',
    'aria-label': (asText ? 'Text' : 'Bytes') + ', shaded by cost. Arrow keys move from one to the next; what it cost is read out.'});
  const layer = make('div', {class: asText ? 'rows' : 'rows hex'});
  const spacer = make('div');
  const height = Math.min(MOST_HEIGHT, count * ROW);
  scroll.append(layer, spacer);
  host.replaceChildren(scroll);
  const sight = () => Math.max(1, Math.floor(scroll.clientHeight / ROW));
  const most = () => Math.max(0, count - sight());
  spacer.style.height = Math.max(0, height - sight() * ROW) + 'px';
  let first = -1;
  let cursor = begin;

  const fillText = (row, r) => {
    const stop = rowEnd(r);
    for (let i = rowBegin(r); i < stop;) {
      const character = characterAt(i, end);
      let bits = 0;
      for (let k = i; k < i + character.size; ++k) bits += cost(k);
      const cell = make('span', {'data-i': i, class: 'c' + Math.min(8, Math.round(bits))});
      if (character.soft) cell.append(make('s', {}, character.text)); else cell.textContent = character.text;
      row.append(cell);
      i += character.size;
    }
  };
  const fillHex = (row, r) => {
    let signs = '';
    const stop = rowEnd(r);
    for (let i = rowBegin(r); i < stop; ++i) {
      row.append(make('span', {'data-i': i, class: 'c' + costClass[costs[i]]}, hex2(content[i])));
      signs += content[i] > 31 && content[i] < 127 ? String.fromCharCode(content[i]) : '·';
    }
    const missing = perRow - (stop - rowBegin(r));
    if (missing > 0) row.append(make('span', {style: 'display: inline-block; width: calc(' + missing + ' * (2ch + .6em))'}));
    row.append(make('span', {class: 'as', 'aria-hidden': 'true'}, signs));
  };
  const draw = (force) => {
    const range = scroll.scrollHeight - scroll.clientHeight;
    const top = range <= 0 ? 0 : Math.min(most(), Math.round(scroll.scrollTop / range * most()));
    if (top === first && !force) return;
    first = top;
    const shown = [];
    for (let r = top; r < Math.min(count, top + sight()); ++r) {
      const row = make('div', {class: 'row'}, make('span', {class: 'at'}, number(rowBegin(r))));
      if (asText) fillText(row, r); else fillHex(row, r);
      shown.push(row);
    }
    layer.replaceChildren(...shown);
    mark();
  };
  const cellOf = (i) => layer.querySelector('[data-i="' + i + '"]');
  const mark = () => {
    for (const old of layer.querySelectorAll('.on')) old.classList.remove('on');
    const cell = cellOf(cursor);
    if (cell) cell.classList.add('on');
    return cell;
  };
  const startOf = (i) => {  // of the character that byte i belongs to
    if (!asText) return i;
    const r = rowAt(i);
    let at = rowBegin(r);
    for (;;) {
      const next = at + characterAt(at, end).size;
      if (next > i) return at;
      at = next;
    }
  };
  const rowAt = (i) => {
    if (!asText) return Math.floor((i - begin) / perRow);
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (rows[middle] <= i) low = middle; else high = middle - 1;
    }
    return low;
  };
  const sizeAt = (i) => asText ? characterAt(i, end).size : 1;
  const tell = (aloud) => {
    const cell = mark();
    if (!cell) return hideCard();
    const own = cell.getBoundingClientRect();
    const frame = host.getBoundingClientRect();
    const shown = asText ? characterAt(cursor, end).text : hex2(content[cursor]) + (content[cursor] > 32 && content[cursor] < 127 ? ' ' + String.fromCharCode(content[cursor]) : '');
    showCard(host, own.left - frame.left, own.top - frame.top, describeCharacter(cursor, sizeAt(cursor), shown), aloud);
  };
  const toRow = (r) => {
    const top = Math.max(0, Math.min(most(), r));
    const range = scroll.scrollHeight - scroll.clientHeight;
    scroll.scrollTop = most() === 0 ? 0 : top / most() * range;
    draw(false);
  };
  const goTo = (i, aloud = true) => {
    cursor = startOf(Math.max(begin, Math.min(end - 1, i)));
    const r = rowAt(cursor);
    if (r < first || r >= first + sight()) toRow(r - Math.floor(sight() / 3));
    tell(aloud);
  };
  scroll.addEventListener('scroll', () => { draw(false); hideCard(); });
  const point = (event) => {
    const cell = event.target.closest?.('[data-i]');
    if (!cell) return;
    cursor = Number(cell.dataset.i);
    tell(event.type === 'click');
  };
  scroll.addEventListener('pointermove', (event) => { if (event.pointerType !== 'touch') point(event); });
  scroll.addEventListener('pointerleave', hideCard);
  scroll.addEventListener('click', point);
  scroll.addEventListener('focus', () => { if (scroll.matches(':focus-visible')) tell(true); });
  scroll.addEventListener('blur', hideCard);
  scroll.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const r = rowAt(cursor);
    const into = cursor - rowBegin(r);
    const inRow = (row) => Math.min(rowBegin(row) + into, rowEnd(row) - 1);
    const moves = {
      ArrowRight: () => cursor + sizeAt(cursor), ArrowLeft: () => cursor - 1,
      ArrowDown: () => inRow(Math.min(count - 1, r + 1)), ArrowUp: () => inRow(Math.max(0, r - 1)),
      PageDown: () => inRow(Math.min(count - 1, r + sight())), PageUp: () => inRow(Math.max(0, r - sight())),
      Home: () => rowBegin(r), End: () => rowEnd(r) - 1, n: () => costly(cursor, 1), p: () => costly(cursor, -1),
    };
    if (!(event.key in moves)) return;
    event.preventDefault();
    goTo(moves[event.key]());
  });
  // The next byte, or the one before, that costs eight bits or more: as much as if nothing were known.
  const costly = (from, step) => {
    for (let i = from + step; i >= begin && i < end; i += step) if (cost(i) >= 7.95) return i;
    return from;
  };
  draw(true);
  return {goTo, costly: (step) => { goTo(costly(cursor, step)); scroll.focus({preventScroll: true}); }, redraw: () => draw(true)};
};
