// ModelLevel: a level with a network of bytes of the user's choice in place of the embedded one (`--model NAME -5`).
//
// One spec codes everything, for what the network has learnt is not known: it need not be text. Kinds of content still
// have their filters and are told to the predictor, as in the level tables. Frames record the spec as one given by
// hand. Language models have tables of their own (level_table.h). Thread safety: immutable.
#ifndef LLMZIP_PLAN_MODEL_LEVEL_H_
#define LLMZIP_PLAN_MODEL_LEVEL_H_

#include <array>
#include <string>
#include <string_view>

#include "llmzip/level.h"
#include "plan/level_table.h"

namespace llmzip {

class ModelLevel {
 public:
  /// `level` is kFirstModelLevel … kMaxLevel; `model` a name or path.
  ModelLevel(int level, std::string_view model);
  ModelLevel(const ModelLevel&) = delete;
  ModelLevel& operator=(const ModelLevel&) = delete;

  [[nodiscard]] const std::string& spec() const { return spec_; }

  /// Every kind's row has that spec; its number is 0, which frames do not name.
  [[nodiscard]] const LevelTable& table() const { return table_; }

 private:
  std::string spec_;
  std::array<LevelRow, kRowsOfLevel> rows_;
  LevelTable table_;
};

}  // namespace llmzip

#endif  // LLMZIP_PLAN_MODEL_LEVEL_H_
