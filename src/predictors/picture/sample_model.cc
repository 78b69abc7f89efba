#include "predictors/picture/sample_model.h"

#include <algorithm>

namespace llmzip::picture {
namespace {

constexpr float kRidge = 4.0F;
constexpr float kRelativeRidge = 0.0005F;
constexpr float kStackRidge = 16.0F;
constexpr float kStackRelativeRidge = 0.01F;
constexpr float kFirstError = 3.0F;
constexpr LeastSquares::Fading kStackFading = {.left = {0.8F, 0.9F, 0.95F, 0.97F, 0.98F, 0.99F, 0.995F, 0.998F},
                                               .up = {0.8F, 0.9F, 0.95F, 0.97F, 0.98F, 0.99F, 0.995F, 0.998F}};
constexpr unsigned kBlends = 4;  // opinions that are the blend, with other scales
constexpr unsigned kSampleContexts = 20;

float Magnitude(float x) { return x < 0 ? -x : x; }
int Magnitude(int x) { return x < 0 ? -x : x; }
/// To the nearest integer, halves away from 0.
// NOLINTNEXTLINE(bugprone-incorrect-roundings): by exact operations, as the specification has it
int Rounded(float x) { return x < 0 ? -static_cast<int>(0.5F - x) : static_cast<int>(x + 0.5F); }

// A signed size in seventeen steps.
int Step(int e) {
  const int a = Magnitude(e);
  const int step = a < 3 ? a : a <= 4 ? 3 : a <= 7 ? 4 : a <= 12 ? 5 : a <= 20 ? 6 : a <= 36 ? 7 : 8;
  return e < 0 ? -step : step;
}

std::uint32_t Word(int x) { return static_cast<std::uint32_t>(x); }

std::uint32_t HashOf(std::uint32_t a, std::uint32_t b = 0, std::uint32_t c = 0, std::uint32_t d = 0) {
  return HashOfTwo(HashOfTwo(a, b), HashOfTwo(c, d));
}

float SumOfEight(const float* s) { return ((s[0] + s[4]) + (s[1] + s[5])) + ((s[2] + s[6]) + (s[3] + s[7])); }

}  // namespace

std::size_t SampleModel::GroupsOf(const Strength& strength) {
  return strength.groups.size() + strength.simple + (strength.stacks ? 1 : 0);
}

Mixing::Shape SampleModel::MixingShape(const Strength& strength) {
  return {.opinions = kBlends + static_cast<unsigned>(GroupsOf(strength) * kPlaces),
          .contexts = kSampleContexts,
          .sets = strength.sets};
}

SampleModel::SampleModel(const Strength& strength, ContextSlots& slots, const LaneKernels& kernels)
    : strength_(strength),
      kernels_(kernels),
      groups_(GroupsOf(strength)),
      mixing_(MixingShape(strength), slots, kernels),
      opinions_(groups_ * kPlaces),
      energies_(groups_ * kPlaces),
      sums_(2 * kPlaces) {}

std::uint64_t SampleModel::Memory(const Strength& strength, std::size_t width) {
  std::uint64_t bytes = Mixing::Memory(MixingShape(strength));
  for (const Group& group : strength.groups) bytes += LeastSquares::Memory(group.unknowns, width);
  if (strength.stacks) bytes += LeastSquares::Memory(strength.groups.size() * kPlaces, width);
  return bytes + 2 * (width + 2 * kMargin) * 4 * (GroupsOf(strength) * kPlaces + 1) + 8192;
}

void SampleModel::BeginPicture(const Role& role, std::size_t width) {
  role_ = role;
  width_ = width;
  pitch_ = width + 2 * kMargin;
  row_ = 0;
  squares_.clear();
  neighbours_.clear();
  for (const Group& group : strength_.groups) {
    squares_.emplace_back(group.unknowns, group.fading, kRidge, kRelativeRidge, width, kernels_);
    auto& lists = neighbours_.emplace_back();
    for (std::size_t p = 0; p < kPlaces; ++p)
      lists[p] = NeighboursOf(role.plane - role.first, role.count, group.unknowns, group.mixtures[p]);
  }
  if (strength_.stacks) {
    squares_.emplace_back(strength_.groups.size() * kPlaces, kStackFading, kStackRidge, kStackRelativeRidge, width,
                          kernels_);
  }
  errors_ = cm::ZeroedArray<float>(2 * pitch_ * groups_ * kPlaces);
  std::fill_n(errors_.data(), errors_.size(), kFirstError);
  residuals_.assign(2 * pitch_, 0);
}

void SampleModel::BeginRow() {
  row_ ^= 1;
  for (LeastSquares& squares : squares_) squares.BeginRow();
  const std::size_t pixel = groups_ * kPlaces;
  for (std::size_t k = 1; k <= kMargin; ++k) {
    std::copy_n(Errors(1, 0), pixel, Errors(0, 0) - k * pixel);
    std::copy_n(Errors(1, width_ - 1), pixel, Errors(1, width_ - 1) + k * pixel);
    Residuals(0)[-static_cast<std::ptrdiff_t>(k)] = 0;
    Residuals(1)[width_ - 1 + k] = Residuals(1)[width_ - 1];
  }
}

void SampleModel::EndRow() {
  for (LeastSquares& squares : squares_) squares.EndRow();
}

void SampleModel::GatherNeighbours(Planes& planes, std::size_t column) {
  const auto x = static_cast<std::ptrdiff_t>(column);
  std::array<float, 4> centres{};
  for (std::size_t p = 0; p < role_.count; ++p) {
    const std::int32_t* const row = planes.Row(role_.first + p, 0) + x;
    const std::int32_t* const above = planes.Row(role_.first + p, 1) + x;
    centres[p] = static_cast<float>(row[-1] + above[0] + above[1] + above[-1]) * 0.25F;
  }
  const std::size_t own = role_.plane - role_.first;
  centre_ = centres[own];
  for (std::size_t g = 0; g < neighbours_.size(); ++g) {
    float* const to = squares_[g].neighbours();
    for (std::size_t p = 0; p < kPlaces; ++p) {
      const std::vector<Neighbour>& list = neighbours_[g][p];
      for (std::size_t i = 0; i < list.size(); ++i) {
        const std::size_t plane = own + static_cast<std::size_t>(list[i].plane);
        const std::int32_t* const row = planes.Row(role_.first + plane, static_cast<std::size_t>(list[i].up)) + x;
        to[i * kPlaces + p] = static_cast<float>(row[list[i].right]) - centres[plane];
      }
    }
  }
}

void SampleModel::SimpleOpinions(Planes& planes, std::size_t column) {
  const auto x = static_cast<std::ptrdiff_t>(column);
  const std::int32_t* const row = planes.Row(role_.plane, 0) + x;
  const std::int32_t* const above = planes.Row(role_.plane, 1) + x;
  const std::int32_t* const second = planes.Row(role_.plane, 2) + x;
  const auto number = [](std::int32_t v) { return static_cast<float>(v); };
  const float w = number(row[-1]);
  const float n = number(above[0]);
  const float nw = number(above[-1]);
  const float ne = number(above[1]);
  const float most = std::max(w, n);
  const float least = std::min(w, n);
  const float median = nw >= most ? least : nw <= least ? most : w + n - nw;
  float* to = &opinions_[strength_.groups.size() * kPlaces];
  float change = 0;  // of the plane before: from what is around to this pixel
  float change_left = 0;
  float change_up = 0;
  const bool differences = role_.differences && role_.plane > role_.first;
  if (differences) {
    const std::int32_t* const other = planes.Row(role_.plane - 1, 0) + x;
    const std::int32_t* const other_above = planes.Row(role_.plane - 1, 1) + x;
    change_left = number(other[0] - other[-1]);
    change_up = number(other[0] - other_above[0]);
    change = change_left + change_up - number(other[0] - other_above[-1]);
    const float simple[kPlaces] = {
        w + change_left, n + change_up, w + n - nw + change, median, w, n, (w + n + change_left + change_up) * 0.5F,
        w + ne - n};
    std::copy_n(simple, kPlaces, to);
  } else {
    const float simple[kPlaces] = {w,
                                   n,
                                   w + n - nw,
                                   w + ne - n,
                                   2 * w - number(row[-2]),
                                   2 * n - number(second[0]),
                                   median,
                                   n + ne - number(second[1])};
    std::copy_n(simple, kPlaces, to);
  }
  if (strength_.simple < 2) return;

  // Formulas of this plane's samples, or of their differences to the plane before.
  float base = 0;
  const auto at = [&](std::ptrdiff_t right, std::size_t up) {
    const std::int32_t v = planes.Row(role_.plane, up)[x + right];
    return number(differences ? v - planes.Row(role_.plane - 1, up)[x + right] : v);
  };
  if (differences) base = number(planes.Row(role_.plane - 1, 0)[x]);
  // NOLINTBEGIN(readability-identifier-naming): by their directions, as everywhere
  const float W = at(-1, 0), WW = at(-2, 0), WWW = at(-3, 0), N = at(0, 1), NN = at(0, 2), NNN = at(0, 3);
  const float NW = at(-1, 1), NE = at(1, 1), NEE = at(2, 1), NEEE = at(3, 1), NWW = at(-2, 1);
  const float NNE = at(1, 2), NNW = at(-1, 2), NNEE = at(2, 2), NNWW = at(-2, 2), NNNE = at(1, 3), NNNW = at(-1, 3);
  const float NNNEEE = at(3, 3), NNNNE = at(1, 4), NNNN = at(0, 4), WWWW = at(-4, 0), WWWWW = at(-5, 0);
  // NOLINTEND(readability-identifier-naming)
  const float formulas[] = {
      N + NW - NNW,
      W + NEEE - NEE,
      WW + NN - NNWW,
      W + NEE - NE,
      NE + NW - NN,
      NW + W - NWW,
      NN + W - NNW,
      NE + NNE - NNNE,
      (N * 3 + W * 3 - NN - WW) * 0.25F,
      (W + NEE) * 0.5F,
      N + NN - NNN,
      W + WW - WWW,
      3 * N - 3 * NN + NNN,
      3 * W - 3 * WW + WWW,
      WWW + NNN - at(-3, 3),
      (2 * W - WW) + (2 * N - NN) - (2 * NW - NNWW),
      (15 * N - 20 * NN + 15 * NNN - 6 * NNNN + at(0, 5) + 4 * W - 6 * NWW + 4 * at(-3, 2) - at(-4, 3)) * (1.0F / 6),
      (6 * NE - 4 * NNEE + NNNEEE + 4 * W - 6 * NW + 4 * NNW - NNNW) * 0.25F,
      (6 * W - 4 * WW + WWW + 4 * NE - 6 * NNE + 4 * NNNE - NNNNE) * 0.25F,
      (15 * W - 4 * WW + 10 * (3 * NE - 3 * NNE + NNNE) - (3 * NEEE - 3 * at(3, 2) + NNNEEE)) * 0.05F,
      (8 * W - 3 * WW + 3 * NEE - 3 * NNEE + at(2, 3)) * (1.0F / 6),
      (6 * N - 4 * NN + NNN + 4 * NE - 6 * NNE + 4 * NNNE - NNNNE) * 0.25F,
      (6 * N - 4 * NN + NNN + 4 * NW - 6 * NNW + 4 * NNNW - at(-1, 4)) * 0.25F,
      (6 * NE - 4 * NNEE + NNNEEE) * (1.0F / 3),
      (15 * W - 20 * WW + 15 * WWW - 6 * WWWW + WWWWW) * 0.2F,
      (2 * NE - NNEE) + (2 * NW - NNWW) - (2 * N - NN),
      (W + N) * 0.5F,
      (W + NE) * 0.5F,
      (N + NE) * 0.5F,
      (NN + WW) * 0.5F,
      (2 * N - NN + 2 * W - WW) * 0.5F,
      (at(4, 1) + at(6, 1)) * 0.5F,
      W + NE - N,
      2 * NW - NNWW,
      2 * NE - NNEE,
      W + N - NW + 0.25F * (NE - N),
      WW,
      NN,
      (W + NEEE + N) * (1.0F / 3),
      (N + NW + NE + W) * 0.25F};
  to += kPlaces;
  const std::size_t count = std::min((strength_.simple - 1) * kPlaces, std::size(formulas));
  for (std::size_t i = 0; i < count; ++i) to[i] = formulas[i] + base;
}

void SampleModel::Opine(Planes& planes, std::size_t column) {
  GatherNeighbours(planes, column);
  const std::size_t fitted = strength_.groups.size();
  const auto most = static_cast<float>(role_.most);
  const auto limit = [this, most](std::size_t group, std::size_t count, float add) {
    for (float& mu : std::span(&opinions_[group * kPlaces], count * kPlaces))
      mu = std::min(std::max(mu + add, 0.0F), most);
  };
  const bool solves = column % strength_.solve_interval == 0;
  for (std::size_t g = 0; g < fitted; ++g) {
    if (solves) squares_[g].Solve(column);
    squares_[g].Predict(&opinions_[g * kPlaces]);
  }
  limit(0, fitted, centre_);
  SimpleOpinions(planes, column);
  limit(fitted, strength_.simple, 0);
  const std::size_t pixel = groups_ * kPlaces;
  const auto weigh = [&](std::size_t group, std::size_t count) {
    kernels_.weigh(count, &opinions_[group * kPlaces], Errors(0, column) + group * kPlaces,
                   Errors(1, column) + group * kPlaces, pixel, &energies_[group * kPlaces], &sums_[0], &sums_[kPlaces]);
  };
  const std::size_t first = fitted + strength_.simple;
  weigh(0, first);
  float top = SumOfEight(&sums_[0]);
  float bottom = SumOfEight(&sums_[kPlaces]);
  blend_ = top / bottom;
  if (!strength_.stacks) return;
  before_stack_ = blend_;
  LeastSquares& stack = squares_.back();
  for (std::size_t i = 0; i < fitted * kPlaces; ++i)
    std::fill_n(stack.neighbours() + i * kPlaces, kPlaces, opinions_[i] - before_stack_);
  if (solves) stack.Solve(column);
  stack.Predict(&opinions_[first * kPlaces]);
  limit(first, 1, before_stack_);
  weigh(first, 1);
  top += SumOfEight(&sums_[0]);
  bottom += SumOfEight(&sums_[kPlaces]);
  blend_ = top / bottom;
}

void SampleModel::Describe(Planes& planes, std::size_t column, unsigned row_number, std::uint8_t hint) {
  const auto x = static_cast<std::ptrdiff_t>(column);
  const auto most = static_cast<int>(role_.most);
  const auto floor = static_cast<int>(blend_);
  const int p = std::clamp(blend_ > static_cast<float>(floor) ? floor + 1 : floor, 1, most);
  threshold_ = static_cast<std::uint32_t>(p);
  const auto threshold = static_cast<float>(p);

  const float* const here = Residuals(0) + x;
  const float* const above = Residuals(1) + x;
  nearby_error_ = ((Magnitude(here[-1]) + Magnitude(above[0])) * 2.0F + (Magnitude(above[-1]) + Magnitude(above[1])) +
                   (Magnitude(here[-2]) + Magnitude(above[2])) * 0.5F) *
                  (1.0F / 7);
  const std::size_t depth = role_.plane - role_.first;
  const float first = depth >= 1 ? role_.before[0]->Residuals(0)[x] : 0.0F;  // of the planes before, at this pixel
  const float second = depth >= 2 ? role_.before[1]->Residuals(0)[x] : 0.0F;
  float error = nearby_error_;
  if (depth >= 1) error = error * 0.65F + Magnitude(first) * 0.35F;
  if (depth >= 2) error = error * 0.7F + (Magnitude(first) + Magnitude(second)) * 0.15F;

  const std::size_t fitted = strength_.groups.size() * kPlaces;
  float spread = 0;
  for (std::size_t i = 0; i < fitted; ++i) spread += Magnitude(opinions_[i] - blend_);
  spread /= static_cast<float>(fitted);
  float energy = 0;
  for (std::size_t i = 0; i < kPlaces; ++i) energy += energies_[i];

  const unsigned scale = ScaleOf(error);
  const unsigned nearby_scale = ScaleOf(nearby_error_);
  const unsigned spread_scale = ScaleOf(spread * 2.0F);
  Situation& s = situation_;
  s.opinions = 0;
  s.contexts = 0;
  s.AddOpinion(threshold - blend_, scale);
  s.AddOpinion(threshold - blend_, nearby_scale);
  s.AddOpinion(threshold - blend_, spread_scale);
  s.AddOpinion(threshold - blend_, ScaleOf(energy * (0.7F / kPlaces) + spread * 0.6F));
  for (std::size_t i = 0; i < groups_ * kPlaces; ++i) s.AddOpinion(threshold - opinions_[i], ScaleOf(energies_[i]));

  const std::int32_t* const row = planes.Row(role_.plane, 0) + x;
  const std::int32_t* const up = planes.Row(role_.plane, 1) + x;
  const std::int32_t* const up2 = planes.Row(role_.plane, 2) + x;
  const int w = row[-1], n = up[0], nw = up[-1], ne = up[1], ww = row[-2], nn = up2[0], nee = up[2], nne = up2[1];
  const int error_w = Rounded(here[-1]), error_n = Rounded(above[0]);
  const int error_nw = Rounded(above[-1]), error_ne = Rounded(above[1]);
  const int before = Rounded(first * 2.0F), before_that = Rounded(second * 2.0F);
  const std::uint32_t part = static_cast<std::uint32_t>((threshold - blend_) * 4.0F) & 3;
  const std::uint32_t plane = static_cast<std::uint32_t>(depth) * 256 + hint;
  const auto limited = [](int v, int limit) { return Word(std::clamp(v, -limit, limit)); };
  const std::uint32_t pattern = (w >= p ? 1U : 0U) | (n >= p ? 2U : 0U) | (nw >= p ? 4U : 0U) | (ne >= p ? 8U : 0U) |
                                (ww >= p ? 16U : 0U) | (nn >= p ? 32U : 0U) | (nee >= p ? 64U : 0U) |
                                (nne >= p ? 128U : 0U);
  const std::uint32_t at8 = static_cast<std::uint32_t>(column % 8) | (row_number % 8) << 3;
  s.AddContext(HashOf(plane, Word(Step(error_w)), Word(Step(error_n)), part));
  s.AddContext(
      HashOf(plane + Word(Step(error_w) / 2) * 65536, Word(Step(error_n)), Word(Step(error_ne)), Word(Step(error_nw))));
  s.AddContext(HashOf(plane, Word(Step(before)), Word(Step(before_that)), part * 64 + scale / 2));
  s.AddContext(HashOf(plane, limited(before, 40), limited(before_that / 2, 10), part));
  s.AddContext(HashOf(plane, pattern, scale / 3, Word(Step(before) / 2)));
  s.AddContext(HashOf(plane, limited(w - p, 30), limited(n - p, 30)));
  s.AddContext(HashOf(plane + Word(Step(n - p)) * 65536, Word(Step(w - p)), Word(Step(ne - p)), Word(Step(nw - p))));
  s.AddContext(HashOf(plane, limited(Rounded((opinions_[0] - threshold) * 2.0F), 40),
                      limited(Rounded((opinions_[fitted - 1] - threshold) * 2.0F), 40), scale / 4));
  s.AddContext(HashOf(plane, at8, scale / 4));
  s.AddContext(HashOf(plane, static_cast<std::uint32_t>(column % 2) | (row_number % 2) << 1, Word(Step(before) / 2),
                      part * 64 + scale / 2));
  s.AddContext(HashOf(plane, Word(p), scale / 4));

  // Exact values, for what was drawn rather than photographed.
  const std::int32_t* const other = depth >= 1 ? planes.Row(role_.plane - 1, 0) + x : row - 1;
  const std::int32_t* const other_up = depth >= 1 ? planes.Row(role_.plane - 1, 1) + x : up;
  std::uint32_t left = depth >= 1 ? Word(other[0]) : 0;
  if (depth >= 2) left = HashOfTwo(left, Word(planes.Row(role_.plane - 2, 0)[x]));
  const std::uint32_t here_before = left;
  std::uint32_t around = 0;
  std::uint32_t wide = 0;
  for (std::size_t c = 0; c < role_.count; ++c) {
    const std::int32_t* const r = planes.Row(role_.first + c, 0) + x;
    const std::int32_t* const u = planes.Row(role_.first + c, 1) + x;
    left = HashOfTwo(left, Word(r[-1]));
    around = HashOfTwo(around, Word(u[0]));
    wide = HashOfTwo(HashOfTwo(wide, Word(u[-1])), Word(u[1]));
  }
  s.AddContext(HashOf(plane, Word(p), Word(other[0]), depth >= 1 ? scale / 6 : Word(n)));
  s.AddContext(HashOf(plane, Word(p), left));
  s.AddContext(HashOf(plane, Word(p), left, around));
  s.AddContext(HashOf(plane, Word(p), HashOfTwo(left, around), wide));
  s.AddContext(HashOf(plane, Word(p), around, here_before));
  s.AddContext(HashOf(plane + Word(p) * 1024, Word(w), Word(n), Word(other[0] - other_up[0])));
  s.AddContext(HashOf(plane, Word(p), here_before));
  s.AddContext(HashOf(plane + Word(p) * 1024, HashOfTwo(Word(w), Word(ww)), HashOfTwo(Word(n), Word(nn)), here_before));
  s.AddContext(HashOf(plane + Word(p) * 1024, HashOfTwo(left, Word(ww)), HashOfTwo(around, Word(nn)),
                      HashOfTwo(wide, Word(nee))));

  const int size = Magnitude(Step(before));
  s.selected[0] = 0;
  s.selected[1] = static_cast<std::uint8_t>(nearby_scale);
  s.selected[2] = static_cast<std::uint8_t>(std::min(size, 7) * 4 + std::min(Magnitude(Step(before_that)) / 2, 3) +
                                            (hint != 0 ? 32 : 0));
  s.selected[3] = static_cast<std::uint8_t>(spread_scale);
  s.selected[4] = static_cast<std::uint8_t>((pattern & 15) | (w == n ? 16U : 0U) | (n == ne && n == nw ? 32U : 0U));
  s.selected[5] = static_cast<std::uint8_t>(at8);
  s.final_selected = static_cast<std::uint8_t>(scale / 2);
}

void SampleModel::Learn(std::size_t column, std::uint32_t sample) {
  const auto value = static_cast<float>(sample);
  const std::size_t pixel = groups_ * kPlaces;
  float* const errors = Errors(0, column);
  for (std::size_t i = 0; i < pixel; ++i) errors[i] = Magnitude(opinions_[i] - value);
  Residuals(0)[column] = value - blend_;
  const float weight = 1.0F / (2.0F + nearby_error_);
  const std::size_t fitted = strength_.groups.size();
  for (std::size_t g = 0; g < fitted; ++g) squares_[g].Learn(column, value - centre_, weight);
  if (strength_.stacks) squares_.back().Learn(column, value - before_stack_, weight);
}

std::uint32_t SampleModel::Code(Planes& planes, std::size_t column, unsigned row, std::uint8_t hint,
                                std::uint32_t known, BitCoder& coder) {
  Opine(planes, column);
  Describe(planes, column, row, hint);
  const std::uint32_t sample = mixing_.CodeValue(situation_, threshold_, role_.most, known, coder);
  Learn(column, sample);
  return sample;
}

void SampleModel::Skip(std::size_t column) {
  const std::size_t pixel = groups_ * kPlaces;
  float* const errors = Errors(0, column);
  std::copy_n(errors - pixel, pixel, errors);
  Residuals(0)[column] = 0;
}

}  // namespace llmzip::picture
