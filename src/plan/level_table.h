// Level tables: which plan and which filter each kind of content gets at each level. The only place that says so.
//
// A table has a number, which frames name (docs/FORMAT.md, section 2.5). Each kind has two plans in it: number
// 2 x kind + 1 is for small content, where what a plan reads beforehand would cost more than it saves, and 2 x kind for
// all other. Kinds without a row of their own are coded as data. Segments whose plans have the same spec share a
// stream. A table that a release wrote never changes: a level that changes gets a table of a new number, and its old
// one stays for decoding. Filters are the encoder's choice and may change: archives say which they used. Thread safety:
// constants.
#ifndef LLMZIP_PLAN_LEVEL_TABLE_H_
#define LLMZIP_PLAN_LEVEL_TABLE_H_

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "content/kind.h"

namespace llmzip {

/// What codes one kind.
struct LevelRow {
  Kind kind;
  std::string_view spec;
  std::string_view small_spec;  ///< for small content
  std::uint8_t filter = 0;      ///< what is tried on segments before they are coded; 0: none
  bool told = false;  ///< the predictor makes use of what a segment says, so also where the filter left it alone
};

struct LevelTable {
  std::uint64_t number;
  std::uint64_t block_size;        ///< raw bytes a block holds at most, unless the user says otherwise
  std::span<const LevelRow> rows;  ///< the first is that of data

  [[nodiscard]] const LevelRow& RowFor(Kind kind) const;

  /// The spec of a plan number; "" if the table has none of that number.
  [[nodiscard]] std::string_view SpecOf(std::uint64_t plan) const;

  /// The smallest plan number that has this kind's spec: what a stream is named by that all such kinds share.
  [[nodiscard]] std::uint64_t StreamPlan(Kind kind, bool small) const;
};

constexpr std::uint64_t PlanNumber(Kind kind, bool small) {
  return 2 * static_cast<std::uint64_t>(kind) + (small ? 1 : 0);
}
constexpr std::uint64_t KindOfPlan(std::uint64_t plan) { return plan / 2; }

/// One more than the largest plan number of any table.
std::uint64_t LevelPlanCount();

/// The table that a level writes; `level` within kMinLevel … kMaxLevel.
const LevelTable& TableOfLevel(int level);

/// Null for a number no table has.
const LevelTable* FindLevelTable(std::uint64_t number);

/// All tables, by rising number.
std::span<const LevelTable> LevelTables();

/// A model that tables name: frames tell it by the first bytes of its digest.
struct ShippedModel {
  std::string_view name;               ///< as specs ask for it, options left out
  std::array<std::uint8_t, 8> digest;  ///< the first bytes of its file's SHA-256
};

/// The models that the tables' specs name.
std::span<const ShippedModel> ShippedModels();

}  // namespace llmzip

#endif  // LLMZIP_PLAN_LEVEL_TABLE_H_
