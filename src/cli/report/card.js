// The card: what a byte, a pixel or a sample cost, and what was expected instead. One for all views; it follows the
// pointer, the finger and the keyboard, and is read out.
const card = make('div', {class: 'card', hidden: ''});
const spoken = byId('spoken');

const showCard = (parent, x, y, parts, aloud) => {
  card.replaceChildren(...parts);
  if (card.parentNode !== parent) parent.append(card);
  card.hidden = false;
  const left = Math.max(4, Math.min(x - 24, parent.clientWidth - card.offsetWidth - 8));
  const below = y + 20;
  const above = y - card.offsetHeight - 20;
  card.style.left = left + 'px';
  card.style.top = (below + card.offsetHeight > parent.clientHeight && above > -120 ? above : below) + 'px';
  if (aloud) spoken.textContent = card.innerText.replace(/\s+/g, ' ');
};
const hideCard = () => { card.hidden = true; };

const expectationList = (list) => make('ol', {}, ...list.map((one) =>
  make('li', {}, make('span', {style: '--w: ' + Math.round(100 * one.share) + '%'}, one.name), make('em', {}, percent(one.share)))));

// What might have come in the place of byte i, in words, and how the page knows.
const instead = (i) => {
  const part = partAt(i);
  const list = expectationsAt(i);
  const value = predictedByte(i);
  const notes = [];
  if (part.filtered !== undefined && value !== content[i]) {
    notes.push(make('p', {}, 'The filter made it ' + byteName(value) + ', and that was predicted.'));
  }
  if (list.length > 0 && list[0].share < 0.02) return [make('p', {}, 'Nothing in particular was expected.'), ...notes];
  if (list.length > 0) {
    const named = list.map((one) => ({share: one.share, name: part.labels === 2 ? branchName(value, one.label, part.isText) : part.isText ? byteName(one.label) : '0x' + hex2(one.label)}));
    return [make('p', {}, 'Expected instead:'), expectationList(named), ...notes];
  }
  if (part.labels && cost(i) >= 1) notes.push(make('p', {}, 'What was expected instead is kept for costlier bytes only.'));
  return notes;
};

const costLine = (bits, what) =>
  make('p', {class: 'big'}, bitsText(bits) + (what ? ' ' + what : '') + (what ? '' : ', probability ' + percent(2 ** -bits)));

// A character or byte: content[i ... i + size).
const describeCharacter = (i, size, shown) => {
  let bits = 0;
  for (let k = i; k < i + size; ++k) bits += cost(k);
  const bytes = [...content.subarray(i, i + size)];
  const title = make('h3', {}, make('b', {}, shown), bytes.map((b) => '0x' + hex2(b)).join(' ') + ', at byte ' + number(i));
  let dearest = i;
  for (let k = i; k < i + size; ++k) if (costs[k] > costs[dearest]) dearest = k;
  const which = size > 1 ? [make('p', {}, 'By byte: ' + bytes.map((_, k) => bitsText(cost(i + k))).join(', '))] : [];
  return [title, costLine(bits), ...which, ...instead(dearest)];
};
