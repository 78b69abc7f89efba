// Level tables: which plan and which filter each kind of content gets at each level. Nothing else decides that.
//
// A table has a number, which frames name (docs/FORMAT.md, section 2.5). It has two plans for each kind: plan number 2
// x kind + 1 for small content, where priming would cost more than it saves, and 2 x kind for all other. Kinds without
// a row of their own are coded as data. Segments whose plans have the same spec share a stream. A table that a release
// has written never changes: a level that changes gets a table with a new number, and the old table stays for decoding.
// Levels that can use a language model of the user's choice have a second table for that: its specs call the model
// `model`, and the frame says which one it is.
// Filters are the encoder's choice and may change: archives name the filters they use. Thread safety: constants.
#ifndef LLMZIP_PLAN_LEVEL_TABLE_H_
#define LLMZIP_PLAN_LEVEL_TABLE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "content/kind.h"

namespace llmzip {

/// How one kind is coded.
struct LevelRow {
  Kind kind;
  std::string_view spec;
  std::string_view small_spec;  ///< for small content
  std::uint8_t filter = 0;      ///< number of the filter that is tried on segments; 0: none
  bool told = false;            ///< the predictor uses the segment's parameters, even without a filter
};

/// What a level codes records, pictures and sound with. Other kinds are coded as data.
struct SpecsOfKinds {
  std::string_view records, picture, sound;
};

/// The rows of a level. `told`: the predictor of data uses parameters of segments.
inline constexpr std::size_t kRowsOfLevel = 6;
constexpr std::array<LevelRow, kRowsOfLevel> RowsOfLevel(std::string_view spec, const SpecsOfKinds& kinds,
                                                         std::string_view small_spec, bool told) {
  // Numbers of filters: src/filters/registry.cc.
  constexpr std::uint8_t kX86Branches = 1;
  constexpr std::uint8_t kArm64Branches = 2;
  constexpr std::uint8_t kDeltas = 3;
  return {{{Kind::kData, spec, small_spec},
           {Kind::kRecords, kinds.records, kinds.records, kDeltas, told},
           {Kind::kX86, spec, small_spec, kX86Branches},
           {Kind::kArm64, spec, small_spec, kArm64Branches},
           {Kind::kPicture, kinds.picture, kinds.picture, 0, true},
           {Kind::kSound, kinds.sound, kinds.sound, 0, true}}};
}

/// What specs of tables call a language model of the user's choice.
inline constexpr std::string_view kChosenModel = "model";

/// The spec with the model's name or path in place of kChosenModel.
std::string WithChosenModel(std::string_view spec, std::string_view name);

/// A name to record for a chosen model: `name`, unless the tables' specs have it for another model.
std::string NameNoTableHas(const std::string& name);

/// The same rows for a level with a language model: it is for prose and code. Other content is coded better, and
/// several times as fast, as if no model had been named.
constexpr std::array<LevelRow, kRowsOfLevel + 2> RowsWithModel(const std::array<LevelRow, kRowsOfLevel>& rows,
                                                               std::string_view model_spec) {
  return {{rows[0],
           rows[1],
           rows[2],
           rows[3],
           rows[4],
           rows[5],
           {Kind::kText, model_spec, model_spec},
           {Kind::kCode, model_spec, model_spec}}};
}

struct LevelTable {
  std::uint64_t number;
  std::uint64_t block_size;        ///< most raw bytes per block, unless the user sets another size
  std::span<const LevelRow> rows;  ///< the first row is that of data

  [[nodiscard]] const LevelRow& RowFor(Kind kind) const;

  /// The spec of a plan number; "" if the table has no such plan.
  [[nodiscard]] std::string_view SpecOf(std::uint64_t plan) const;

  /// The smallest plan number with the same spec as this kind's plan. It names the stream that all kinds with this spec
  /// share.
  [[nodiscard]] std::uint64_t StreamPlan(Kind kind, bool small) const;
};

constexpr std::uint64_t PlanNumber(Kind kind, bool small) {
  return 2 * static_cast<std::uint64_t>(kind) + (small ? 1 : 0);
}
constexpr std::uint64_t KindOfPlan(std::uint64_t plan) { return plan / 2; }

/// One more than the largest plan number of any table.
std::uint64_t LevelPlanCount();

/// The table that a level writes; `level` must be within kMinLevel … kMaxLevel.
const LevelTable& TableOfLevel(int level);

/// The table that it writes with a language model; `level` must be within kFirstModelLevel … kMaxLevel.
const LevelTable& TableWithModel(int level);

/// The table of the same level without a language model; the table itself if it is one.
const LevelTable& TableWithoutModel(const LevelTable& table);

/// Null if no table has this number.
const LevelTable* FindLevelTable(std::uint64_t number);

/// All tables, in ascending order of their numbers.
std::span<const LevelTable> LevelTables();

/// A model that tables name. Frames identify it by the first bytes of its digest.
struct ShippedModel {
  std::string_view name;               ///< as in specs, without options
  std::array<std::uint8_t, 8> digest;  ///< the first bytes of its file's SHA-256
};

/// The models that the tables' specs name.
std::span<const ShippedModel> ShippedModels();

}  // namespace llmzip

#endif  // LLMZIP_PLAN_LEVEL_TABLE_H_
