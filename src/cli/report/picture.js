// Pictures: the pixels as they lie in the file, and beside them what each cost.
const sampleAt = (layout, row, column, channel) => {  // of 0 … 255; undefined where no byte is shown
  const bit = (column * layout.channels + channel) * layout.bits;
  const at = layout.begin - layout.phase + row * layout.stride + (bit >> 3);
  if (at < layout.begin || at >= layout.end) return undefined;
  if (layout.bits === 8) return content[at];
  if (layout.bits === 16) return content[layout.little ? at + 1 : at];
  const value = content[at] >> (8 - layout.bits - (bit & 7)) & ((1 << layout.bits) - 1);
  return Math.round(value * 255 / ((1 << layout.bits) - 1));
};
const pixelBits = (layout, row, column) => {
  const size = layout.channels * layout.bits;
  const first = layout.begin - layout.phase + row * layout.stride + (column * size >> 3);
  if (size < 8) return first < layout.begin || first >= layout.end ? undefined : cost(first) * size / 8;
  let bits = 0;
  for (let i = first; i < first + size / 8; ++i) {
    if (i < layout.begin || i >= layout.end) return undefined;
    bits += cost(i);
  }
  return bits;
};
const picture = (host, part) => {
  const layout = {...part.picture, begin: part.begin, end: part.begin + part.size};
  const {width, channels, stride} = layout;
  const rows = Math.ceil((layout.phase + part.size) / stride);
  // What is larger than a screen is shown thinned out; the costs are means then.
  const thin = Math.max(1, Math.ceil(Math.max(width / 2048, rows / 4096)));
  const w = Math.ceil(width / thin);
  const h = Math.ceil(rows / thin);
  const lineOf = (y) => layout.upsideDown ? rows - 1 - y : y;
  const shown = make('canvas', {width: w, height: h, role: 'img', 'aria-label': 'the picture', tabindex: '0'});
  const heat = make('canvas', {width: w, height: h, role: 'img', 'aria-label': 'the bits each pixel cost: the more, the stronger', tabindex: '0'});
  const crosses = [make('div', {class: 'cross', hidden: ''}), make('div', {class: 'cross', hidden: ''})];
  const bits = new Float32Array(w * h).fill(NaN);
  for (let y = 0; y < h; ++y) {
    for (let x = 0; x < w; ++x) {
      let sum = 0;
      let count = 0;
      for (let dy = 0; dy < thin && y * thin + dy < rows; ++dy) {
        for (let dx = 0; dx < thin && x * thin + dx < width; ++dx) {
          const one = pixelBits(layout, lineOf(y * thin + dy), x * thin + dx);
          if (one !== undefined) { sum += one; ++count; }
        }
      }
      if (count > 0) bits[y * w + x] = sum / count;
    }
  }
  const sorted = bits.filter((b) => !Number.isNaN(b)).sort();
  const top = Math.max(0.01, sorted[Math.floor(sorted.length * 0.995)] ?? 1);
  const middle = sorted[sorted.length >> 1] ?? 0;

  const drawPicture = () => {
    const image = shown.getContext('2d').createImageData(w, h);
    const colours = channels >= 3;
    for (let y = 0; y < h; ++y) {
      for (let x = 0; x < w; ++x) {
        const row = lineOf(y * thin);
        const column = x * thin;
        const s = [0, 1, 2, 3].slice(0, channels).map((c) => sampleAt(layout, row, column, c));
        if (s[0] === undefined) continue;
        const [r, g, b] = colours ? (layout.blueFirst ? [s[2], s[1], s[0]] : s) : [s[0], s[0], s[0]];
        image.data.set([r, g ?? r, b ?? r, 255], 4 * (y * w + x));
      }
    }
    shown.getContext('2d').putImageData(image, 0, 0);
  };
  const legend = make('canvas', {class: 'ramp', width: 256, height: 1, 'aria-hidden': 'true'});
  const drawHeat = () => {
    const table = ramp();
    const image = heat.getContext('2d').createImageData(w, h);
    for (let k = 0; k < w * h; ++k) {
      if (Number.isNaN(bits[k])) continue;
      const level = Math.min(255, Math.round(bits[k] / top * 255));
      image.data.set([table[3 * level], table[3 * level + 1], table[3 * level + 2], 255], 4 * k);
    }
    heat.getContext('2d').putImageData(image, 0, 0);
    const strip = legend.getContext('2d').createImageData(256, 1);
    for (let k = 0; k < 256; ++k) strip.data.set([table[3 * k], table[3 * k + 1], table[3 * k + 2], 255], 4 * k);
    legend.getContext('2d').putImageData(strip, 0, 0);
  };
  const frames = [make('div', {class: 'frame'}, shown, crosses[0]), make('div', {class: 'frame'}, heat, crosses[1])];
  const notes = [number(width) + ' × ' + number(rows) + ' pixels' + (layout.palette ? '; numbers of a palette, shown as greys' : ''),
    layout.upsideDown ? 'the last row lies first' : '', thin > 1 ? 'one pixel of ' + thin + ' × ' + thin + ' is shown' : ''];
  host.replaceChildren(make('div', {class: 'pair'},
    make('figure', {}, frames[0], make('figcaption', {}, notes.filter(Boolean).join('; '))),
    make('figure', {}, frames[1], make('figcaption', {}, 'bits a pixel: 0 ', legend, ' ' + top.toFixed(1) + ' and more; half of all pixels cost less than ' + middle.toFixed(1)))));
  let cursor = [w >> 1, h >> 1];
  const tell = (canvas, aloud) => {
    const [x, y] = cursor;
    [shown, heat].forEach((one, k) => {
      crosses[k].hidden = false;
      crosses[k].style.left = (x + 0.5) / w * one.clientWidth + 'px';
      crosses[k].style.top = (y + 0.5) / h * one.clientHeight + 'px';
    });
    const row = lineOf(y * thin);
    const column = x * thin;
    const size = channels * layout.bits;
    const first = layout.begin - layout.phase + row * stride + (column * size >> 3);
    const inside = first >= layout.begin && first < layout.end;
    const lines = [make('h3', {}, 'Pixel ' + number(column) + ', ' + number(y * thin))];
    if (inside) {
      lines.push(make('p', {class: 'big'}, bitsText(bits[y * w + x]) + (thin > 1 ? ' a pixel here' : '')));
      if (size >= 8 && thin === 1) {
        const names = channels >= 3 ? (layout.blueFirst ? ['blue', 'green', 'red', 'alpha'] : ['red', 'green', 'blue', 'alpha']) : channels === 2 ? ['grey', 'alpha'] : [layout.palette ? 'number' : 'grey'];
        const bytes = layout.bits / 8;
        // Samples that were decided as one share its cost evenly.
        let together = channels > 1;
        for (let i = first + 1; i < first + channels * bytes && i < layout.end; ++i) together = together && costs[i] === costs[first];
        for (let c = 0; c < channels; ++c) {
          const at = first + c * bytes;
          if (at + bytes > layout.end) break;
          const value = bytes === 1 ? content[at] : layout.little ? content[at] | content[at + 1] << 8 : content[at] << 8 | content[at + 1];
          const own = bytes === 1 ? cost(at) : cost(at) + cost(at + 1);
          lines.push(make('p', {}, names[c] + ' ' + value + (together ? '' : ': ' + bitsText(own))));
        }
        if (together) lines.push(make('p', {}, 'decided together'));
      }
    } else {
      lines.push(make('p', {}, 'not in this part'));
    }
    const own = canvas.getBoundingClientRect();
    const frame = host.getBoundingClientRect();
    showCard(host, own.left - frame.left + (x + 0.5) / w * own.width, own.top - frame.top + (y + 0.5) / h * own.height, lines, aloud);
  };
  const away = () => { hideCard(); for (const cross of crosses) cross.hidden = true; };
  for (const canvas of [shown, heat]) {
    const point = (event) => {
      const box = canvas.getBoundingClientRect();
      cursor = [Math.floor((event.clientX - box.left) / box.width * w), Math.floor((event.clientY - box.top) / box.height * h)]
        .map((v, k) => Math.max(0, Math.min((k === 0 ? w : h) - 1, v)));
      tell(canvas, event.type === 'click');
    };
    canvas.addEventListener('pointermove', point);
    canvas.addEventListener('click', point);
    canvas.addEventListener('pointerleave', away);
    canvas.addEventListener('blur', away);
    canvas.addEventListener('focus', () => { if (canvas.matches(':focus-visible')) tell(canvas, true); });
    canvas.addEventListener('keydown', (event) => {
      const step = event.shiftKey ? 10 : 1;
      const moves = {ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step]};
      if (!(event.key in moves)) return;
      event.preventDefault();
      cursor = [Math.max(0, Math.min(w - 1, cursor[0] + moves[event.key][0])), Math.max(0, Math.min(h - 1, cursor[1] + moves[event.key][1]))];
      tell(canvas, true);
    });
  }
  drawPicture();
  drawHeat();
  return {redraw: drawHeat};
};
