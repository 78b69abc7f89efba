// Charts: a curve of the cost over bytes or samples, with its axis in numbers.
const sharp = (canvas, height) => {
  const ratio = Math.min(3, window.devicePixelRatio || 1);
  const width = canvas.clientWidth || canvas.parentNode.clientWidth;
  canvas.width = Math.max(1, Math.round(width * ratio));
  canvas.height = Math.round(height * ratio);
  canvas.style.height = height + 'px';
  const context = canvas.getContext('2d');
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.font = '12px system-ui, sans-serif';
  return {context, width, height};
};
// The mean cost of `count` equal pieces of [begin, begin + size), and the largest of them.
const means = (begin, size, count) => {
  const list = new Float64Array(count);
  let top = 0;
  for (let k = 0; k < count; ++k) {
    const from = begin + Math.floor(k * size / count);
    const to = Math.max(from + 1, begin + Math.floor((k + 1) * size / count));
    let sum = 0;
    for (let i = from; i < to; ++i) sum += bitsOf[costs[i]];
    list[k] = sum / (to - from);
    top = Math.max(top, list[k]);
  }
  return {list, top};
};
const niceTop = (top) => [0.25, 0.5, 1, 2, 3, 4, 6, 8, 10, 12, 14, 16, 20, 24, 32, 48, 64].find((limit) => top <= limit) ?? Math.ceil(top);
const axis = (context, left, top, width, height, limit, unit) => {
  context.strokeStyle = styleOf('--line');
  context.fillStyle = styleOf('--soft');
  context.lineWidth = 1;
  context.textAlign = 'right';
  for (const share of [0, 0.5, 1]) {
    const y = Math.round(top + height - share * height) + 0.5;
    context.beginPath();
    context.moveTo(left, y);
    context.lineTo(left + width, y);
    context.stroke();
    context.fillText(String(limit * share), left - 8, y + 4);
  }
  context.textAlign = 'left';
  context.fillText(unit, left + 4, top - 6);
};
const LEFT = 40;
const area = (context, list, left, top, height, limit) => {
  context.fillStyle = styleOf('--accent');
  for (let k = 0; k < list.length; ++k) {
    const h = Math.max(list[k] > 0 ? 1 : 0, list[k] / limit * height);
    context.fillRect(left + k, top + height - h, 1, h);
  }
};

// The whole file, with its parts below.
const overview = (choose) => {
  const canvas = byId('curve');
  if (!canvas || content.length === 0) return () => {};
  const frame = canvas.parentNode;
  const draw = () => {
    const {context, width} = sharp(canvas, 150);
    const columns = Math.max(1, Math.floor(width - LEFT));
    const {list, top} = means(0, content.length, columns);
    const limit = niceTop(top);
    axis(context, LEFT, 22, columns, 122, limit, 'bits a byte');
    area(context, list, LEFT, 22, 122, limit);
  };
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return Math.floor(Math.max(0, Math.min(0.999999, (event.clientX - box.left - LEFT) / (box.width - LEFT))) * content.length);
  };
  canvas.addEventListener('pointermove', (event) => {
    const i = at(event);
    const columns = Math.max(1, canvas.clientWidth - LEFT);
    const from = Math.floor(i / content.length * columns) / columns * content.length;
    const {list} = means(Math.floor(from), Math.max(1, Math.round(content.length / columns)), 1);
    const part = partAt(i);
    const box = canvas.getBoundingClientRect();
    showCard(frame, event.clientX - box.left, event.clientY - box.top, [make('h3', {}, 'Byte ' + number(i)),
      make('p', {class: 'big'}, bitsText(list[0]) + ' a byte here'), make('p', {}, 'Part ' + (parts.indexOf(part) + 1) + ': ' + part.kindName + (part.words ? ', ' + part.words : ''))], false);
  });
  canvas.addEventListener('pointerleave', hideCard);
  canvas.addEventListener('click', (event) => choose(parts.indexOf(partAt(at(event))), at(event)));
  draw();
  return draw;
};
