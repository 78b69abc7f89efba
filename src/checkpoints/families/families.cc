#include "checkpoints/families/families.h"

#include <array>
#include <string_view>

namespace llmzip::checkpoints {
namespace {

struct Family {
  std::string_view name;
  LoadFamily load;
};
constexpr std::array kFamilies = {Family{"gpt2", LoadGpt2},   Family{"gpt_neox", LoadGptNeoX},
                                  Family{"llama", LoadLlama}, Family{"mistral", LoadLlama},
                                  Family{"qwen2", LoadQwen2}, Family{"qwen3", LoadQwen3},
                                  Family{"rwkv", LoadRwkv}};

}  // namespace

LoadFamily FamilyNamed(const std::string& name) {
  for (const Family& family : kFamilies) {
    if (family.name == name) return family.load;
  }
  return nullptr;
}

std::string FamilyNames() {
  std::string names;
  for (const Family& family : kFamilies) names.append(names.empty() ? "" : ", ").append(family.name);
  return names;
}

}  // namespace llmzip::checkpoints
