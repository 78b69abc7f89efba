// The style and the scripts of report pages, which the build puts into the program (page_files.cmake).
#ifndef LLMZIP_CLI_REPORT_PAGE_FILES_H_
#define LLMZIP_CLI_REPORT_PAGE_FILES_H_

#include <span>
#include <string_view>

namespace llmzip::cli {

std::string_view PageStyle();

/// To be run one after the other.
std::span<const std::string_view> PageScripts();

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_REPORT_PAGE_FILES_H_
