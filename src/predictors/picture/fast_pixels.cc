#include "predictors/picture/fast_pixels.h"

#include <algorithm>

namespace llmzip::picture {
namespace {

enum Form : unsigned { kBit = 0, kTwoBits = 1, kFourBits = 2, kIndex = 3, kGuess = 5 };

// Which samples of a pixel, in the order in which they are coded.
struct Order {
  std::array<std::uint8_t, 4> channel{};
  unsigned colours = 0;
  bool alpha = false;  // the last channel is; it is coded first
};

Order OrderOf(const PictureParameters& layout) {
  Order order;
  order.alpha = layout.alpha_last && layout.channels > 1;
  order.colours = layout.channels - (order.alpha ? 1U : 0U);
  order.channel = {0, 1, 2, 3};
  if (order.colours >= 3) {
    order.channel = {1, 0, 2, 3};
    if (layout.blue_first) order.channel = {1, 2, 0, 3};
  }
  return order;
}

bool SameRows(PictureParameters a, const PictureParameters& b) {
  a.phase = b.phase;
  a.row = b.row;
  return a == b;
}

std::uint32_t Fold(std::uint64_t pixel) {
  return FastHash(static_cast<std::uint32_t>(pixel), static_cast<std::uint32_t>(pixel >> 32));
}

}  // namespace

FastPixels::FastPixels(std::span<std::uint32_t> shared, unsigned log_entries, const bool* learns)
    : learns_(learns), shared_(shared), repeat_(log_entries) {}

void FastPixels::Begin(const PictureParameters& layout) {
  const bool continues = has_rows_ && SameRows(layout, layout_) && layout.phase == column_;
  layout_ = layout;
  row_ = layout.row;
  if (continues) return;
  is_tone_ = layout.bits >= 8 && !(layout.palette && layout.channels == 1 && layout.bits == 8);
  column_ = layout.phase;
  x_ = static_cast<std::ptrdiff_t>(std::uint64_t{column_} * 8 / (layout.bits * layout.channels));
  history_ = 0;
  for (unsigned c = 0; c < layout.channels; ++c) {
    if (is_tone_) {
      planes_[c].Restart(layout.width);
    } else {
      planes_[c].samples.Restart(layout.width);
    }
  }
  for (auto& tone : tones_) {
    if (tone != nullptr) tone->ForgetValues();
  }
  has_rows_ = true;
}

std::uint64_t FastPixels::Memory(std::uint64_t lane_bytes, unsigned log_entries) {
  constexpr std::uint64_t kBytesOfRows = 136;  // for a byte of the stride: of samples of one bit, and of tones
  return std::min<std::uint64_t>(lane_bytes, PictureParameters::kMaxStride) * kBytesOfRows + 4 * FastTone::Memory() +
         FastRepeat::Memory(log_entries) + sizeof(FastPixels) + 65536;
}

unsigned FastPixels::PixelBytes() const {
  if (column_ >= layout_.RowBytes()) return 0;
  if (layout_.bits < 8) return 1;
  const unsigned size = layout_.channels * layout_.bits / 8U;
  return column_ % size == 0 ? size : 0;
}

void FastPixels::SkipByte() {
  const std::uint64_t bits = std::uint64_t{layout_.bits} * layout_.channels;
  const auto x =
      static_cast<std::ptrdiff_t>(std::min<std::uint64_t>((std::uint64_t{column_} + 1) * 8 / bits, layout_.width));
  for (; x_ < x; ++x_) {
    Samples samples{};
    for (unsigned c = 0; c < layout_.channels; ++c) samples[c] = planes_[c].samples.row(0)[x_ - 1];
    Put(samples);
  }
  Step(1);
}

// The place moves on; a row may end.
void FastPixels::Step(unsigned bytes) {
  column_ += bytes;
  if (column_ < layout_.stride) return;
  column_ = 0;
  row_ = (row_ + 1) % 8;
  x_ = 0;
  for (unsigned c = 0; c < layout_.channels; ++c) {
    if (is_tone_) {
      planes_[c].Advance();
    } else {
      planes_[c].samples.Advance();
    }
  }
}

void FastPixels::Put(const Samples& samples) {
  for (unsigned c = 0; c < layout_.channels; ++c) {
    planes_[c].samples.row(0)[x_] = static_cast<std::uint16_t>(samples[c]);
    if (!is_tone_) continue;
    planes_[c].missed.row(0)[x_] = 0;
    planes_[c].misses.row(0)[x_] = {};
  }
}

std::uint64_t FastPixels::PixelAt(unsigned up, std::ptrdiff_t dx) const {
  std::uint64_t pixel = 0;
  for (unsigned c = 0; c < layout_.channels; ++c) pixel = pixel << 16 | planes_[c].samples.row(up)[x_ + dx];
  return pixel;
}

void FastPixels::CodePixel(std::span<const std::uint8_t> known, std::span<std::uint8_t> bytes, FastIndex& index,
                           FastDecision& decision) {
  if (layout_.bits < 8) return CodeNarrow(known[0], &bytes[0], index, decision);
  for (unsigned c = 0; c < layout_.channels; ++c) planes_[c].samples.NoRowAbove(x_);
  const bool wide = layout_.bits == 16;
  const unsigned high = layout_.little_endian ? 1 : 0;
  Samples told{};
  for (unsigned c = 0; c < layout_.channels; ++c) {
    told[c] = wide ? static_cast<std::uint32_t>(known[2 * c + high]) << 8 | known[2 * c + 1 - high] : known[c];
  }
  Samples samples{};
  if (CodeRepeat(told, &samples, index, decision)) {
    Put(samples);
  } else if (!is_tone_) {
    samples[0] = index.Code(told[0], 8, IndexContexts(), kIndex, planes_[0].samples.row(0)[x_ - 1], decision);
    Put(samples);
  } else {
    CodeTones(told, &samples, decision);
  }
  if (*learns_) {
    std::uint64_t pixel = 0;
    for (unsigned c = 0; c < layout_.channels; ++c) pixel = pixel << 16 | samples[c];
    repeat_.Learn(pixel);
  }
  for (unsigned c = 0; c < layout_.channels; ++c) {
    if (wide) {
      bytes[2 * c + high] = static_cast<std::uint8_t>(samples[c] >> 8);
      bytes[2 * c + 1 - high] = static_cast<std::uint8_t>(samples[c]);
    } else {
      bytes[c] = static_cast<std::uint8_t>(samples[c]);
    }
  }
  ++x_;
  Step(static_cast<unsigned>(bytes.size()));
}

void FastPixels::CodeTones(const Samples& known, Samples* samples, FastDecision& decision) {
  const Order order = OrderOf(layout_);
  ToneSpot spot;
  spot.x = x_;
  spot.y = row_;
  spot.bits = layout_.bits;
  const auto code = [&](unsigned channel, unsigned tone) {
    if (tones_[tone] == nullptr) tones_[tone] = std::make_unique<FastTone>(shared_, learns_);
    (*samples)[channel] = tones_[tone]->Code(known[channel], spot, planes_[channel], decision);
  };
  if (order.alpha) {
    const unsigned last = layout_.channels - 1U;
    code(last, 3);
    spot.alpha = (*samples)[last];
  }
  for (unsigned k = 0; k < order.colours; ++k) {
    spot.before = {k > 0 ? &planes_[order.channel[k - 1]] : nullptr, k > 1 ? &planes_[order.channel[0]] : nullptr};
    code(order.channel[k], k);
  }
}

// Whether guesses have been right around here, so that nothing was missed; tones are missed at least by a fraction.
// Pixels of more than eight bits do not agree by chance.
bool FastPixels::IsCalm() const {
  if (!is_tone_ || layout_.channels > 1 || layout_.bits > 8) return true;
  const std::int32_t* const above = planes_[0].missed.row(1) + x_;
  unsigned exact = planes_[0].missed.row(0)[x_ - 1] == 0 ? 1 : 0;
  for (std::ptrdiff_t dx = -1; dx <= 1; ++dx) exact += above[dx] == 0 ? 1 : 0;
  return exact >= 3;
}

// Whether the pixel is the guess, if there is one; then *samples are its.
bool FastPixels::CodeRepeat(const Samples& known, Samples* samples, FastIndex& index, FastDecision& decision) {
  const std::uint64_t w = PixelAt(0, -1);
  const std::uint64_t n = PixelAt(1, 0);
  const std::uint64_t nw = PixelAt(1, -1);
  const std::uint64_t ne = PixelAt(1, 1);
  const std::uint64_t ww = PixelAt(0, -2);
  const std::uint64_t nn = PixelAt(2, 0);
  std::uint32_t few = FastHash(FastHash(FastHash(Fold(w), Fold(n)), Fold(nw)), Fold(ne));
  few = FastHash(few, Fold(ww));
  std::uint32_t many = FastHash(FastHash(few, Fold(nn)), Fold(PixelAt(1, 2)));
  many = FastHash(FastHash(many, Fold(PixelAt(1, -2))), Fold(PixelAt(0, -3)));
  many = FastHash(FastHash(many, Fold(PixelAt(2, 1))), Fold(PixelAt(2, -1)));
  many = FastHash(FastHash(many, Fold(PixelAt(1, 3))), Fold(PixelAt(0, -4)));
  const unsigned alike = (w == nw ? 1U : 0U) | (n == nw ? 2U : 0U) | (n == ne ? 4U : 0U) | (w == ww ? 8U : 0U);
  repeat_.Find({few * 0x2C1B3C6DU, many * 0x2C1B3C6DU}, w == nw ? n : w, alike, IsCalm());
  std::uint64_t told = 0;
  for (unsigned c = 0; c < layout_.channels; ++c) told = told << 16 | known[c];
  while (const FastRepeat::Guess* const next = repeat_.Next()) {
    const FastRepeat::Guess& guess = *next;
    const std::uint32_t trust = guess.trust * 4 + guess.source;
    const std::uint32_t equal = (w == guess.pixel ? 1U : 0U) | (n == guess.pixel ? 2U : 0U) |
                                (ne == guess.pixel ? 4U : 0U) | (nw == guess.pixel ? 8U : 0U) |
                                (ww == guess.pixel ? 16U : 0U) | (nn == guess.pixel ? 32U : 0U);
    const std::uint32_t g = Fold(guess.pixel);
    const std::array<std::uint32_t, kOpinions> contexts = {trust,
                                                           trust << 8 | (history_ & 7U),
                                                           trust << 8 | (history_ & 63U),
                                                           history_ & 1023U,
                                                           g,
                                                           FastHash(g, Fold(w)),
                                                           equal << 8 | trust,
                                                           equal << 8 | (history_ & 15U),
                                                           FastHash(Fold(w), Fold(n)),
                                                           FastHash(FastHash(Fold(n), Fold(ne)), Fold(nw)),
                                                           static_cast<std::uint32_t>(x_),
                                                           equal << 8 | guess.trust / 4U,
                                                           FastHash(Fold(w), Fold(ww)),
                                                           FastHash(Fold(n), Fold(nn)),
                                                           FastHash(g, trust)};
    FastHashes hashes;
    for (std::uint32_t i = 0; i < kOpinions; ++i) hashes[i] = FastHash(0x47554553U + i, contexts[i]);
    const unsigned set = 256 + trust * 8 + (history_ & 7U);
    const bool hit = index.Code(told == guess.pixel ? 1 : 0, 1, hashes, kGuess, set, decision) != 0;
    history_ = history_ << 1 | (hit ? 1U : 0U);
    if (!hit) continue;
    for (unsigned c = 0; c < layout_.channels; ++c) {
      (*samples)[c] = static_cast<std::uint32_t>(guess.pixel >> 16 * (layout_.channels - 1U - c)) & 0xFFFFU;
    }
    return true;
  }
  return false;
}

// Samples of 1, 2 or 4 bits: those of one byte, one after the other.
void FastPixels::CodeNarrow(std::uint8_t known, std::uint8_t* byte, FastIndex& index, FastDecision& decision) {
  const unsigned bits = layout_.bits;
  const Form form = bits == 1 ? kBit : bits == 2 ? kTwoBits : kFourBits;
  unsigned value = 0;
  for (unsigned i = 0; i < 8 / bits; ++i) {
    planes_[0].samples.NoRowAbove(x_);
    const std::uint32_t told = known >> (8 - bits * (i + 1)) & ((1U << bits) - 1);
    const std::uint16_t* const r0 = planes_[0].samples.row(0) + x_;
    const std::uint16_t* const r1 = planes_[0].samples.row(1) + x_;
    const unsigned set = bits == 4 ? (r0[-1] & 15U) * 16 + (r1[0] & 15U)
                                   : (r0[-1] & 3U) | (r1[0] & 3U) << 2 | (r1[1] & 3U) << 4 | (r1[-1] & 3U) << 6;
    const std::uint32_t sample =
        index.Code(told, bits, bits == 1 ? BitContexts() : IndexContexts(), form, set, decision);
    planes_[0].samples.row(0)[x_] = static_cast<std::uint16_t>(sample);
    value = value << bits | sample;
    ++x_;
  }
  *byte = static_cast<std::uint8_t>(value);
  Step(1);
}

FastHashes FastPixels::IndexContexts() const {
  const auto& rows = planes_[0].samples;
  const std::uint16_t* const r0 = rows.row(0) + x_;
  const std::uint16_t* const r1 = rows.row(1) + x_;
  const std::uint16_t* const r2 = rows.row(2) + x_;
  const std::uint32_t w = r0[-1], ww = r0[-2], www = r0[-3], n = r1[0], nw = r1[-1], ne = r1[1], nn = r2[0];
  FastHashes h{};
  std::uint32_t set = FastHash(0x494E4458U, layout_.bits);
  const auto hash = [&set](auto... values) {
    std::uint32_t hashed = ++set;
    ((hashed = FastHash(hashed, values)), ...);
    return hashed;
  };
  h[0] = hash(w);
  h[1] = hash(n);
  h[2] = hash(w, n);
  h[3] = hash(w, n, nw);
  h[4] = hash(w, n, ne);
  h[5] = hash(w, n, nw, ne);
  h[6] = hash(w, n, nw, ne, ww, nn);
  h[7] = hash(w, ww, www);
  h[8] = hash(n, nn);
  h[9] = hash(w, n, nw, ne, ww, nn, r1[2], r1[-2], www, r2[1], r2[-1]);
  h[10] = hash(n, ne, nw);
  h[11] = hash();
  h[12] = hash(w, ww, n, ne, r1[2]);
  h[13] = hash(w, nn, ne);
  h[14] = hash(w, ww, www, r0[-4], n, nw, ne, r1[2]);
  return h;
}

FastHashes FastPixels::BitContexts() const {
  const auto& rows = planes_[0].samples;
  // Bits of a row around the place, from dx = first to last, the first highest.
  const auto bits = [&](unsigned up, std::ptrdiff_t first, std::ptrdiff_t last) {
    const std::uint16_t* const row = rows.row(up) + x_;
    std::uint32_t value = 0;
    for (std::ptrdiff_t dx = first; dx <= last; ++dx) value = value << 1 | (row[dx] & 1U);
    return value;
  };
  const std::uint32_t c = bits(0, -12, -1), u = bits(1, -7, 7), v = bits(2, -6, 6), t = bits(3, -4, 4);
  const auto middle = [](std::uint32_t row, unsigned reach, unsigned left, unsigned right) {
    return row >> (reach - right) & ((1U << (left + right + 1)) - 1);
  };
  FastHashes h{};
  std::uint32_t set = 0x42495453U;
  const auto hash = [&set](auto... values) {
    std::uint32_t hashed = ++set;
    ((hashed = FastHash(hashed, values)), ...);
    return hashed;
  };
  h[0] = hash(c & 15U, middle(u, 7, 2, 2), middle(v, 6, 1, 1));
  h[1] = hash(c & 63U, middle(u, 7, 3, 3), middle(v, 6, 2, 2));
  h[2] = hash(c & 255U, middle(u, 7, 4, 4), middle(v, 6, 3, 3), middle(t, 4, 2, 2));
  h[3] = hash(c, u, v, t);
  h[4] = hash(c & 4095U, middle(u, 7, 1, 1));
  h[5] = hash(u, c & 3U);
  h[6] = hash(c & 7U, middle(u, 7, 1, 7), middle(v, 6, 0, 6));
  h[7] = hash(c & 255U, middle(u, 7, 7, 1));
  h[8] = hash(c & 3U, middle(u, 7, 1, 1), middle(v, 6, 1, 1), middle(t, 4, 1, 1));
  h[9] = hash(c & 1023U, middle(u, 7, 5, 5), middle(v, 6, 4, 4), middle(t, 4, 3, 3));
  h[10] = hash(c & 1U, middle(u, 7, 1, 1));
  h[11] = hash(c & 31U, middle(u, 7, 2, 5));
  h[12] = hash(c & 127U, middle(u, 7, 4, 5), middle(v, 6, 2, 3));
  h[13] = hash(middle(u, 7, 3, 3), middle(v, 6, 3, 3), middle(t, 4, 3, 3));
  h[14] = hash(static_cast<std::uint32_t>(x_), c & 3U, middle(u, 7, 1, 1));
  return h;
}

}  // namespace llmzip::picture
