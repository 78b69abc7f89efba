#include "cli/json_text.h"

#include <nlohmann/json.hpp>

namespace llmzip::cli {

std::string JsonText(const nlohmann::ordered_json& json) {
  constexpr int kIndent = 2;
  return json.dump(kIndent, ' ', /*ensure_ascii=*/true, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace llmzip::cli
