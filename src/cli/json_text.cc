#include "cli/json_text.h"

#include <nlohmann/json.hpp>

namespace llmzip::cli {
namespace {

constexpr int kNoIndent = -1;

std::string Dump(const nlohmann::ordered_json& json, int indent) {
  return json.dump(indent, ' ', /*ensure_ascii=*/true, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string JsonText(const nlohmann::ordered_json& json) { return Dump(json, 2); }

std::string JsonLine(const nlohmann::ordered_json& json) { return Dump(json, kNoIndent); }

}  // namespace llmzip::cli
