// The page: one part is looked at at a time, in one of the ways that suit it.
const host = byId('view');
const select = byId('part');
const ways = {text: 'Text', bytes: 'Bytes', picture: 'Picture', sound: 'Sound'};
let current = 0;
let way = '';
let shownView = {};

const waysOf = (part) => [part.picture ? 'picture' : '', part.sound ? 'sound' : '', part.isText ? 'text' : '', 'bytes', part.isText ? '' : 'text'].filter(Boolean);
const show = (at) => {
  const part = parts[current];
  hideCard();
  card.remove();
  for (const button of document.querySelectorAll('[data-way]')) {
    button.hidden = !waysOf(part).includes(button.dataset.way);
    button.setAttribute('aria-pressed', String(button.dataset.way === way));
  }
  for (const marked of document.querySelectorAll('[data-part]')) marked.setAttribute('aria-current', String(Number(marked.dataset.part) === current));
  select.value = String(current);
  byId('previous').disabled = current === 0;
  byId('next').disabled = current + 1 >= parts.length;
  const isGrid = way === 'text' || way === 'bytes';
  byId('costly').hidden = byId('dear').hidden = byId('legend').hidden = byId('keys').hidden = !isGrid;
  host.replaceChildren();
  if (way === 'picture') shownView = picture(host, part);
  else if (way === 'sound') shownView = sound(host, part);
  else shownView = grid(host, part.begin, part.begin + part.size, way === 'text');
  if (at !== undefined && shownView.goTo) shownView.goTo(at, false);
};
const choose = (index, at, keep) => {
  current = Math.max(0, Math.min(parts.length - 1, index));
  if (!keep || !waysOf(parts[current]).includes(way)) way = waysOf(parts[current])[0];
  if (at !== undefined && way !== 'text' && way !== 'bytes') at = undefined;
  show(at);
};

if (parts.length > 0) {
  let least = 0;
  parts.forEach((part, k) => { if (part.size > parts[least].size) least = k; });
  for (const [k, part] of parts.entries()) {
    select.append(make('option', {value: k}, (k + 1) + ': ' + part.kindName + (part.words ? ', ' + part.words : '') + ', ' + number(part.size) + ' bytes'));
  }
  const redrawOverview = overview((index, at) => choose(index, at, true));
  select.addEventListener('change', () => choose(Number(select.value)));
  byId('previous').addEventListener('click', () => choose(current - 1));
  byId('next').addEventListener('click', () => choose(current + 1));
  byId('costly').addEventListener('click', () => shownView.costly?.(1));
  byId('dear').addEventListener('click', () => shownView.costly?.(-1));
  for (const button of document.querySelectorAll('[data-way]')) {
    button.addEventListener('click', () => { way = button.dataset.way; show(); });
  }
  for (const marked of document.querySelectorAll('[data-part]')) {
    marked.addEventListener('click', () => {
      choose(Number(marked.dataset.part));
      byId('look').scrollIntoView({behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth'});
    });
  }
  byId('tools').hidden = false;
  choose(least);
  const again = () => { redrawOverview(); shownView.redraw?.(); };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again);
  let wide = document.body.clientWidth;
  addEventListener('resize', () => {
    if (document.body.clientWidth === wide) return;
    wide = document.body.clientWidth;
    redrawOverview();
    show();
  });
  addEventListener('keydown', (event) => { if (event.key === 'Escape') hideCard(); });
}
document.documentElement.dataset.ready = 'yes';
