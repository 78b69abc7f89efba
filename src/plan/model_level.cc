#include "plan/model_level.h"

#include <cassert>

namespace llmzip {
namespace {

// More of the text before it, and more of context mixing, the more time there is.
std::string SpecOf(int level, std::string_view model, bool is_language) {
  const std::string_view mixing = level == 4 ? "cm" : level == 9 ? "cm:huge" : "cm:max";
  const std::string_view context = !is_language ? ""
                                   : level == 4 ? ";context=sliding:512/128"
                                   : level < 7  ? ""
                                                : ";context=sliding:2048/512";
  return "mix(" + std::string(mixing) + ",net:" + std::string(model) + std::string(context) + ")";
}

}  // namespace

ModelLevel::ModelLevel(int level, std::string_view model, bool is_language)
    : spec_(SpecOf(level, model, is_language)),
      for_text_(is_language),
      rows_(RowsOfLevel(spec_, spec_, spec_, /*told=*/true)),
      table_{0, TableOfLevel(level).block_size, rows_} {
  assert(level >= kFirstModelLevel && level <= kMaxLevel);
}

}  // namespace llmzip
