// Sound: the wave of each channel, and under it what its samples cost.
const sound = (host, part) => {
  const layout = part.sound;
  const frameBytes = layout.channels * layout.bytes;
  const first = part.begin + (frameBytes - layout.phase) % frameBytes;
  const frames = Math.max(1, Math.floor((part.begin + part.size - first) / frameBytes));
  const view = new DataView(content.buffer);
  const scale = layout.float ? 1 : 2 ** (8 * layout.bytes - 1);
  const value = (frame, channel) => {  // -1 … 1
    const at = first + frame * frameBytes + channel * layout.bytes;
    if (layout.float) return view.getFloat32(at, !layout.big);
    let v = 0;
    for (let k = 0; k < layout.bytes; ++k) v = v * 256 + content[layout.big ? at + k : at + layout.bytes - 1 - k];
    if (layout.unsigned) return (v - scale) / scale;
    return (v >= scale ? v - 2 * scale : v) / scale;
  };
  const shown = Math.min(layout.channels, 8);
  const WAVE = shown > 2 ? 60 : 90;
  const COST = 120;
  const canvas = make('canvas', {class: 'chart', tabindex: '0', role: 'img', 'aria-label': 'the wave, and under it the bits a sample; arrow keys move along'});
  host.replaceChildren(make('div', {class: 'sound'}, canvas, make('p', {class: 'note'},
    'Above the wave' + (layout.channels > 1 ? ' of each channel' : '') + ', below the bits that a sample cost, as the mean over what lies in a column.')));
  let columns = 1;
  let costList = [];
  let cursor = 0;
  const span = (k) => [Math.floor(k * frames / columns), Math.max(Math.floor(k * frames / columns) + 1, Math.floor((k + 1) * frames / columns))];
  const time = (frame) => layout.rate > 0 ? (frame / layout.rate).toFixed(frames / layout.rate < 20 ? 3 : 2) + ' s' : 'frame ' + number(frame);
  const draw = () => {
    const height = shown * (WAVE + 8) + 34 + COST + 22;
    const {context, width} = sharp(canvas, height);
    columns = Math.max(1, Math.min(Math.floor(width - LEFT), frames));
    const stretch = Math.max(1, Math.floor((width - LEFT) / columns));
    context.fillStyle = styleOf('--soft');
    for (let c = 0; c < shown; ++c) {
      const middle = c * (WAVE + 8) + WAVE / 2;
      context.fillStyle = styleOf('--line');
      context.fillRect(LEFT, Math.round(middle), columns * stretch, 1);
      context.fillStyle = styleOf('--soft');
      for (let k = 0; k < columns; ++k) {
        const [from, to] = span(k);
        const step = Math.max(1, Math.floor((to - from) / 400));
        let low = Infinity;
        let high = -Infinity;
        for (let f = from; f < to; f += step) {
          const v = Math.max(-1, Math.min(1, value(f, c)));
          if (v < low) low = v;
          if (v > high) high = v;
        }
        if (low > high) continue;
        const y = middle - high * WAVE / 2;
        context.fillRect(LEFT + k * stretch, y, stretch, Math.max(1, (high - low) * WAVE / 2));
      }
      if (layout.channels > 1) context.fillText(String(c + 1), 4, middle + 4);
    }
    costList = new Float64Array(columns);
    let top = 0;
    for (let k = 0; k < columns; ++k) {
      const [from, to] = span(k);
      let sum = 0;
      for (let i = first + from * frameBytes; i < first + to * frameBytes; ++i) sum += bitsOf[costs[i]];
      costList[k] = sum / (to - from) / layout.channels;
      top = Math.max(top, costList[k]);
    }
    const limit = niceTop(top);
    const below = shown * (WAVE + 8) + 34;
    axis(context, LEFT, below, columns * stretch, COST, limit, 'bits a sample');
    context.fillStyle = styleOf('--accent');
    for (let k = 0; k < columns; ++k) {
      const h = Math.max(1, costList[k] / limit * COST);
      context.fillRect(LEFT + k * stretch, below + COST - h, stretch, h);
    }
    context.fillStyle = styleOf('--soft');
    context.textAlign = 'left';
    context.fillText(time(0), LEFT, below + COST + 16);
    context.textAlign = 'right';
    context.fillText(time(frames), LEFT + columns * stretch, below + COST + 16);
    context.textAlign = 'left';
    canvas.dataset.stretch = stretch;
  };
  const tell = (aloud) => {
    const [from, to] = span(cursor);
    const levels = [];
    for (let c = 0; c < shown; ++c) levels.push(Math.round(value(from, c) * scale * (layout.float ? 1000 : 1)) / (layout.float ? 1000 : 1));
    const lines = [make('h3', {}, time(from) + (to - from > 1 ? ', ' + number(to - from) + ' frames' : '')),
      make('p', {class: 'big'}, bitsText(costList[cursor]) + ' a sample'),
      make('p', {}, (levels.length > 1 ? 'First samples ' : 'First sample ') + levels.join(', '))];
    const own = canvas.getBoundingClientRect();
    const frame = host.getBoundingClientRect();
    showCard(host, own.left - frame.left + LEFT + cursor * Number(canvas.dataset.stretch), own.top - frame.top + 60, lines, aloud);
  };
  const point = (event) => {
    const box = canvas.getBoundingClientRect();
    cursor = Math.max(0, Math.min(columns - 1, Math.floor((event.clientX - box.left - LEFT) / Number(canvas.dataset.stretch))));
    tell(event.type === 'click');
  };
  canvas.addEventListener('pointermove', point);
  canvas.addEventListener('click', point);
  canvas.addEventListener('pointerleave', hideCard);
  canvas.addEventListener('blur', hideCard);
  canvas.addEventListener('focus', () => { if (canvas.matches(':focus-visible')) tell(true); });
  canvas.addEventListener('keydown', (event) => {
    const step = (event.shiftKey ? 20 : 1) * (event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0);
    if (step === 0) return;
    event.preventDefault();
    cursor = Math.max(0, Math.min(columns - 1, cursor + step));
    tell(true);
  });
  draw();
  return {redraw: draw};
};
