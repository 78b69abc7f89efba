// ModelLevel: a level with a language model of the user's choice in place of the embedded network (`--model NAME -5`).
//
// One spec codes everything that holds enough text for it to be used at all (compress.cc), since where the model does
// not pay the mix goes without it; kinds of content still have their filters and are told to the predictor, as in the
// level tables. Frames record the spec as one given by hand. Thread safety: immutable.
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
  /// `level` is kFirstModelLevel … kMaxLevel; `model` a name or path; `is_language`: of a language model of tokens.
  ModelLevel(int level, std::string_view model, bool is_language);
  ModelLevel(const ModelLevel&) = delete;
  ModelLevel& operator=(const ModelLevel&) = delete;

  [[nodiscard]] const std::string& spec() const { return spec_; }

  /// Of a language model of tokens.
  [[nodiscard]] bool for_text() const { return for_text_; }

  /// Every kind's row has that spec; its number is 0, which frames do not name.
  [[nodiscard]] const LevelTable& table() const { return table_; }

 private:
  std::string spec_;
  bool for_text_;
  std::array<LevelRow, kRowsOfLevel> rows_;
  LevelTable table_;
};

}  // namespace llmzip

#endif  // LLMZIP_PLAN_MODEL_LEVEL_H_
