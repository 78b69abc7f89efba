#include "plan/model_level.h"

#include <cassert>

namespace llmzip {
namespace {

std::string SpecOf(int level, std::string_view model) {
  const std::string mixing = level == 4 ? "cm" : level == 9 ? "cm:huge" : "cm:max";
  return "mix(" + mixing + ",net:" + std::string(model) + ")";
}

}  // namespace

ModelLevel::ModelLevel(int level, std::string_view model)
    : spec_(SpecOf(level, model)),
      rows_(RowsOfLevel(spec_, {spec_, spec_, spec_}, spec_, /*told=*/true)),
      table_{0, TableOfLevel(level).block_size, rows_} {
  assert(level >= kFirstModelLevel && level <= kMaxLevel);
}

}  // namespace llmzip
