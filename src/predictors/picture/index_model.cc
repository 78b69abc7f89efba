#include "predictors/picture/index_model.h"

#include <algorithm>

namespace llmzip::picture {
namespace {

constexpr unsigned kIndexContexts = 20;
constexpr unsigned kIndexSets = 4;

}  // namespace

IndexModel::IndexModel(ContextSlots& slots, const LaneKernels& kernels)
    : mixing_({.opinions = 0, .contexts = kIndexContexts, .sets = kIndexSets}, slots, kernels) {}

std::uint64_t IndexModel::Memory(std::size_t width) {
  return Mixing::Memory({.opinions = 0, .contexts = kIndexContexts, .sets = kIndexSets}) +
         kRows * (width + 2 * kMargin);
}

void IndexModel::BeginPicture(std::size_t width, unsigned bits) {
  bits_ = bits;
  pitch_ = width + 2 * kMargin;
  current_ = 0;
  samples_.assign(kRows * pitch_, 0);
}

void IndexModel::BeginRow() {
  current_ = (current_ + 1) % kRows;
  std::fill_n(Row(0) - kMargin, pitch_, std::uint8_t{0});
}

// Templates of black and white neighbours, small to large.
void IndexModel::DescribeBits(std::size_t column) {
  const std::uint8_t* const r0 = Row(0) + column;
  const std::uint8_t* const r1 = Row(1) + column;
  const std::uint8_t* const r2 = Row(2) + column;
  const std::uint8_t* const r3 = Row(3) + column;
  // The samples from `from` to `to` of a row, as bits.
  const auto bits = [](const std::uint8_t* row, int from, int to) {
    std::uint32_t gathered = 0;
    for (int i = from; i <= to; ++i) gathered = gathered << 1 | row[i];
    return gathered;
  };
  const std::uint32_t left = bits(r0, -12, -1);
  const std::uint32_t first = bits(r1, -8, 8);
  const std::uint32_t second = bits(r2, -6, 6);
  const std::uint32_t third = bits(r3, -4, 4);
  const auto last = [left](unsigned n) { return left & ((1U << n) - 1); };
  const auto middle = [](std::uint32_t row, unsigned reach, unsigned back, unsigned ahead) {
    return row >> (reach - ahead) & ((1U << (back + ahead + 1)) - 1);
  };
  // How far back in this row, and in the row above, the colour changed.
  const auto run = [](const std::uint8_t* row, int from, std::size_t most) {
    std::uint32_t length = 0;
    while (length < most && row[from] == row[from - 1 - static_cast<int>(length)]) ++length;
    return length;
  };
  const std::uint32_t back = run(r0, -1, std::min<std::size_t>(column + kMargin - 3, 255));
  std::uint32_t ahead = 0;
  while (ahead < 12 && r1[ahead] == r1[ahead + 1]) ++ahead;
  const std::uint32_t up_back = run(r1, 0, std::min<std::size_t>(column + kMargin - 3, 255));
  std::size_t k = 0;
  const auto add = [&](std::uint32_t a, std::uint32_t b = 0, std::uint32_t c = 0) {
    whole_[k] = HashOfTwo(HashOfTwo(a, b), HashOfTwo(c, static_cast<std::uint32_t>(k)));
    ++k;
  };
  add(last(4), middle(first, 8, 2, 2), middle(second, 6, 1, 1));
  add(last(4), middle(first, 8, 3, 3), middle(second, 6, 2, 2));
  add(last(5), middle(first, 8, 4, 4), middle(second, 6, 2, 2));
  add(last(6), middle(first, 8, 3, 4), middle(second, 6, 3, 3) | middle(third, 4, 1, 1) << 16);
  add(last(8), middle(first, 8, 5, 5), middle(second, 6, 4, 4) | middle(third, 4, 2, 2) << 16);
  add(last(12), middle(first, 8, 8, 8), second | third << 16);
  add(last(12), middle(first, 8, 1, 1));
  add(last(2), first);
  add(last(2), middle(first, 8, 1, 1), middle(second, 6, 1, 1) | middle(third, 4, 1, 1) << 16);
  add(last(3), middle(first, 8, 2, 3), second);
  add(back, middle(first, 8, 1, 4), 1);
  add(back, ahead | up_back << 8, last(1) | middle(first, 8, 0, 0) << 1);
  add(back, up_back, last(1) | middle(first, 8, 0, 0) << 1 | 4);
  add(last(8), static_cast<std::uint32_t>(column), 2);
  add(static_cast<std::uint32_t>(column), middle(first, 8, 2, 2), middle(second, 6, 1, 1));
  add(last(8), static_cast<std::uint32_t>(column % 8), middle(first, 8, 2, 2));
  add(last(3), middle(first, 8, 1, 2));
  add(last(1), middle(first, 8, 4, 8), middle(second, 6, 0, 6));
  add(last(10), middle(first, 8, 6, 2), middle(second, 6, 6, 0));
  add(last(6), middle(first, 8, 2, 6), middle(third, 4, 4, 4));
  situation_.selected = {0, static_cast<std::uint8_t>(last(3) | middle(first, 8, 1, 1) << 3),
                         static_cast<std::uint8_t>(std::min(back, 7U) | std::min(ahead, 7U) << 3),
                         static_cast<std::uint8_t>(std::min(up_back, 63U))};
  situation_.final_selected = static_cast<std::uint8_t>(last(2) | middle(first, 8, 0, 1) << 2);
}

void IndexModel::DescribeIndices(std::size_t column) {
  const std::uint8_t* const r0 = Row(0) + column;
  const std::uint8_t* const r1 = Row(1) + column;
  const std::uint8_t* const r2 = Row(2) + column;
  const std::uint8_t* const r3 = Row(3) + column;
  const auto pack = [](std::uint8_t a, std::uint8_t b = 0, std::uint8_t c = 0, std::uint8_t d = 0) {
    return a | std::uint32_t{b} << 8 | std::uint32_t{c} << 16 | std::uint32_t{d} << 24;
  };
  std::size_t k = 0;
  const auto add = [&](std::uint32_t a, std::uint32_t b = 0, std::uint32_t c = 0) {
    whole_[k] = HashOfTwo(HashOfTwo(a, b), HashOfTwo(c, static_cast<std::uint32_t>(k) + 64 * bits_));
    ++k;
  };
  const std::uint8_t w = r0[-1], n = r1[0], nw = r1[-1], ne = r1[1], ww = r0[-2], nn = r2[0];
  add(0);
  add(w);
  add(n);
  add(pack(w, n));
  add(pack(w, ww));
  add(pack(n, nn));
  add(pack(w, n, nw));
  add(pack(w, n, ne));
  add(pack(w, ww, r0[-3]));
  add(pack(n, nn, r3[0]));
  add(pack(w, n, nw, ne));
  add(pack(w, n, ww, nn));
  add(pack(w, ww, r0[-3], r0[-4]));
  add(pack(w, n, nw, ne), pack(ww, nn));
  add(pack(w, n, nw, ne), pack(ww, nn, r1[2], r1[-2]));
  add(pack(w, n, nw, ne), pack(ww, nn, r1[2], r1[-2]), pack(r0[-3], r3[0], r2[1], r2[-1]));
  add(pack(w, ww, r0[-3], r0[-4]), pack(r0[-5], r0[-6]));
  add(pack(n, ne, r1[2], nw));
  add(pack(n, w), static_cast<std::uint32_t>(column));
  add(pack(w, nw, r2[-1], nn));
  situation_.selected = {0,
                         static_cast<std::uint8_t>((w == n ? 1 : 0) | (w == nw ? 2 : 0) | (n == ne ? 4 : 0) |
                                                   (n == nw ? 8 : 0) | (w == ww ? 16 : 0) | (n == nn ? 32 : 0)),
                         static_cast<std::uint8_t>(w % 64), static_cast<std::uint8_t>(n % 64)};
  situation_.final_selected = static_cast<std::uint8_t>((w == n ? 1 : 0) | (w == nw ? 2 : 0) | (n == ne ? 4 : 0));
}

std::uint8_t IndexModel::Code(std::size_t column, std::uint8_t known, BitCoder& coder) {
  if (bits_ == 1) {
    DescribeBits(column);
  } else {
    DescribeIndices(column);
  }
  const std::uint8_t sample = CodeBits(bits_, known, coder);
  Row(0)[column] = sample;
  return sample;
}

std::uint8_t IndexModel::CodeAfter(const std::array<std::uint8_t, 8>& before, std::uint8_t known, BitCoder& coder) {
  std::uint32_t hash = 0;
  for (std::size_t k = 0; k < kIndexContexts; ++k) {
    // Of the newest 0 … 6 bytes, and of single ones.
    if (k > 0 && k < 7) hash = HashOfTwo(hash, before[k - 1]);
    const std::uint32_t single = k < 7 ? hash : std::uint32_t{before[k % 8]} | std::uint32_t{before[k % 7]} << 8;
    whole_[k] = HashOfTwo(single, static_cast<std::uint32_t>(k) + 4096);
  }
  situation_.selected = {0, static_cast<std::uint8_t>(before[0] % 64), static_cast<std::uint8_t>(before[1] % 64),
                         static_cast<std::uint8_t>(before[0] == before[1] ? 1 : 0)};
  situation_.final_selected = 0;
  return CodeBits(8, known, coder);
}

std::uint8_t IndexModel::CodeBits(unsigned bits, std::uint8_t known, BitCoder& coder) {
  situation_.opinions = 0;
  situation_.contexts = kIndexContexts;
  unsigned so_far = 1;
  for (unsigned b = bits; b-- > 0;) {
    for (unsigned i = 0; i < kIndexContexts; ++i) situation_.context[i] = HashOfTwo(whole_[i], so_far);
    // Nodes choose weights: the bits so far, as far as they fit.
    const unsigned node = bits == 1 ? kSideNode : kBucketNodes + (so_far < kLowNodes ? so_far : so_far % 16);
    so_far = so_far << 1 | (mixing_.Code(situation_, node, (known >> b & 1) != 0, coder) ? 1U : 0U);
  }
  return static_cast<std::uint8_t>(so_far - (1U << bits));
}

}  // namespace llmzip::picture
