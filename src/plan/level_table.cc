#include "plan/level_table.h"

#include <algorithm>
#include <cassert>

#include "llmzip/level.h"

namespace llmzip {
namespace {

constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;

constexpr std::string_view kMix = "mix(cm:max,net)";
constexpr std::string_view kMaximum = "cm:max";
constexpr std::string_view kHuge = "cm:huge";
constexpr std::string_view kFast = "cm:fast";
constexpr std::string_view kMixing = "cm";
constexpr std::string_view kSmallerMix = "mix(cm,net)";
constexpr std::string_view kLargerMix = "mix(cm:max,net:text-base)";
constexpr std::string_view kPrimedMix = "primed(mix(cm:max,net:text-base),text:primer;phrases)";
constexpr std::string_view kPrimedHugeMix = "primed(mix(cm:huge,net:text-base),text:primer;phrases)";
// More of the text before, and more of context mixing, the more time there is.
constexpr std::string_view kModelAtFour = "mix(cm,net:model;context=sliding:512/128)";
constexpr std::string_view kModel = "mix(cm:max,net:model)";
constexpr std::string_view kModelWithMoreContext = "mix(cm:max,net:model;context=sliding:2048/512)";
constexpr std::string_view kHugeMixWithModel = "mix(cm:huge,net:model;context=sliding:2048/512)";

// Machine code and records go through their filters. Knowledge of text, such as that of a network or a priming text,
// does not help with records, so from -4 on they have a faster predictor and a stream to themselves. Pictures and sound
// have predictors of their own at every level. All other kinds share a stream, so that what a predictor learns in one
// segment is kept for the next. cm:fast does not use the parameters of records segments; the other predictors do.
struct Media {
  std::string_view picture, sound;
};
constexpr Media kFastMedia = {"picture:fast", "sound:fast"};
constexpr Media kPlainMedia = {"picture", "sound"};
constexpr Media kLargestMedia = {"picture:max", "sound:max"};

template <const Media& kMedia, const std::string_view& kSpec, const std::string_view& kRecords = kSpec,
          const std::string_view& kSmallSpec = kSpec>
constexpr auto kRows = RowsOfLevel(kSpec, {kRecords, kMedia.picture, kMedia.sound}, kSmallSpec,
                                   /*told=*/&kSpec != &kFast);

template <const auto& kRowsOfOthers, const std::string_view& kModelSpec>
constexpr auto kRowsWithModel = RowsWithModel(kRowsOfOthers, kModelSpec);

constexpr LevelTable kTables[] = {
    {1, 6 * kMiB, kRows<kFastMedia, kFast>},
    {2, 16 * kMiB, kRows<kFastMedia, kFast>},
    {3, 16 * kMiB, kRows<kFastMedia, kMixing>},
    {4, 8 * kMiB, kRows<kFastMedia, kSmallerMix, kMaximum>},
    {5, 8 * kMiB, kRows<kPlainMedia, kMix, kMaximum>},
    {6, 16 * kMiB, kRows<kPlainMedia, kMix, kMaximum>},
    {7, 32 * kMiB, kRows<kLargestMedia, kLargerMix, kMaximum>},
    {8, 48 * kMiB, kRows<kLargestMedia, kPrimedMix, kMaximum, kLargerMix>},
    {9, 64 * kMiB, kRows<kLargestMedia, kPrimedHugeMix, kHuge, kLargerMix>},
    // With a language model.
    {14, 8 * kMiB, kRowsWithModel<kRows<kFastMedia, kSmallerMix, kMaximum>, kModelAtFour>},
    {15, 8 * kMiB, kRowsWithModel<kRows<kPlainMedia, kMix, kMaximum>, kModel>},
    {16, 16 * kMiB, kRowsWithModel<kRows<kPlainMedia, kMix, kMaximum>, kModel>},
    {17, 32 * kMiB, kRowsWithModel<kRows<kLargestMedia, kLargerMix, kMaximum>, kModelWithMoreContext>},
    {18, 48 * kMiB, kRowsWithModel<kRows<kLargestMedia, kPrimedMix, kMaximum, kLargerMix>, kModelWithMoreContext>},
    {19, 64 * kMiB, kRowsWithModel<kRows<kLargestMedia, kPrimedHugeMix, kHuge, kLargerMix>, kHugeMixWithModel>},
};

// The number of the table that each level writes now.
constexpr std::uint64_t kTableOfLevel[] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
constexpr std::uint64_t kTableWithModel[] = {14, 15, 16, 17, 18, 19};  // from kFirstModelLevel on

constexpr ShippedModel kModels[] = {
    {"net", {0xD0, 0xCC, 0x25, 0x9C, 0x57, 0xCC, 0x81, 0xD8}},  // text-small
    {"net:text-base", {0x3D, 0x9D, 0xCE, 0xC7, 0x16, 0x89, 0x77, 0xAC}},
    {"text:primer", {0x89, 0xFE, 0xF6, 0xF7, 0x98, 0x1F, 0x8F, 0x93}},
};

}  // namespace

std::string WithChosenModel(std::string_view spec, std::string_view name) {
  const std::string placeholder = "net:" + std::string(kChosenModel);
  std::string text(spec);
  const std::size_t found = text.find(placeholder);
  if (found != std::string::npos) text.replace(found, placeholder.size(), "net:" + std::string(name));
  return text;
}

std::string NameNoTableHas(const std::string& name) {
  return std::ranges::find(kModels, "net:" + name, &ShippedModel::name) == std::end(kModels) ? name : "my-" + name;
}

const LevelRow& LevelTable::RowFor(Kind kind) const {
  const auto found = std::ranges::find(rows, kind, &LevelRow::kind);
  return found == rows.end() ? rows.front() : *found;
}

std::string_view LevelTable::SpecOf(std::uint64_t plan) const {
  if (plan >= LevelPlanCount()) return {};
  const LevelRow& row = RowFor(static_cast<Kind>(KindOfPlan(plan)));
  return plan % 2 != 0 ? row.small_spec : row.spec;
}

std::uint64_t LevelTable::StreamPlan(Kind kind, bool small) const {
  const std::uint64_t own = PlanNumber(kind, small);
  for (std::uint64_t plan = small ? 1 : 0; plan < own; plan += 2) {
    if (SpecOf(plan) == SpecOf(own)) return plan;
  }
  return own;
}

std::uint64_t LevelPlanCount() { return 2 * KindCatalogue().size(); }

const LevelTable& TableOfLevel(int level) {
  assert(level >= kMinLevel && level <= kMaxLevel);
  return *FindLevelTable(kTableOfLevel[level - kMinLevel]);
}

const LevelTable& TableWithModel(int level) {
  assert(level >= kFirstModelLevel && level <= kMaxLevel);
  return *FindLevelTable(kTableWithModel[level - kFirstModelLevel]);
}

const LevelTable& TableWithoutModel(const LevelTable& table) {
  const auto* const found = std::ranges::find(kTableWithModel, table.number);
  if (found == std::end(kTableWithModel)) return table;
  return TableOfLevel(kFirstModelLevel + static_cast<int>(found - std::begin(kTableWithModel)));
}

const LevelTable* FindLevelTable(std::uint64_t number) {
  const auto* const found = std::ranges::find(kTables, number, &LevelTable::number);
  return found == std::end(kTables) ? nullptr : found;
}

std::span<const LevelTable> LevelTables() { return kTables; }

std::span<const ShippedModel> ShippedModels() { return kModels; }

}  // namespace llmzip
