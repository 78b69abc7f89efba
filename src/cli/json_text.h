// JsonText, JsonLine: results as JSON, for programs. File names need not be UTF-8, but JSON must be; all that is not
// ASCII is escaped, so that a terminal, too, may see it.
#ifndef LLMZIP_CLI_JSON_TEXT_H_
#define LLMZIP_CLI_JSON_TEXT_H_

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace llmzip::cli {

/// With a line break at the end; U+FFFD stands for bytes that are no UTF-8.
std::string JsonText(const nlohmann::ordered_json& json);

/// The same on one line.
std::string JsonLine(const nlohmann::ordered_json& json);

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_JSON_TEXT_H_
